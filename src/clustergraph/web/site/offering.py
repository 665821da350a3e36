"""The names that a form offers to choose from.

Knows what a graph holds; nothing of forms or HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.questions.attributes import attribute
from clustergraph.web.reading import labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.languages import Lang
    from clustergraph.web.site.held import Site

# So many names are offered of one kind: those that take part in most; all others can be typed.
OFFERED = 120


def names(site: Site, kind: str, lang: Lang) -> list[str]:
    """Names to choose from, sorted: of all of a kind, those that take part in most."""
    known = site.held.offered
    if (kind, lang) not in known:
        known[kind, lang] = list(_names(site, kind, lang))
    return known[kind, lang]


def _names(site: Site, kind: str, lang: Lang) -> Iterable[str]:
    iris = _most(site, kind)
    entries = (site.index.entries.get(site.index.iris.get(iri, "")) for iri in iris)
    found = {entry.label.translated(lang) for entry in entries if entry}
    if not found:
        found = {text.translated(lang) for text in labels(site.location, iris).values()}
    return sorted(found, key=str.casefold)


def _most(site: Site, kind: str) -> list[str]:
    tables = site.held.tables
    if kind == "organisation":
        taken = tables.taken()
        return sorted(taken, key=lambda iri: (-taken[iri], iri))[:OFFERED]
    if kind == "role":
        return sorted(tables.activities.roles)
    if kind in _TABLES:
        name, column = _TABLES[kind]
        counted = attribute(site.location, name)[column].drop_nulls().value_counts()
        rows = sorted(counted.iter_rows(), key=lambda row: (-row[1], row[0]))
        return [iri for iri, _count in rows[:OFFERED]]
    return [each.iri for each in site.index.kinds.get(kind, ())[:OFFERED]]


_TABLES = {
    "programme": ("programmes", "value"), "topic": ("topics", "value"), "kind": ("kinds", "value"),
    "place": ("places", "value"), "country": ("countries", "value"),
}  # fmt: skip
