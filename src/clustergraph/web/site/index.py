"""All things that have pages, by IRI and by address, with their labels.

Knows a graph's labels and addresses; nothing of pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.garbage import uncollected
from clustergraph.graph.labelling import Labels
from clustergraph.languages import Text
from clustergraph.questions import cached, keeping, queries
from clustergraph.terms import fold
from clustergraph.web.site.addresses import KINDS, address
from clustergraph.web.site.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from clustergraph.graph.location import Location

_RANKS = {"en": 1, "": 2}
# Raised when addresses or labels are made otherwise from the same names.
_LAYOUT = "3"


class Entry(NamedTuple):
    """A thing that has a page, with its label as it is read."""

    iri: str
    address: str
    label: Text

    @property
    def kind(self) -> str:
        """The name of its kind, an entry of KINDS."""
        return self.address.partition("/")[0]


@dataclass(frozen=True)
class Index:
    """entries: by address; iris: addresses by IRI; kinds: the entries of each kind, by label."""

    entries: Mapping[str, Entry]
    iris: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)


def index(location: Location) -> Index:
    """Every thing with a label and of a kind that has pages."""
    query = queries.shipped("nodes", "labels")
    text = f"{query.text}\n{_LAYOUT}"
    with uncollected():
        table = keeping.frame(location, "index", text, lambda: _table(names(location)))
        entries = [
            Entry(iri, place, Text(english, english if french is None else french))
            for iri, place, english, french in table.iter_rows()
        ]
        by_kind: dict[str, list[Entry]] = {name: [] for name in KINDS}
        for each in entries:
            by_kind[each.kind].append(each)
        return Index(
            {each.address: each for each in entries},
            {each.iri: each.address for each in entries},
            {name: tuple(each) for name, each in by_kind.items()},
        )


def names(location: Location) -> pl.DataFrame:
    """All labels of all things: node, label, language ("" for none, null for what is no text)."""
    return cached.frame(location, queries.shipped("nodes", "labels"))


def kept(location: Location) -> bool:
    """Whether they have been read before and kept."""
    return cached.there(location, queries.shipped("nodes", "labels"))


def labelled(location: Location) -> Labels:
    """All labels of all things, to be looked up."""
    table = names(location)
    shared = {tag: tag for tag in table["language"].unique()}
    tags = [shared[tag] for tag in table["language"]]
    return Labels(table["node"].to_list(), table["label"].cast(str).to_list(), tags)


def _table(found: pl.DataFrame) -> pl.DataFrame:
    """IRI, address, English and French label of each, by label; no French one where it is the
    same."""
    import polars as pl

    known: dict[str, dict[str, str]] = {}
    for node, label, language in found.iter_rows():
        known.setdefault(node, {}).setdefault(language or "", label)
    places = ((iri, address(iri), labels) for iri, labels in known.items())
    entries = [Entry(iri, place, _label(labels, place)) for iri, place, labels in places if place]
    entries.sort(key=lambda each: (fold(each.label), each.iri))
    rows = [
        (iri, place, str(label), None if label.fr == label else label.fr)
        for iri, place, label in entries
    ]
    schema = dict.fromkeys(("iri", "address", "en", "fr"), pl.String)
    return pl.DataFrame(rows, schema, orient="row")


def _label(labels: Mapping[str, str], place: str) -> Text:
    """The best label in both languages of what stands at an address."""
    if len(labels) == 1:
        name = spelled(next(iter(labels.values())), place)
        return Text(name, name)

    def best(lang: str) -> str:
        order = sorted(labels, key=lambda tag: (0 if tag == lang else _RANKS.get(tag, 3), tag))
        return spelled(labels[order[0]], place)

    return Text(best("en"), best("fr"))
