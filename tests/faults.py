"""A SPARQL endpoint that misbehaves on demand: one way of failing an address.

`Faults.url("dribble")` is the address of the endpoint that dribbles. What it received is kept, so
that a test can say what was sent, and how often.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESULTS = "application/sparql-results+json"
Fault = Callable[["Handler"], None]


@dataclass(frozen=True)
class Received:
    """One request: the address asked, its headers, and the parameters of its body."""

    method: str
    path: str
    headers: dict[str, str]
    parameters: dict[str, str]

    @property
    def is_count(self) -> bool:
        return "COUNT(*)" in self.parameters.get("query", "")


class Handler(BaseHTTPRequestHandler):
    """Gives each address its fault."""

    protocol_version = "HTTP/1.1"
    received: Received
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        parameters = {name: values[-1] for name, values in parse_qs(body).items()}
        self.received = Received(self.command, self.path, dict(self.headers), parameters)
        self.server.received.append(self.received)
        name = self.path.partition("?")[0].strip("/")
        # A client that has had enough closes the connection while it is being written to.
        with suppress(ConnectionError):
            self.server.faults[name](self)

    do_GET = do_POST

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the tests' own output is enough."""

    def reply(self, body: bytes, kind: str = RESULTS, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self, kind: str = RESULTS, length: int | None = None) -> None:
        """The head of an answer whose body follows, by default until the connection ends."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, address: object) -> None:
        """Say nothing of clients that leave: leaving is what many tests are about."""

    faults: dict[str, Fault]
    received: list[Received]


def results(*values: str, name: str = "s") -> bytes:
    """A JSON results document with one column of literals."""
    rows = [{name: {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": rows}}).encode()


def number(value: int) -> bytes:
    """The answer to a COUNT."""
    return results(str(value), name="rowsCounted")


def counted(fault: Fault, rows: int) -> Fault:
    """The fault, but for a COUNT, which is answered rightly."""

    def answer(handler: Handler) -> None:
        handler.reply(number(rows)) if handler.received.is_count else fault(handler)

    return answer


def dribble(handler: Handler) -> None:
    """One byte now and then, for longer than any test waits."""
    handler.begin()
    for _ in range(1200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def dribble_head(handler: Handler) -> None:
    """The same, but already the head of the answer does not end."""
    for _ in range(1200):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-More: "[:1])
        handler.wfile.flush()
        time.sleep(0.05)


def silence(handler: Handler) -> None:
    """Nothing at all, for longer than any test waits."""
    time.sleep(20)


def reset(handler: Handler) -> None:
    """The connection breaks in the middle of an answer."""
    handler.begin(length=10_000)
    handler.wfile.write(results("a", "b")[:40])
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def cut(handler: Handler) -> None:
    """The connection ends politely, but before what was announced."""
    handler.begin(length=10_000)
    handler.wfile.write(results("a", "b")[:40])


def flood(handler: Handler) -> None:
    """Rows without end, as fast as they are taken."""
    handler.begin()
    row = b'{"s":{"type":"literal","value":"' + b"x" * 1000 + b'"}},'
    handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
    while True:
        handler.wfile.write(row * 100)


def million(rows: int) -> Fault:
    """So many rows of one column, each once, and the right COUNT."""

    def answer(handler: Handler) -> None:
        handler.begin()
        handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
        for start in range(0, rows, 1000):
            made = (
                b'{"s":{"type":"uri","value":"http://example.org/thing/%d"}}' % number
                for number in range(start, min(start + 1000, rows))
            )
            handler.wfile.write((b"," if start else b"") + b",".join(made))
        handler.wfile.write(b"]}}")

    return counted(answer, rows)


def redirect(to: str, status: int = 307) -> Fault:
    """Elsewhere."""
    return lambda handler: handler.reply(b"", "text/plain", status, Location=to)


def first(times: int, fault: Fault, then: Fault) -> Fault:
    """A fault that passes after so many requests."""
    left = [times]

    def answer(handler: Handler) -> None:
        left[0] -= 1
        (fault if left[0] >= 0 else then)(handler)

    return answer


@dataclass
class Faults:
    """A running server: its addresses, and what it received."""

    base: str
    faults: dict[str, Fault]
    received: list[Received] = field(default_factory=list)

    def url(self, name: str, fault: Fault | None = None) -> str:
        """The address of an endpoint with a fault, a new one or one given before."""
        if fault is not None:
            self.faults[name] = fault
        return f"{self.base}/{name}"


@contextmanager
def serving(host: str = "127.0.0.1", tls: tuple[Path, Path] | None = None) -> Iterator[Faults]:
    """A server on loopback while the context lasts; `tls` is its certificate and its key."""
    server = _Server((host, 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    faults = Faults(f"http{'s' if tls else ''}://{host}:{server.server_port}", {})
    server.faults, server.received = faults.faults, faults.received
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield faults
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
