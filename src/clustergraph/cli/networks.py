"""Commands on networks: centrality."""

from __future__ import annotations

import click

from clustergraph import tables
from clustergraph.cli.options import (
    format_option,
    graph_option,
    known,
    measure_ids,
    network_option,
    opened,
)
from clustergraph.cli.printing import emit, say
from clustergraph.cli.program import cli


@cli.command()
@click.argument(
    "measures", nargs=-1, metavar="[MEASURE]...", callback=known("measure", measure_ids)
)
@graph_option
@network_option
@click.option("--top", type=click.IntRange(min=1), help="Only the first N.", metavar="N")
@format_option("table", "csv", "json")
def centrality(
    measures: tuple[str, ...], where: str, network: str, top: int | None, form: str
) -> None:
    """Rank a network's members by centrality; the first MEASURE gives the order.

    Without a MEASURE: degree, betweenness and closeness.
    """
    from clustergraph.network.measures import USUAL, rank
    from clustergraph.network.reading import network as read_network

    ties = read_network(opened(where), network)
    if not ties:
        say(f"the network '{network}' has no ties in this graph")
    table = rank(ties, measures or USUAL, top, **({"digits": 4} if form == "table" else {}))
    emit(tables.records(table) if form == "json" else tables.write(table, form))
