"""Who we are to a host: from environment variables or a netrc file, never an address.

Knows nothing of requests. What is secret stays inside: no message and no repr of this module shows
it.
"""

from __future__ import annotations

import netrc
import os
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from clustergraph.errors import EndpointError, RequestError
from clustergraph.http.hosts import loopback

USER, PASSWORD, TOKEN = (f"CLUSTERGRAPH_{name}" for name in ("USER", "PASSWORD", "TOKEN"))


@dataclass(frozen=True)
class Credentials:
    """A user with a password (RFC 7617), or a bearer token (RFC 6750); or nothing."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def header(self) -> str | None:
        """The value of the Authorization header."""
        if self.token:
            return f"Bearer {self.token}"
        pair = f"{self.user}:{self.password}".encode()
        return f"Basic {b64encode(pair).decode()}" if self.user else None


def credentials(url: str) -> Credentials:
    """Those for the host of an address: the token, else user and password, else the netrc entry.

    Raises RequestError for a token that is none, EndpointError where credentials would travel
    unencrypted or the netrc file cannot be read.
    """
    parts = urlsplit(url)
    return _encrypted(url, _from_environment() or _of_host(parts.hostname or ""))


def from_netrc(url: str) -> Credentials:
    """Those that a netrc file has for the host of an address that a query names."""
    return _encrypted(url, _of_host(urlsplit(url).hostname or ""))


def _encrypted(url: str, found: Credentials) -> Credentials:
    parts = urlsplit(url)
    if found and parts.scheme != "https" and not loopback(parts.hostname):
        raise EndpointError(f"{parts.hostname}: credentials are sent over https only")
    return found


def _from_environment() -> Credentials:
    token = os.environ.get(TOKEN, "")
    if token:
        # A header of HTTP cannot hold anything else; the error for it would show the token.
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise RequestError(f"{TOKEN} holds a character that no token has")
        return Credentials(token=token)
    return Credentials(os.environ.get(USER, ""), os.environ.get(PASSWORD, ""))


def _of_host(host: str) -> Credentials:
    path = Path(os.environ.get("NETRC", "~/.netrc")).expanduser()
    try:
        # Not its `default`: a query can name any host.
        entry = netrc.netrc(str(path)).hosts.get(host)
    except FileNotFoundError:
        return Credentials()
    except (OSError, netrc.NetrcParseError, UnicodeDecodeError) as error:
        reason = error.msg if isinstance(error, netrc.NetrcParseError) else "it cannot be read"
        raise EndpointError(f"{path}: {reason}") from None
    return Credentials(entry[0], entry[2] or "") if entry else Credentials()
