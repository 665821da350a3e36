"""Why an exchange failed: for good, or in a way that another try may mend.

Knows the errors of httpx, TLS and sockets, and how to say them in a line without a secret.
"""

from __future__ import annotations

import errno
import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 300


class Refused(Exception):
    """A failure that another try would not change; `status` is that of HTTP, 0 for none."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Broken(Exception):
    """A failure that may pass; `wait` is what the server asks for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Cut(Broken):
    """What came is less than an answer of HTTP."""


@contextmanager
def explained(cut: str = "no answer of HTTP came") -> Iterator[None]:
    """The errors of httpx, TLS and sockets as ours; `cut` says that an answer breaks off.

    The cause of ours is the error of the socket.
    """
    import httpx

    try:
        yield
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, ValueError):
        raise Refused("the address or the answer is not one of HTTP") from None
    except httpx.RemoteProtocolError:
        raise Cut(cut) from None
    except httpx.TimeoutException:
        raise Broken("the server stopped sending") from None
    except (httpx.TransportError, OSError) as error:
        cause = _socket(error)
        raise _failure(cause) from cause


def _socket(error: BaseException | None) -> OSError:
    """The error of a socket below one of httpx."""
    below = error
    while below and not isinstance(below, OSError):
        below = below.__cause__ or below.__context__
    return below if isinstance(below, OSError) else OSError(str(error))


def _failure(error: OSError) -> Refused | Broken:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refused("its answer does not fit into the folder for temporary files (TMPDIR)")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused(f"its certificate is not trusted ({error.verify_message})")
    if isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN:
        return Refused("there is no host of that name")
    return Broken(error.strerror or str(error) or type(error).__name__)


def words(data: bytes, kind: str) -> str:
    """The first words of what a server says, on one line, without the markup of a page."""
    import html
    import re

    said = data.decode("utf-8", errors="replace")
    if "html" in kind or said.lstrip()[:1] == "<":
        said = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>|<[^>]*>", " ", said)
        said = html.unescape(said)
    printable = "".join(char if char.isprintable() else " " for char in said)
    line = " ".join(printable.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
