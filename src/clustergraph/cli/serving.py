"""The commands that answer other programs: serve over HTTP, mcp over standard input and output."""

from __future__ import annotations

import getpass
import socket
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from clustergraph.cli.options import graph_option, memory, queries_option, timeout
from clustergraph.cli.printing import say
from clustergraph.cli.program import cli
from clustergraph.errors import ParameterName, RequestError
from clustergraph.garbage import uncollected

if TYPE_CHECKING:
    from clustergraph.service.review import Desk

# Seconds that a thread may compute before another one gets its turn.
_TURN = 0.0005


@cli.command()
@graph_option
@queries_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME",
              help="The address to listen on; any but this machine's own opens the graph to all "
                   "who can reach it.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--review", is_flag=True,
              help="Also show, at an address that only you are told, pairs of organisations that "
                   "may be one; the next build applies what is decided.")  # fmt: skip
@click.option("--decisions", multiple=True, type=click.Path(path_type=Path), metavar="FILE.csv",
              help="With --review, the file that takes the decisions, and others that are known; "
                   "~/.config/clustergraph/decisions.csv by default.")  # fmt: skip
def serve(where: str, host: str, port: int, review: bool, decisions: tuple[Path, ...]) -> None:
    """Show the graph in a browser and answer programs: pages, every question, OpenAPI, SPARQL."""
    import uvicorn

    from clustergraph.service.app import application
    from clustergraph.service.graphs import Current
    from clustergraph.service.hosts import LOOPBACK

    if decisions and not review:
        raise RequestError(ParameterName("decisions"), " goes with ", ParameterName("review"))
    app = application(
        Current(where, timeout(), memory(), quick=True),
        names=LOOPBACK | {host},
        desk=_desk(decisions) if review else None,
    )
    bound = _bound(host, port)
    # Port 0 is any free one: which one is known when it is bound.
    address = f"{host}:{bound.getsockname()[1]}"
    if host not in LOOPBACK:
        say(f"open to everybody who can reach {address}, without a password")
    say(f"http://{address}/; end with Ctrl-C")
    if app.state.review:
        say(f"review: http://{address}/{app.state.review}")
    # Analyses compute in threads: a page is not to wait for one long after the other.
    sys.setswitchinterval(_TURN)
    Thread(target=app.state.prepare, daemon=True).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[bound])


def _desk(given: tuple[Path, ...]) -> Desk:
    """The files of decisions: those given and what a user keeps; who decides is who works here."""
    from clustergraph import resources
    from clustergraph.building.decisions import kept
    from clustergraph.service.review import Desk

    files = [path for _, path in kept([("decisions", path) for path in given])]
    return Desk(tuple(files or [resources.own_decisions()]), getpass.getuser())


@cli.command()
@graph_option
@queries_option
@click.option(
    "--allow-sparql",
    is_flag=True,
    help="Also let the assistant write queries of its own, which only read.",
)
def mcp(where: str, allow_sparql: bool) -> None:
    """Answer an assistant (MCP client) on standard input and output."""
    try:
        # All that is made here stays, so looking for what to throw away is in vain.
        with uncollected():
            from clustergraph.assistant import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise RequestError(
            "the package mcp is not installed; run: pip install 'clustergraph-kg[mcp]'"
        ) from None
    from clustergraph.service.graphs import Current

    current = Current(where, min(timeout(), server.DEADLINE), memory(), quick=True)
    server.run(current.location, allow_sparql=allow_sparql)


def _bound(host: str, port: int) -> socket.socket:
    """The place to listen at; RequestError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RequestError(
            f"cannot listen at {host}:{port}: {reason}; choose another ", ParameterName("port")
        ) from None
