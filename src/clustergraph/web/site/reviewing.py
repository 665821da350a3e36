"""The page on which a person says whether two organisations are one: both, side by side.

Knows pairs and what the graph says of each; nothing of requests or of what is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clustergraph.languages import Text
from clustergraph.terms import compress
from clustergraph.web.site import pages
from clustergraph.web.site.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.formats.tables import Row, Table
    from clustergraph.languages import Lang
    from clustergraph.web.facts import Fact
    from clustergraph.web.site.held import Site

# Values of a fact and activities that are shown of each.
_VALUES, _ACTIVITIES = 6, 8


@dataclass(frozen=True)
class Side:
    """One of two organisations, as `reconcile` tells of it."""

    iri: str
    label: str
    country: str
    place: str
    projects: str


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be one, how likely, and why."""

    sides: tuple[Side, Side]
    score: str
    reasons: str

    @property
    def ends(self) -> tuple[str, str]:
        """The two IRIs."""
        return self.sides[0].iri, self.sides[1].iri


def pairs(table: Table) -> list[Pair]:
    """The pairs of an answer of `answers.reconcile`."""
    return [_pair(dict(zip(table.columns, row, strict=True))) for row in table.rows]


def _pair(row: dict[str, Any]) -> Pair:
    text = {name: cell.value if cell else "" for name, cell in row.items()}
    left, right = (
        Side(text[side], *(text[f"{side}{it}"] for it in ("Label", "Country", "Place", "Projects")))
        for side in ("left", "right")
    )
    return Pair((left, right), text["score"], text["why"])


def page(site: Site, address: str, lang: Lang, pair: Pair | None, **told: Any) -> bytes:
    """The page of a pair, or of none that is left. told: how many are `left`, `who` decides, the
    file in which the last decision was `taken`, and what was wrong with it (`error`)."""
    return pages.rendered(
        site, address, lang,
        template="review.html", title=WORDS["review"].translated(lang), referrer="same-origin",
        pair=pair, rows=list(_rows(site, pair)) if pair else [], **told,
    )  # fmt: skip


def _rows(site: Site, pair: Pair) -> Iterator[Row | Any]:
    """What is known of both, by what it is: first what is compared, then all other facts."""
    for name, it in (("country", "country"), ("town", "place"), ("project_count", "projects")):
        yield WORDS[name], [Text(getattr(side, it)) for side in pair.sides]
    yield WORDS["iri"], [Text(compress(iri)) for iri in pair.ends]
    known = [_known(site, iri) for iri in pair.ends]
    names = dict.fromkeys(name for each in known for name in each)
    for name in names:
        yield name, [each.get(name, Text("")) for each in known]


def _known(site: Site, iri: str) -> dict[Text, Text]:
    place = site.place(iri)
    if place is None:
        return {}
    profile = site.profile(site.entry(place))
    told = {fact.name: _values(fact) for fact in profile.known.facts}
    if profile.activities:
        some = [each.label for each in profile.activities[:_ACTIVITIES]]
        told[WORDS["activities"]] = _joined(some, profile.activities_total - len(some))
    if profile.known.sources:
        told[WORDS["origin"]] = _joined([each.title for each in profile.known.sources])
    return told


def _values(fact: Fact) -> Text:
    some = [each.text for each in fact.values[:_VALUES]]
    return _joined(some, len(fact.values) - len(some) + fact.more)


def _joined(texts: list[Text], more: int = 0) -> Text:
    def told(lang: Lang) -> str:
        left = [WORDS["and_more"].translated(lang).format(n=more)] if more else []
        return "; ".join([*(each.translated(lang) for each in texts), *left])

    return Text(told("en"), told("fr"))
