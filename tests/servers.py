"""Servers on loopback for the tests: oxigraph serve, Virtuoso, our own; started and stopped here.

Where a server is not installed the tests that need it end as `required` says.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

import required
from clustergraph.service.app import application
from clustergraph.service.graphs import Current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

_START = 60.0

_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ThreadsPerQuery = 2
MaxQueryMem = 200M
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
MaxQueryCostEstimationTime = 400
"""


@dataclass(frozen=True)
class Server:
    """Where to ask, where to update, where the Graph Store is, and who may write."""

    query: str
    update: str
    store: str
    credentials: dict[str, str] = field(default_factory=dict)


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str:
    """The path of a server's program, beside this Python or on the PATH."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        required.missing("SERVERS", f"{name} is not installed")
    return found


@contextmanager
def _running(command: list[str], url: str, folder: Path) -> Iterator[None]:
    with (folder / "server.out").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
        try:
            _await(process, url, folder)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{process.args} did not start: {(folder / 'server.out').read_text()[-1000:]}")


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """`oxigraph serve`, its data in memory."""
    program, port = _program("oxigraph"), free_port()
    url = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, url, folder):
        yield Server(f"{url}/query", f"{url}/update", f"{url}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso with its default row limit, its database in a folder; its user is a demo's."""
    program, http = _program("virtuoso-t"), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO_INI.format(sql=free_port(), http=http))
    url = f"http://127.0.0.1:{http}"
    known = {"CLUSTERGRAPH_USER": "dba", "CLUSTERGRAPH_PASSWORD": "dba"}
    with _running([program, "+foreground", "+configfile", str(ini)], f"{url}/sparql", folder):
        auth = f"{url}/sparql-auth"
        yield Server(f"{url}/sparql", auth, f"{url}/sparql-graph-crud-auth", known)


@contextmanager
def ours(where: str, **given: Any) -> Iterator[tuple[str, Starlette]]:
    """Our own service of a graph: its address, and the application."""
    app = application(Current(where), **given)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}", app
        finally:
            server.should_exit = True
            thread.join()
