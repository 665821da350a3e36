"""Commands on networks: centrality."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clustergraph.cli.options import (
    graph_option,
    known,
    measure_ids,
    network_options,
    opened,
)
from clustergraph.cli.output import output_options
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from clustergraph.cli.options import Chosen
    from clustergraph.cli.output import Output


@cli.command()
@click.argument(
    "measures", nargs=-1, metavar="[MEASURE]...", callback=known("measure", measure_ids)
)
@graph_option
@network_options
@click.option("--top", type=click.IntRange(min=1), help="Only the first N.", metavar="N")
@output_options()
def centrality(
    measures: tuple[str, ...], where: str, chosen: Chosen, top: int | None, out: Output
) -> None:
    """Rank a network's members by centrality; the first MEASURE gives the order.

    Without a MEASURE: degree, betweenness and closeness.
    """
    from clustergraph import charts
    from clustergraph.info import credit
    from clustergraph.network.measures import DIGITS, USUAL, find, rank
    from clustergraph.network.reading import describe
    from clustergraph.network.ties import to_networkx

    location = opened(where)
    network = to_networkx(chosen.ties(location))
    describe(location, network)
    first = find((measures or USUAL)[0])
    table = rank(network, measures or USUAL, top, out.digits or DIGITS)
    out.write(
        table,
        lambda: charts.ranking(
            table,
            f"{first.label} in the network '{chosen.network}'",
            subtitle=chosen.told(),
            source=credit(location),
            value=first.id,
            unit=first.label,
        ),
    )
