"""The commands that answer other programs: serve over HTTP, mcp over standard input and output."""

from __future__ import annotations

import socket

import click

from clustergraph.cli.options import graph_option, memory, queries_option, timeout
from clustergraph.cli.printing import say
from clustergraph.cli.program import cli
from clustergraph.errors import ParameterName, RequestError


@cli.command()
@graph_option
@queries_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME",
              help="The address to listen on; any but this machine's own opens the graph to all "
                   "who can reach it.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(where: str, host: str, port: int) -> None:
    """Show the graph in a browser and answer programs: pages, every question, OpenAPI, SPARQL."""
    import uvicorn

    from clustergraph.service.app import application
    from clustergraph.service.graphs import Current
    from clustergraph.service.hosts import LOOPBACK

    app = application(Current(where, timeout(), memory()), names=LOOPBACK | {host})
    bound = _bound(host, port)
    # Port 0 is any free one: which one is known when it is bound.
    address = f"{host}:{bound.getsockname()[1]}"
    if host not in LOOPBACK:
        say(f"open to everybody who can reach {address}, without a password")
    say(f"http://{address}/; end with Ctrl-C")
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[bound])


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
        from clustergraph.assistant import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise RequestError(
            "the package mcp is not installed; run: pip install 'clustergraph-kg[mcp]'"
        ) from None
    from clustergraph.service.graphs import Current

    current = Current(where, min(timeout(), server.DEADLINE), memory())
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
