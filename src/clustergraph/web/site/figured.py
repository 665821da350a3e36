"""The figures of a thing in words, and what is not known of it.

Knows profiles and texts; nothing of tables or HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustergraph.languages import Text, filled, grouped
from clustergraph.web.facts import NOTHING
from clustergraph.web.site.words import WORDS
from clustergraph.web.wording import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.languages import Lang
    from clustergraph.web.site.figures import Money
    from clustergraph.web.site.index import Entry
    from clustergraph.web.site.profile import Profile

# Countries that are named, and years of a row of figures.
_COUNTRIES, _YEARS = 8, 12


class Figure(NamedTuple):
    """A figure with its name. values: (text, IRI of a thing or None). note: how far it is known."""

    name: str
    values: tuple[tuple[str, str | None], ...]
    note: str = ""
    way: bool = False


def money(euros: float | None, lang: Lang) -> str:
    """An amount in euro; "" where unknown."""
    return "" if euros is None else amount(euros, lang)


def figures(known: Profile, entry: Entry, lang: Lang) -> list[Figure]:
    """What is said first of a thing."""
    return list(_figures(known, entry, lang))


def _figures(known: Profile, entry: Entry, lang: Lang) -> Iterator[Figure]:
    found, funded = known.figures, known.funded
    if funded:
        for path in funded.paths:
            yield _things("programme", path, known, lang, way=True)
        if funded.calls:
            yield _things("call", funded.calls, known, lang)
        for name, amount in (("cost", funded.cost), ("support", funded.support)):
            if amount is not None:
                yield Figure(_say(name, lang), ((money(amount, lang), None),))
    elif found.projects:
        yield Figure(_say("project_count", lang), ((grouped(found.projects, lang), None),))
    if known.members_total:
        name = "partner_counts" if entry.kind == "organisation" else "members_of"
        yield Figure(_say(name, lang), ((grouped(known.members_total, lang), None),))
    if found.countries:
        shown = tuple(
            (f"{known.named.get(iri, NOTHING).translated(lang)} ({grouped(count, lang)})", iri)
            for iri, count in found.countries[:_COUNTRIES]
            if iri in known.named
        )
        more = len(found.countries) - len(shown)
        yield Figure(_say("countries", lang), shown, _say("and_more", lang, more) if more else "")
    if not funded:
        whole = found.support if entry.kind not in ("organisation", "place") else None
        for name, sums in (("gross_sum", found.gross), ("net_sum", found.net), ("support", whole)):
            if sums and sums.known:
                yield _sum(name, sums, lang)
        if found.first is not None:
            last = found.last if found.last is not None else found.first
            years = str(found.first) if last == found.first else f"{found.first}–{last}"
            yield Figure(_say("years", lang), ((years, None),))
    if len(found.begun) > 1 and not funded:
        begun = tuple((f"{year}: {grouped(count, lang)}", None)
                      for year, count in found.begun[-_YEARS:])  # fmt: skip
        yield Figure(_say("begun", lang), begun)


def _things(
    name: str, iris: tuple[str, ...], known: Profile, lang: Lang, *, way: bool = False
) -> Figure:
    shown = tuple((known.named.get(iri, NOTHING).translated(lang), iri) for iri in iris)
    return Figure(_say(name, lang), tuple(each for each in shown if each[0]), way=way)


def _sum(name: str, sums: Money, lang: Lang) -> Figure:
    known_for = "known_for_projects" if name == "support" else "known_for"
    said = filled(WORDS[known_for], n=sums.known, of=sums.of).translated(lang)
    return Figure(_say(name, lang), ((money(sums.amount, lang), None),), said)


def lacking(known: Profile, entry: Entry) -> list[Text]:
    """What a reader would look for and the graph does not say."""
    return [WORDS[f"no_{name}"] for name in _lacking(known, entry)]


def _lacking(known: Profile, entry: Entry) -> Iterator[str]:
    found = known.figures
    if entry.kind == "organisation":
        if not known.located:
            yield "place"
        if not any(value.url for fact in known.known.facts for value in fact.values):
            yield "website"
        if not known.activities_total:
            yield "activity"
    if entry.kind == "project":
        if found.first is None:
            yield "dates"
        if not (known.funded and known.funded.paths):
            yield "programme"
    if found.gross and not found.gross.known and found.projects:
        yield "amounts"


def _say(name: str, lang: Lang, n: int | None = None) -> str:
    text = WORDS[name]
    return (text if n is None else filled(text, n=n)).translated(lang)
