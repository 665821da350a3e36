"""Addresses: which are on this machine, which are the same place, which lie behind a proxy.

Knows the environment variables that name proxies; nothing of requests.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from clustergraph.http.failures import Refused

_DEFAULT_PORTS = {"http": 80, "https": 443}


def loopback(host: str | None) -> bool:
    """Whether a host is this machine, by its name or its number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port: what decides whether two addresses are the same place."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)


def proxy(url: str, *, secret: bool) -> str | None:
    """The proxy through which to ask an address, if any.

    `http_proxy`, `https_proxy` and `no_proxy` name it, as for curl. None is used for this machine,
    because a proxy has another loopback than we, and none for what is secret and not encrypted.
    """
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    plain = secret and parts.scheme != "https"
    if plain or loopback(parts.hostname) or proxy_bypass(parts.netloc):
        return None
    found = getproxies().get(parts.scheme)
    if not found:
        return None
    named = found if "://" in found else f"http://{found}"
    if urlsplit(named).scheme not in _DEFAULT_PORTS:
        raise Refused(f"{parts.scheme}_proxy names a proxy that is not one of HTTP")
    return named
