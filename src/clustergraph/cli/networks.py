"""Commands on networks: centrality."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clustergraph.cli.choosing import network_options
from clustergraph.cli.options import (
    engines,
    graph_option,
    known,
    measure_ids,
    opened,
)
from clustergraph.cli.output import output_options
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from clustergraph.cli.choosing import Chosen
    from clustergraph.cli.output import Output


@cli.command()
@click.argument(
    "measures", nargs=-1, metavar="[MEASURE]...", callback=known("measure", measure_ids)
)
@graph_option
@network_options()
@click.option("--top", type=click.IntRange(min=1), help="Only the first N.", metavar="N")
@click.option("--exact", is_flag=True, help="Betweenness from all pairs, however many there are.")
@click.option("--engine", default="arrays", show_default=True, metavar="NAME",
              callback=known("engine", engines),
              help="arrays, or networkx: the reference, for small networks.")  # fmt: skip
@output_options()
def centrality(
    measures: tuple[str, ...],
    where: str,
    chosen: Chosen,
    top: int | None,
    exact: bool,
    engine: str,
    out: Output,
) -> None:
    """Rank a network's members by centrality; the first MEASURE gives the order.

    Without a MEASURE: degree, betweenness and closeness. In large networks betweenness is
    estimated, and the error told.
    """
    from clustergraph.answers.info import credit
    from clustergraph.answers.ranking import centrality as rank
    from clustergraph.formats import charts
    from clustergraph.measures.registry import USUAL, Run, find

    location = opened(where)
    ties = chosen.ties(location)
    names = measures or USUAL
    with progress(time_left=True) as report:
        run = Run(engine, exact, report, say)
        table = rank(location, ties, names, top, digits=out.digits, run=run)
    first = find(names[0])
    out.write(
        table,
        lambda: charts.ranking(
            table,
            f"{first.label} in the network '{chosen.choice.name}'",
            subtitle=chosen.told(),
            source=credit(location),
            value=first.id,
            unit=first.label,
        ),
    )
