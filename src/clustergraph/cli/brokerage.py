"""Commands on who stands between whom: brokers, flows, path, explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clustergraph.cli.choosing import network_options
from clustergraph.cli.options import graph_option, known, opened
from clustergraph.cli.output import output_options
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import cli
from clustergraph.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from clustergraph.answers.flows import Result
    from clustergraph.cli.choosing import Chosen
    from clustergraph.cli.output import Output
    from clustergraph.graph.location import Location

# A heat map of more groups cannot be read; the table holds them all.
MOST_GROUPS = 40


def _groupings() -> Iterable[str]:
    from clustergraph.networks.grouping import GROUPINGS

    return GROUPINGS


def _orders() -> Iterable[str]:
    from clustergraph.answers.brokers import ORDERS

    return ORDERS


def _if_given(what: str, load: Any) -> Any:
    check = known(what, load)
    return lambda ctx, param, value: None if value is None else check(ctx, param, value)


@cli.command()
@graph_option
@network_options()
@click.option("--between", "one", metavar="CODE",
              help="A country or region: ISO 3166 or NUTS code of any level, or name.")  # fmt: skip
@click.option("--and", "other", metavar="CODE", help="The other country or region.")
@click.option("--by", metavar="GROUPING", callback=_if_given("grouping", _groupings),
              help="Instead: roles of all members between country, nuts1 or nuts2.")  # fmt: skip
@click.option("--rank-by", "order", metavar="COLUMN", callback=_if_given("order", _orders),
              help="betweenness (the default) or a role; with --by a role (liaison).")  # fmt: skip
@click.option("--exact", is_flag=True, help="Follow all chains, however long that takes.")
@click.option("--top", type=click.IntRange(min=1), help="Only the first N.", metavar="N")
@output_options()
def brokers(
    where: str,
    chosen: Chosen,
    one: str | None,
    other: str | None,
    by: str | None,
    order: str | None,
    exact: bool,
    top: int | None,
    out: Output,
) -> None:
    """Rank who connects two countries or regions, by betweenness and Gould-Fernandez role.

    Betweenness is that of the chains from one to the other only. Roles count pairs of partners
    that are not tied to each other: read from --between to --and, a broker of the first place is
    its representative, one of the second its gatekeeper, one of neither a liaison; a coordinator
    ties two of its own side, an itinerant two of a side that is not its own.
    """
    from clustergraph.answers import brokers as library
    from clustergraph.answers.info import credit
    from clustergraph.formats import charts

    if (one is None) != (other is None) or (one is None) == (by is None):
        raise RequestError("name two places (--between CODE --and CODE), or --by a grouping")
    location = opened(where)
    ties = chosen.ties(location)
    with progress() as report:
        if one is not None and other is not None:
            title = f"Brokers between {one} and {other}"
            table, told = library.brokers(
                location, ties, one, other, order=order or "betweenness", top=top, exact=exact,
                report=lambda share: report("chains", share), digits=out.digits,
            )  # fmt: skip
        else:
            title = f"Brokers by {by}"
            table, told = library.roles(
                location, ties, str(by), order=order or "liaison", top=top, digits=out.digits
            )
    say(*told)
    value = order or ("betweenness" if one is not None else "liaison")
    out.write(
        table,
        lambda: charts.ranking(
            table, f"{title}: {value}", subtitle=chosen.told(), source=credit(location), value=value
        ),
    )


@cli.command()
@graph_option
@network_options()
@click.option("--by", default="country", show_default=True, metavar="GROUPING",
              callback=known("grouping", _groupings),
              help="country, nuts1, nuts2 or programme.")  # fmt: skip
@output_options()
def flows(where: str, chosen: Chosen, by: str, out: Output) -> None:
    """Count how much countries, regions or programmes take part in the same projects.

    One row for each two that meet, in both directions: shared projects, pairs of participations,
    the same by 1/(n-1) of each project, euro that FROM got in them, and the affinity against what
    size alone would give (1: as expected). `-o FILE.svg` draws the affinities as a heat map.
    """
    from clustergraph.answers import flows as library

    if chosen.choice.stable > 1 or chosen.choice.weighting != "shared":
        raise RequestError("flows counts participations, not ties: drop --stable and --weighting")
    location = opened(where)
    found = library.flows(location, chosen.incidence(location), by, digits=out.digits)
    say(*found.said)
    out.write(found.table, lambda: _heatmap(location, chosen, by, found))


def _heatmap(location: Location, chosen: Chosen, by: str, found: Result) -> Figure:
    """The affinities between the groups with the most pairs, in the order of their codes."""
    import numpy as np

    from clustergraph.answers.info import credit
    from clustergraph.formats import charts

    totals = found.flows.pairs.sum(axis=1)
    shown = np.sort(np.argsort(-totals, kind="stable")[:MOST_GROUPS])
    shown = shown[totals[shown] > 0]
    left = int((totals > 0).sum()) - len(shown)
    codes = [found.groups[place] for place in shown]
    return charts.heatmap(
        codes,
        codes,
        found.flows.affinity[np.ix_(shown, shown)],
        title=f"Affinity by {by}: pairs of participations against what size alone would give",
        # Ties, and so their weights, play no part here.
        subtitle=str(chosen.choice) + (f"; {left} smaller groups not drawn" if left else ""),
        source=credit(location),
        unit="affinity (1: as expected)",
        scale="ratio",
    )


@cli.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@graph_option
@network_options()
@click.option("--chains", "most", type=click.IntRange(min=1), default=5, show_default=True,
              metavar="N", help="At most N chains, those of the strongest ties first.")  # fmt: skip
@click.option("--reasons", type=click.IntRange(min=1), default=3, show_default=True, metavar="N",
              help="At most N activities a step, the latest first.")  # fmt: skip
@output_options(pictures=False)
def path(
    one: str, other: str, where: str, chosen: Chosen, most: int, reasons: int, out: Output
) -> None:
    """Show the shortest chains of cooperation from organisation A to B, with their reasons.

    A and B are names, codes or IRIs. Each step tells the projects and other activities that tie
    the two, with programme and years.
    """
    from clustergraph.answers import paths as library

    location = opened(where)
    table, told = library.path(
        location, chosen.ties(location), one, other,
        choice=chosen.choice, most=most, reasons=reasons,
    )  # fmt: skip
    say(told)
    out.write(table)


@cli.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@graph_option
@output_options(pictures=False)
def explain(one: str, other: str, where: str, out: Output) -> None:
    """List every tie between organisations A and B, with the sources that each rests on.

    A and B are names, codes or IRIs. Projects, partnerships, networks and events that they share,
    with programme, dates, roles and contributions, and the place in the source of each statement.
    """
    from clustergraph.answers import paths as library

    table, told = library.explain(opened(where), one, other)
    say(told)
    out.write(table)
