"""What is known of one thing as data: triples, or what its page says as JSON or CSV.

Knows formats; nothing of HTML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from clustergraph.formats import tables, triples
from clustergraph.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clustergraph.graph.location import Location
    from clustergraph.languages import Text
    from clustergraph.web.facts import Source
    from clustergraph.web.site.held import Site
    from clustergraph.web.site.index import Entry

# By the ending of an address: the media type, the best first for a program that takes any.
MEDIA = {
    "html": "text/html; charset=utf-8",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
_COLUMNS = ("property", "value", "iri", "note", "source")


def data(site: Site, entry: Entry, ending: str) -> bytes:
    """What the graph says of a thing, in the form of an ending of MEDIA but html."""
    return _WRITERS[ending](site, entry)


def every(site: Site, entry: Entry, found: list[ox.Triple]) -> Iterator[tuple[str, bytes]]:
    """The same in each form, by its ending. found: the triples about it, as `about` gives them."""
    made = triples.shortened(list(map(triples.line, found)))
    for ending, write in _WRITERS.items():
        form = _FORMS.get(ending)
        yield ending, made[form] if form else write(site, entry)


def _triples(form: str) -> Callable[[Site, Entry], bytes]:
    return lambda site, entry: triples.written(form, about(site.location, [entry.iri])[entry.iri])


def about(location: Location, iris: Sequence[str]) -> dict[str, list[ox.Triple]]:
    """What each thing says, and what points at it, sorted as N-Triples."""
    found: dict[str, list[ox.Triple]] = {iri: [] for iri in iris}
    both = (location.among(end, iris, "?s ?p ?o") for end in ("?s", "?o"))
    patterns = " UNION ".join(f"{{ {pattern} }}" for pattern in both)
    asked = location.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {patterns} }}")
    for triple in asked:
        ends = {each.value for each in (triple.subject, triple.object)
                if isinstance(each, ox.NamedNode)}  # fmt: skip
        for iri in ends & found.keys():
            found[iri].append(triple)
    return found


def _json(site: Site, entry: Entry) -> bytes:
    known = site.profile(entry)
    told = {
        "iri": entry.iri,
        "label": _text(entry.label),
        "description": _text(known.known.text),
        "facts": [
            {
                "property": _text(fact.name),
                "values": [
                    {"text": _text(each.text), "iri": each.iri, "url": each.url,
                     "note": _text(each.note), "sources": _sources(each.sources)}
                    for each in fact.values
                ],
                "more": fact.more,
            }
            for fact in known.known.facts
        ],
        "activities": [
            {
                "iri": each.iri,
                "label": _text(each.label),
                "kind": _text(each.kind),
                "first": each.first,
                "last": each.last,
                "programmes": each.programmes,
                "members": [part.member for part in each.parts],
            }
            for each in known.activities
        ],
        "activitiesTotal": known.activities_total,
        "members": [{"iri": iri, "activities": count} for iri, count in known.members],
        "membersTotal": known.members_total,
        "sources": _sources(known.known.sources),
    }  # fmt: skip
    # Without indents: with them, Python's encoder is five times as slow.
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode("utf-8", "replace")


def _text(text: Text) -> dict[str, str]:
    return {lang: text.translated(lang) for lang in LANGUAGES} if text else {}


def _sources(found: Iterable[Source]) -> list[dict[str, Any]]:
    return [{"title": each.title, "url": each.url, "locators": each.locators} for each in found]


def _csv(site: Site, entry: Entry) -> bytes:
    known = site.profile(entry).known
    general = "; ".join(source.title for source in known.sources)
    rows: list[tables.Row] = []
    for fact in known.facts:
        for each in fact.values:
            cited = "; ".join(source.title for source in each.sources) or general
            texts = (fact.name, each.text, each.iri or each.url or "", each.note, cited)
            rows.append(tuple(ox.Literal(str(text)) if text else None for text in texts))
    return tables.write(tables.Table(_COLUMNS, rows), "csv")


# By ending: the form of triples.
_FORMS = {"jsonld": "jsonld", "ttl": "turtle"}
_WRITERS: dict[str, Callable[[Site, Entry], bytes]] = {
    **{ending: _triples(form) for ending, form in _FORMS.items()},
    "json": _json,
    "csv": _csv,
}
