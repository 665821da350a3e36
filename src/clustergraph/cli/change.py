"""Commands on what changes: evolution, what-if."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clustergraph.cli.choosing import network_options
from clustergraph.cli.options import (
    graph_option,
    known,
    measure_ids,
    opened,
    step_kinds,
)
from clustergraph.cli.output import output_options
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from clustergraph.cli.choosing import Chosen
    from clustergraph.cli.output import Output


@cli.command()
@click.argument("measure", callback=known("measure", measure_ids))
@graph_option
@network_options()
@click.option("--by", default="year", show_default=True, metavar="STEP",
              callback=known("step", step_kinds),
              help="year, or period: the seven-year periods of EU funding.")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N",
              help="List who is, or was a step before, among the first N.")  # fmt: skip
@output_options()
def evolution(measure: str, where: str, chosen: Chosen, by: str, top: int, out: Output) -> None:
    """Rank a network's members by MEASURE year by year: who comes, who goes, who rises.

    A project counts in every year it runs. `-o FILE.svg` draws the course of ranks.
    """
    from clustergraph.answers import evolution as library
    from clustergraph.answers.info import credit
    from clustergraph.formats import charts
    from clustergraph.measures.registry import Run
    from clustergraph.networks.members import members

    location = opened(where)
    with progress() as report:
        found = library.evolution(
            location, measure, chosen.choice, by=by, top=top, run=Run(report=report, note=say),
        )  # fmt: skip
    say(chosen.told())
    for step, count, ties, new, gone in found.turnover():
        say(f"{step.name}: {count:,} members, {ties:,} ties, {new:,} entrants, {gone:,} leavers")
    if found.undated:
        say(f"{found.undated:,} activities have no date and count nowhere")
    nodes, ranks = found.courses()
    out.write(
        library.table(location, found, digits=out.digits),
        lambda: charts.bump(
            members(location, [found.members[node] for node in nodes])["label"].to_list(),
            [each.step.name for each in found.standings],
            ranks,
            title=f"{found.measure.label} in the network '{chosen.choice.name}': the first {top}",
            subtitle=chosen.told(),
            source=credit(location),
            axis=by,
        ),
    )


@cli.command("what-if")
@graph_option
@network_options()
@click.option("--remove", multiple=True, metavar="NAME",
              help="An organisation that would be gone; may be repeated.")  # fmt: skip
@click.option("--add-project", "add", type=click.Path(path_type=Path), metavar="FILE.ttl",
              help="A project that would be there, as RDF.")  # fmt: skip
@click.option("--from", "viewpoint", metavar="NAME",
              help="Count what this organisation reaches, not the largest component.")  # fmt: skip
@click.option("--measure", default="degree", show_default=True, metavar="MEASURE",
              callback=known("measure", measure_ids),
              help="The centrality whose ranks are compared.")  # fmt: skip
@output_options(pictures=False)
def what_if(
    where: str,
    chosen: Chosen,
    remove: tuple[str, ...],
    add: Path | None,
    viewpoint: str | None,
    measure: str,
    out: Output,
) -> None:
    """Show what would change without an organisation, or with a project more.

    Before, after and difference of size, components, reachable countries and programmes, and the
    ten largest movements in rank.
    """
    from clustergraph.answers import whatif as library
    from clustergraph.measures.registry import Run
    from clustergraph.questions.queries import resolve

    location = opened(where)
    found = library.what_if(
        location,
        chosen.choice,
        remove=[resolve(location, name, "cg:Organisation") for name in remove],
        add=opened(str(add)) if add else None,
    )
    say(chosen.told())
    seen_from = resolve(location, viewpoint, "cg:Organisation") if viewpoint else None
    with progress() as report:
        run = Run(report=report, note=say)
        table = library.table(location, found, measure, seen_from, run)
    out.write(table)
