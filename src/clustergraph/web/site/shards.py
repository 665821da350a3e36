"""Things that have no page of their own, many in one script, for a browser to show one of.

Which script a thing is in follows from its address alone, so that a link holds whatever else is in
the graph. Knows facts and who took part in what; nothing of HTML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zlib import crc32

from clustergraph.languages import LANGUAGES, Text
from clustergraph.questions.attributes import attribute
from clustergraph.web import facts, phrasing
from clustergraph.web.site.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from clustergraph.graph.location import Location
    from clustergraph.web.facts import Description, Source, Value
    from clustergraph.web.site.held import Site
    from clustergraph.web.site.index import Entry

# Things in one script, on the average.
_TOGETHER = 250


def count(site: Site) -> int:
    """How many scripts there are; none where all things have pages."""
    if site.only is None:
        return 0
    return -(-(len(site.index.entries) - len(site.only)) // _TOGETHER)


def number(address: str, scripts: int) -> int:
    """The script that holds the thing with an address, from 1 on."""
    return crc32(address.encode()) % scripts + 1


def name(script: int) -> str:
    """The file of a script."""
    return f"search/things-{script}.js"


def shards(site: Site, wanted: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """Some of the scripts."""
    scripts = count(site)
    held: dict[int, list[Entry]] = {each: [] for each in wanted}
    for address, entry in site.index.entries.items():
        if site.place(entry.iri) is None and (one := number(address, scripts)) in held:
            held[one].append(entry)
    iris = [each.iri for some in held.values() for each in some]
    known, countries = phrasing.describe(site.location, iris), _countries(site.location, iris)
    for script, entries in held.items():
        writer = _Writer(site)
        things = {
            each.address: writer.thing(each, known[each.iri], countries.get(each.iri, ()))
            for each in entries
        }
        told = ",".join(map(_json, (script, writer.texts, things)))
        yield name(script), f"clustergraphThings({told});\n".encode("utf-8", "replace")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _countries(location: Location, iris: Sequence[str]) -> Mapping[str, list[str]]:
    """The countries in which things lie."""
    import polars as pl

    wanted = pl.DataFrame({"member": iris}, schema={"member": pl.String})
    lying = wanted.join(attribute(location, "places"), on="member").select("member", "value")
    above = lying.join(attribute(location, "above"), on="value").select("member", value="above")
    found = pl.concat([lying, above]).join(attribute(location, "countries"), on="value")
    listed = found.unique().group_by("member").agg(pl.col("value").sort())
    return dict(listed.iter_rows())


class _Writer:
    """Puts things into the short form of one script: texts stand in it once, by number. A link is
    the address of a page, one on the web, or with a `#` that of another thing without a page."""

    def __init__(self, site: Site) -> None:
        self.texts: list[str | tuple[str, ...]] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        self._site = site

    def thing(self, entry: Entry, known: Description, countries: Iterable[str]) -> list[Any]:
        """Name, identifier, description, groups of what is around it, facts, sources."""
        lying = [value for iri in countries if (value := self._link_to(iri))]
        told = [[self._text(fact.name), [self._value(each) for each in fact.values], fact.more]
                for fact in known.facts]  # fmt: skip
        if lying and entry.kind == "organisation":
            told.insert(0, [self._text(WORDS["lies_in"]), lying, 0])
        return [
            self._text(entry.label),
            entry.iri,
            self._text(known.text),
            list(self._around(entry)),
            told,
            [self._source(each) for each in known.sources],
        ]

    def _around(self, entry: Entry) -> Iterator[list[Any]]:
        """What a thing took part in, and who took part in it."""
        found = self._site.held.tables.beside(entry.iri)
        for title, iris in zip((WORDS["did"], WORDS["taking_part"]), found, strict=True):
            shown = [value for iri in iris if (value := self._link_to(iri))]
            if shown:
                kept = shown[: facts.SHOWN]
                yield [self._text(title), kept, len(shown) - len(kept)]

    def _link_to(self, iri: str) -> list[Any] | None:
        """A thing that is known by a name."""
        index = self._site.index
        found = index.iris.get(iri)
        return [self._text(index.entries[found].label), self._link(iri)] if found else None

    def _link(self, iri: str | None) -> str:
        return (self._site.reach(iri) if iri else None) or ""

    def _value(self, value: Value) -> list[Any]:
        told = [self._text(value.text), self._link(value.iri) or value.url or ""]
        return [*told, self._text(value.note)] if value.note else told

    def _source(self, source: Source) -> list[Any]:
        return [self._text(source.title), source.url or "", *source.locators[: facts.SHOWN]]

    def _text(self, text: Text) -> int:
        """The number of a text; its languages stand there where they differ."""
        ways = tuple(text.translated(lang) for lang in LANGUAGES)
        if ways not in self._numbers:
            self._numbers[ways] = len(self.texts)
            self.texts.append(ways if len(set(ways)) > 1 else ways[0])
        return self._numbers[ways]
