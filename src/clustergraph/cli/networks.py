"""Commands on networks: centrality."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clustergraph import tables
from clustergraph.cli.options import (
    format_option,
    graph_option,
    known,
    measure_ids,
    network_options,
    opened,
)
from clustergraph.cli.printing import emit
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from clustergraph.cli.options import Chosen


@cli.command()
@click.argument(
    "measures", nargs=-1, metavar="[MEASURE]...", callback=known("measure", measure_ids)
)
@graph_option
@network_options
@click.option("--top", type=click.IntRange(min=1), help="Only the first N.", metavar="N")
@format_option("table", "csv", "json")
def centrality(
    measures: tuple[str, ...], where: str, chosen: Chosen, top: int | None, form: str
) -> None:
    """Rank a network's members by centrality; the first MEASURE gives the order.

    Without a MEASURE: degree, betweenness and closeness.
    """
    from clustergraph.network.measures import USUAL, rank
    from clustergraph.network.reading import describe
    from clustergraph.network.ties import to_networkx

    location = opened(where)
    network = to_networkx(chosen.ties(location))
    describe(location, network)
    table = rank(network, measures or USUAL, top, **({"digits": 4} if form == "table" else {}))
    emit(tables.records(table) if form == "json" else tables.write(table, form))
