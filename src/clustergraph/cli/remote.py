"""Commands on endpoints of one's own: push."""

from __future__ import annotations

import click

from clustergraph.cli.options import graph_option, opened, timeout
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import cli


@cli.command()
@click.argument("endpoint", metavar="WHERE")
@graph_option
@click.option("--update", metavar="URL", help="Where updates go, if not beside or at WHERE.")
@click.option("--store", metavar="URL", help="A Graph Store address, which loads faster.")
def push(endpoint: str, where: str, update: str | None, store: str | None) -> None:
    """Put the graph on a SPARQL endpoint, in the place of what it holds.

    Readers see the old graph until the new one is complete. After a break, push again: what has
    arrived stays. WHERE?default-graph-uri=IRI names another than the default graph. User and
    password come from CLUSTERGRAPH_USER and CLUSTERGRAPH_PASSWORD, a token from
    CLUSTERGRAPH_TOKEN, or all from a netrc file.
    """
    from clustergraph.graph import push as library
    from clustergraph.http.limits import Patience

    with progress() as report:
        pushed = library.push(
            opened(where),
            endpoint,
            update=update,
            store=store,
            patience=Patience(timeout()),
            report=report,
        )
    before = f"; {pushed.resumed:,} were there from before" if pushed.resumed else ""
    say(f"{pushed.where}: {pushed.triples:,} triples{before}")
