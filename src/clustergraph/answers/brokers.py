"""Brokers: who connects two countries or regions, or stands between groups, as a ranking.

Joins what `brokerage` computes with places and names; counts nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, Note, note, warning
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats import tables
from clustergraph.formats.charts.chart import Chart
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled, numeral
from clustergraph.measures import brokerage, scores
from clustergraph.measures.registry import MEASURES
from clustergraph.networks import grouping
from clustergraph.networks.members import members
from clustergraph.questions.attributes import with_all_below
from clustergraph.questions.names import find
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Floats, Ints, Mask
    from clustergraph.measures.brokerage import Between
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice


ORDERS = ("betweenness", *brokerage.ROLES)
# Sources times ties beyond which chains are followed from a sample only: some seconds of work.
_WORK = 6e9


_BETWEEN = Text("Brokers between {one} and {other}", "Intermédiaires entre {one} et {other}")
_BY = Text("Brokers by {by}", "Intermédiaires par {by}")
_COLON = Text(": ", " : ")
_SIDES = Text(
    "{n} [member|members] in {one}, {there} in {other}; pairs tied directly: {direct}",
    "{n} [membre|membres] dans {one}, {there} dans {other} ; paires liées directement : {direct}",
)
_BOTH = Text(
    "{n} [member has|members have] places on both sides and [is no end|are no ends] of chains",
    "{n} [membre a|membres ont] des lieux des deux côtés et ne [termine|terminent] aucune chaîne",
)
_NO_BROKER = Text(
    "no chain of ties with a broker leads from {one} to {other}",
    "aucune chaîne de liens à intermédiaire ne mène de {one} à {other}",
)
_ESTIMATED = Text(
    "betweenness is estimated from the chains of {n} of {all} members (standard error of the first "
    "{error}); ",
    "intermédiarité estimée d’après les chaînes de {n} membres sur {all} (erreur type du premier : "
    "{error}) ; ",
)
_WITHOUT = Text(
    "{n} of {all} members have no known {by} and are left out",
    "{n} [membre|membres] sur {all} sans {by} connu : hors calcul",
)
_SEVERAL = Text(
    "members with several places, each combination a group of its own: {n}",
    "membres à plusieurs lieux, chaque combinaison formant un groupe : {n}",
)


def brokers(
    location: Location,
    choice: Choice,
    *,
    between: str | None = None,
    and_: str | None = None,
    by: str | None = None,
    rank_by: str | None = None,
    exact: bool = False,
    top: int | None = None,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """Who connects `between` and `and_`, or the roles of all members between the groups of `by`.

    Columns as in `between_places` and `roles`. Raises RequestError unless two places, or a grouping
    and no place are given.
    """
    if (between is None) != (and_ is None) or (between is None) == (by is None):
        places = ParameterName("between"), Text(" and ", " et "), ParameterName("and")
        raise RequestError(
            Text("name two places, ", "nommez deux lieux, "),
            *places,
            Text(", or a grouping, ", ", ou un regroupement, "),
            ParameterName("by"),
        )
    ties, notes = chosen.ties(location, choice, report)
    if between is not None and and_ is not None:
        order, title = rank_by or "betweenness", filled(_BETWEEN, one=between, other=and_)
        table, told = between_places(
            location, ties, between, and_, order=order, top=top, exact=exact, lang=lang,
            report=lambda share: report("chains", share),
        )  # fmt: skip
    else:
        order, title = rank_by or "liaison", filled(_BY, by=grouping.NAMES[str(by)])
        table, told = roles(location, ties, str(by), order=order, top=top, lang=lang)
    called = MEASURES[order].label.translated(lang)
    chart = Chart("ranking", f"{title.translated(lang)}{_COLON.translated(lang)}{called}",
                  chosen.words(choice, lang), {"value": order, "unit": called}, lang)  # fmt: skip
    return Answer(table, (*notes, *told), chart)


def between_places(
    location: Location,
    ties: Ties,
    one: str,
    other: str,
    *,
    order: str = "betweenness",
    top: int | None = None,
    exact: bool = False,
    report: Callable[[float], None] = lambda share: None,
    lang: Lang = "en",
) -> tuple[Table, list[Note]]:
    """Who connects two countries or regions (ISO or NUTS codes of any level, or names), and what
    to know of the figures.

    Columns: rank, iri, label, type, country; side (which of the two it lies in itself: one,
    other, both or neither); betweenness (sum over the pairs of one organisation of each side of
    the share of their shortest chains that run through it), error (its standard error, where it is
    estimated from a sample: `exact` forbids that); then the open triads whose ends lie in the two,
    by role, read from one to the other (see `brokerage.roles_between`). The first `top` of those
    with a value in the column `order`, highest first, equal ones by IRI. An organisation with
    places on both sides is no end of a chain or triad. Raises RequestError for an unknown place,
    for one inside the other, and for a side without members.
    """
    if order not in ORDERS:
        raise unknown("order", order, ORDERS)
    here, there = _sides(location, ties, one, other)
    roles = brokerage.roles_between(ties, here, there)
    most = None if exact else max(int(_WORK / max(ties.weights.nnz, 1)), 64)
    found = brokerage.betweenness_between(ties, here, there, most, report)
    names = np.array(["neither", one, other, "both"])
    columns: dict[str, Ints | Floats] = {
        "side": names[here + 2 * there],
        "betweenness": found.values,
        "error": found.errors if found.errors.any() else np.full(len(ties), np.nan),
        **{role: roles[:, index] for index, role in enumerate(brokerage.ROLES)},
    }
    table = _ranking(location, ties, columns, columns[order], top, lang)
    return table, _said(ties, one, other, here, there, found)


def _sides(location: Location, ties: Ties, one: str, other: str) -> tuple[Mask, Mask]:
    given = {"between": one, "and": other}
    near, far = (
        with_all_below(location, find(location, text, ["cg:Place"], parameter=name).iri)
        for name, text in given.items()
    )
    if near[0] in far or far[0] in near:
        raise RequestError(
            ParameterName("between"),
            f" {one}, ",
            ParameterName("and"),
            Text(
                f" {other}: one lies inside the other, name two apart",
                f" {other} : l’un est dans l’autre, nommez-en deux distincts",
            ),
        )
    found = []
    for option, text, places in (("between", one, near), ("and", other, far)):
        there = grouping.inside(location, places, ties.nodes)
        if not there.any():
            raise RequestError(
                ParameterName(option),
                Text(
                    f" {text}: no member of the network '{ties.name}' is there",
                    f" {text} : aucun membre du réseau « {ties.name} » n’y est",
                ),
            )
        found.append(there)
    return found[0], found[1]


def _said(ties: Ties, one: str, other: str, here: Mask, there: Mask, found: Between) -> list[Note]:
    direct = int(ties.weights[here & ~there][:, there & ~here].nnz)
    lines = [
        note(
            filled(
                _SIDES,
                n=int(here.sum()),
                one=one,
                there=int(there.sum()),
                other=other,
                direct=direct,
            )
        )
    ]
    both = int((here & there).sum())
    if both:
        lines.append(note(filled(_BOTH, n=both)))
    if not found.values.any():
        lines.append(note(filled(_NO_BROKER, one=one, other=other)))
    if found.sources < found.ends:
        top = int(np.argmax(found.values))
        error = found.errors[top] / max(found.values[top], 1e-300)
        lines.append(
            warning(
                filled(_ESTIMATED, n=found.sources, all=found.ends, error=numeral(error, ".1%")),
                ParameterName("exact"),
                Text(" follows all", " les suit toutes"),
            )
        )
    return lines


def roles(
    location: Location,
    ties: Ties,
    by: str,
    *,
    order: str = "liaison",
    top: int | None = None,
    lang: Lang = "en",
) -> tuple[Table, list[Note]]:
    """The Gould-Fernandez roles of all members between the groups of `by`, and what to know.

    Columns: rank, iri, label, type, country; group; coordinator, itinerant, gatekeeper,
    representative, liaison (see `brokerage.brokerage_roles`). The first `top` of those with a
    value in the column `order`, highest first, equal ones by IRI. Members with several places form
    groups of their own, one for each combination; those without a group are left out. Raises
    RequestError for a grouping that is not by place.
    """
    places = [name for name, table in grouping.GROUPINGS.items() if table == "places"]
    if by not in places:
        raise unknown("grouping", by, places)
    if order not in brokerage.ROLES:
        raise unknown("order", order, brokerage.ROLES)
    groups = grouping.names(location, by, ties.nodes)
    found = brokerage.brokerage_roles(ties, groups)
    columns = {
        "group": np.array(groups, dtype=object),
        **{role: found[:, index] for index, role in enumerate(brokerage.ROLES)},
    }
    several = sum(" " in group for group in groups)
    without = groups.count("")
    lines = []
    if without:
        lines.append(note(filled(_WITHOUT, n=without, all=len(groups), by=grouping.NAMES[by])))
    if several:
        lines.append(note(filled(_SEVERAL, n=several)))
    return _ranking(location, ties, columns, columns[order], top, lang), lines


def _ranking(
    location: Location,
    ties: Ties,
    columns: dict[str, Ints | Floats],
    values: Ints | Floats,
    top: int | None,
    lang: Lang,
) -> Table:
    """The first nodes of those with a value above 0, by falling value."""
    # Equal values must stay equal, whatever the order in which they were summed.
    found = scores.rounded(values)
    order = np.argsort(-found, kind="stable")
    places = order[found[order] > 0][:top].tolist()
    about = members(location, [ties.nodes[place] for place in places], lang)
    return tables.from_columns(
        {
            "rank": scores.competition(found)[places].tolist(),
            "iri": about["node"].to_list(),
            **{name: about[name].to_list() for name in ("label", "type", "country")},
            **{name: _plain(name, column[places]) for name, column in columns.items()},
        },
        iris=["iri"],
    )


def _plain(name: str, column: Ints | Floats) -> list[int | float | None]:
    whole = name in brokerage.ROLES
    return [int(value) for value in column] if whole else column.tolist()
