"""Where the official archives of CORDIS are, and which addresses may be asked for them.

Knows nothing of transfers or of what archives hold.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from clustergraph.errors import RequestError
from clustergraph.http.hosts import loopback

BASE = "https://cordis.europa.eu/data/"
BASE_VARIABLE = "CLUSTERGRAPH_FETCH_BASE"
ARCHIVES: dict[str, str] = {
    "cordis-he": "cordis-HORIZONprojects-csv.zip",
    "cordis-h2020": "cordis-h2020projects-csv.zip",
    "cordis-fp7": "cordis-fp7projects-csv.zip",
}
# What a user does where no download succeeds, for error messages.
BY_HAND = "download it by hand and build from that file: cordis=FILE.zip"

_HOSTS = ("europa.eu",)


def check_address(url: str, *, mirror: bool) -> None:
    """Refuse an address that is neither official nor a mirror over https or on this machine.

    Raises RequestError.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise RequestError(f"{url} is no web address ({error})") from None
    local = mirror and parts.scheme in ("http", "https") and loopback(host)
    official = any(host == known or host.endswith(f".{known}") for known in _HOSTS)
    if not local and not (parts.scheme == "https" and (mirror or official)):
        raise RequestError(f"{url} is refused: archives come over https from {', '.join(_HOSTS)}")
