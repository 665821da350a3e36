"""A forward proxy on loopback: it keeps what it could read, and passes all on to one server."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Proxy:
    """A running proxy: its address, and each request as it came."""

    url: str
    read: list[str] = field(default_factory=list)


@contextmanager
def proxying(to: str) -> Iterator[Proxy]:
    """A proxy that takes every host for the server at an address, while the context lasts."""
    target = urlsplit(to)
    place = (target.hostname or "", target.port or 0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            proxy.read.append(f"{self.requestline}\n{self.headers}{body.decode()}")
            asked = HTTPConnection(*place)
            asked.request(self.command, urlsplit(self.path).path, body, dict(self.headers))
            answer = asked.getresponse()
            said = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            if "Location" in answer.headers:
                self.send_header("Location", answer.headers["Location"])
            self.end_headers()
            self.wfile.write(said)
            asked.close()

        do_GET = do_POST

        def do_CONNECT(self) -> None:
            proxy.read.append(f"{self.requestline}\n{self.headers}")
            self.send_response(200)
            self.end_headers()
            with socket.create_connection(place) as there, suppress(ConnectionError):
                _pass_on(self.connection, there)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    """Bytes in both ways until one side has no more."""
    other = {here: there, there: here}
    while True:
        for ready in select.select([here, there], [], [])[0]:
            data = ready.recv(1 << 16)
            if not data:
                return
            other[ready].sendall(data)
