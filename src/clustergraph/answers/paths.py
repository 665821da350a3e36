"""Paths: the shortest chains of ties between two organisations, and what each step rests on.

`chains` knows arrays only, `path` the graph: it adds names, activities, programmes and years.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyoxigraph as ox

from clustergraph import terms
from clustergraph.answers import chosen
from clustergraph.answers.answer import Answer, note
from clustergraph.errors import RequestError
from clustergraph.formats.tables import Table
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.measures.chains import chains as shortest
from clustergraph.networks.members import members
from clustergraph.networks.participations import rows
from clustergraph.networks.sifting import kept
from clustergraph.questions import queries
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from clustergraph.formats.tables import Row, Term
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.ties import Ties
    from clustergraph.networks.choice import Choice

COLUMNS = (
    "chain", "step", "from", "fromLabel", "to", "toLabel", "shared", "through", "throughLabel",
    "type", "programme", "first", "last",
)  # fmt: skip


_NO_CHAIN = Text(
    "no chain of ties leads from {one} to {other}",
    "aucune chaîne de liens ne mène de {one} à {other}",
)
_CHAINS = Text(
    "{n} [step|steps] from {one} to {other}: {chains} [chain|chains]",
    "{n} [étape|étapes] de {one} à {other} : {chains} [chaîne|chaînes]",
)
_SOME_CHAINS = Text(
    f"{_CHAINS}, the {{shown}} of the strongest ties shown",
    f"{_CHAINS.fr}, dont les {{shown}} aux liens les plus forts",
)
_NOTHING = Text(
    "nothing in this graph ties {one} to {other}", "rien dans ce graphe ne lie {one} à {other}"
)
_BETWEEN = Text(
    "{n} [tie|ties] between {one} and {other}", "{n} [lien|liens] entre {one} et {other}"
)


def path(
    location: Location,
    choice: Choice,
    *,
    one: str,
    other: str,
    chains: int = 5,
    reasons: int = 3,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The shortest chains of cooperation from one organisation to the other.

    one, other: an IRI, a CURIE or a name. Columns COLUMNS, a row for each activity that a step
    rests on, at most `reasons` a step, the latest first: `shared` says how many there are. At most
    `chains` chains, those of the strongest ties first.
    Raises RequestError for an unknown or ambiguous name, for one organisation twice, and for one
    that the network does not hold.
    """
    ties, notes = chosen.ties(location, choice, report)
    start, end = _ends(location, ties, one, other)
    names = members(location, [ties.nodes[start], ties.nodes[end]], lang)["label"].to_list()
    found = shortest(ties.weights, start, end, chains)
    if not found.total:
        said = filled(_NO_CHAIN, one=names[0], other=names[1])
        return Answer(Table(COLUMNS), (*notes, note(said)))
    steps = len(found.found[0]) - 1
    shown = len(found.found)
    told = _CHAINS if found.total == shown else _SOME_CHAINS
    said = filled(told, n=steps, one=names[0], other=names[1], chains=found.total, shown=shown)
    held = kept(location, rows(location, choice.network), choice.filters, ties.name)
    table = _table(location, ties, held, found.found, reasons, lang)
    return Answer(table, (*notes, note(said)))


def explain(
    location: Location, *, one: str, other: str, lang: Lang = "en", report: Report = silent
) -> Answer:
    """Every tie between two organisations with its sources.

    The rows of queries/tie-evidence.rq, one for each statement and source. one, other: an IRI, a
    CURIE or a name; RequestError where it is unknown, ambiguous, or the same twice.
    """
    found = _two(location, one, other)
    names = location.labels(found, lang)
    values = dict(zip(("organisation", "other"), found, strict=True))
    evidence = queries.saved()["tie-evidence"]
    table = queries.rows(location, evidence, values, lang=lang)
    shared = len(set(table.column("through")))
    if not shared:
        return Answer(table, (note(filled(_NOTHING, one=names[found[0]], other=names[found[1]])),))
    said = filled(_BETWEEN, n=shared, one=names[found[0]], other=names[found[1]])
    return Answer(table, (note(said),))


def _two(location: Location, one: str, other: str) -> list[str]:
    """The IRIs of two different organisations."""
    found = [queries.resolve(location, text, "cg:Organisation") for text in (one, other)]
    if found[0] == found[1]:
        raise RequestError(
            Text(
                f"'{one}' and '{other}' are both {terms.compress(found[0])}: name two",
                f"les deux noms désignent {location.labels(found, 'fr')[found[0]]}\xa0: donnez-en "
                "deux différents",
            )
        )
    return found


def _ends(location: Location, ties: Ties, one: str, other: str) -> tuple[int, int]:
    """The places of two organisations among the nodes; errors as in `path`."""
    found = _two(location, one, other)
    places = np.searchsorted(np.array(ties.nodes, dtype=object), found)
    for iri, place in zip(found, places.tolist(), strict=True):
        if place == len(ties) or ties.nodes[place] != iri:
            raise RequestError(
                Text(
                    f"{location.labels([iri])[iri]} takes part in nothing that the network "
                    f"'{ties.name}' counts here",
                    f"{location.labels([iri], 'fr')[iri]} ne prend part à rien de ce que compte "
                    f"ici le réseau «\xa0{ties.name}\xa0»",
                )
            )
    return int(places[0]), int(places[1])


def _table(
    location: Location,
    ties: Ties,
    held: pl.DataFrame,
    found: Sequence[tuple[int, ...]],
    most: int,
    lang: Lang,
) -> Table:
    pairs = sorted({pair for chain in found for pair in pairwise(chain)})
    rests = _reasons(held, ties, pairs)
    told = _told(location, {through for some in rests.values() for through in some}, lang)
    ends = sorted({ties.nodes[place] for pair in pairs for place in pair})
    names = dict(members(location, ends, lang)[["node", "label"]].iter_rows()) if pairs else {}
    table: list[Row] = []
    for number, chain in enumerate(found, 1):
        for step, pair in enumerate(pairwise(chain), 1):
            some = sorted(rests[pair], key=lambda through: told[through].order)
            both = [cell for at in pair for cell in _named(ties.nodes[at], names)]
            for about in [told[through].cells for through in some[:most]] or [(None,) * 6]:
                table.append(
                    (ox.Literal(number), ox.Literal(step), *both, ox.Literal(len(some)), *about)
                )
    return Table(COLUMNS, table)


def _named(iri: str, names: dict[str, str]) -> tuple[Term, Term]:
    return ox.NamedNode(iri), ox.Literal(names[iri])


def _reasons(
    held: pl.DataFrame, ties: Ties, pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], list[str]]:
    """What each pair of nodes shares, or the reasons that the network's query gives its tie."""
    import polars as pl

    at = {ties.nodes[place]: place for pair in pairs for place in pair}
    if "through" in held.columns:
        mine = held.filter(pl.col("member").is_in(list(at)))
        taken: dict[int, set[str]] = {place: set() for place in at.values()}
        for member, through in mine.select("member", "through").iter_rows():
            taken[at[member]].add(through)
        return {pair: sorted(taken[pair[0]] & taken[pair[1]]) for pair in pairs}
    found: dict[tuple[int, int], set[str]] = {pair: set() for pair in pairs}
    if "reason" in held.columns:
        near = held.filter(pl.col("source").is_in(list(at)) & pl.col("target").is_in(list(at)))
        for source, target, reason in near.select("source", "target", "reason").iter_rows():
            for pair in ((at[source], at[target]), (at[target], at[source])):
                if pair in found and reason is not None:
                    found[pair].add(reason)
    return {pair: sorted(some) for pair, some in found.items()}


class _Told(NamedTuple):
    """What is known of an activity: its cells, and where it stands among the reasons of a step."""

    cells: tuple[Term | None, ...]
    order: tuple[Any, ...]


def _told(location: Location, throughs: set[str], lang: Lang) -> dict[str, _Told]:
    """Label, type, programme codes and years of activities."""
    import polars as pl

    wanted = sorted(throughs)
    about = members(location, wanted, lang)
    years = (
        _about(location, "years", wanted)
        .group_by("through")
        .agg(pl.col("first").cast(pl.Int64).min(), pl.col("last").cast(pl.Int64).max())
    )
    funding = _about(location, "programmes", wanted)
    labels = location.labels(set(funding["value"].to_list()), lang)
    programmes: dict[str, set[str]] = {}
    for through, programme in funding.select("through", "value").iter_rows():
        programmes.setdefault(through, set()).add(labels[programme])
    dated = {through: (first, last) for through, first, last in years.iter_rows()}
    found = {}
    for iri, label, kind, cls in about.select("node", "label", "type", "class").iter_rows():
        first, last = dated.get(iri, (None, None))
        named = ox.NamedNode(iri) if terms.is_absolute_iri(iri) else ox.Literal(iri)
        under = "; ".join(sorted(programmes.get(iri, ())))
        texts = [
            ox.Literal(text) if text else None
            for text in (label, kind * cls.startswith(terms.CG), under)
        ]
        begun = [ox.Literal(year) if year is not None else None for year in (first, last)]
        found[iri] = _Told((named, *texts, *begun), (-(last or first or 0), label, iri))
    return found


def _about(location: Location, name: str, throughs: list[str]) -> pl.DataFrame:
    import polars as pl

    return attribute(location, name).filter(pl.col("through").is_in(throughs))
