"""What somebody's own query names though the graph has it nowhere: a slip looks like nothing found.

Knows the names and values in a query and asks a location for each; nothing of what they mean.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import terms
from clustergraph.errors import EndpointError, LimitError, QueryError
from clustergraph.graph import parsing, sparql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph.location import Location
    from clustergraph.graph.patterns import Group
    from clustergraph.questions.queries.asking import Seen
    from clustergraph.questions.queries.model import Query

# Names, and values, that are looked up.
_NAMED = 20
# A count of nothing is a row.
_COUNTS = re.compile(r"\b(COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(", re.IGNORECASE)
_GROUPED = re.compile(r"\bGROUP\s+BY\b", re.IGNORECASE)
_XSD = terms.PREFIXES["xsd"]
_LANGUAGES = ("en", "fr")
# What a value may be written as, beside a text.
_TYPES = ("date", "gYearMonth", "gYear", "integer", "decimal", "double", "boolean", "anyURI")


def absent(location: Location, wanted: Query, seen: Seen) -> list[tuple[str, str]]:
    """The IRIs of ours, and if there are none the values, that somebody's own query names and no
    triple of the graph has, as they are written there, where nothing was found: the answer or a
    column of it is empty, or nothing was counted. With each the same value of another kind that
    the graph has, or "" where it has none."""
    if wanted.is_saved or sparql.remote_word(wanted.text):
        return []
    if seen.something and not _counts_all(wanted.text, seen.rows):
        return []
    text = _asked(wanted)
    with suppress(QueryError, EndpointError, LimitError):
        named = [(name, "") for name in _names(location, text)]
        return named or list(_values(location, text))
    return []


def _counts_all(text: str, rows: int) -> bool:
    bare = sparql.uncommented(text)
    return rows == 1 and bool(_COUNTS.search(bare)) and not _GROUPED.search(bare)


def _asked(wanted: Query) -> str:
    """The text without the triples that a CONSTRUCT makes, which are new to the graph."""
    if wanted.form != "CONSTRUCT":
        return wanted.text
    found, depth, template = "", 0, False
    for token in sparql.tokens(wanted.text):
        word = token.text.upper() if token.kind == "word" and not depth else ""
        depth += (token.text == "{") - (token.text == "}")
        if word == "CONSTRUCT":
            found, template = f"{found}SELECT *", True
            continue
        template = template and word not in ("WHERE", "FROM")
        found += "" if template else token.text
        # Its group ends, and that of what is asked may follow at once.
        template = template and not (token.text == "}" and not depth)
    return found


def _names(location: Location, text: str) -> list[str]:
    ours = {
        iri: name
        for iri, name in sparql.named(text).items()
        if iri.startswith(terms.BASE) and terms.is_absolute_iri(iri)
    }
    return [name for iri, name in islice(ours.items(), _NAMED) if not _occurs(location, iri)]


def _occurs(location: Location, iri: str) -> bool:
    patterns = (f"<{iri}> ?x ?y", f"?x <{iri}> ?y", f"?x ?y <{iri}>")
    return any(location.ask(f"ASK {{ {pattern} }}") for pattern in patterns)


def _values(location: Location, text: str) -> Iterator[tuple[str, str]]:
    """The values that patterns ask for though nothing has them, and what is like each."""
    try:
        tree = parsing.read(text)
    except (parsing.Unread, RecursionError):
        return
    for written in islice(dict.fromkeys(_objects(tree.group)), _NAMED):
        value = _literal(tree.prologue, written)
        if value is not None and not _stands(location, value):
            like = next((each for each in _alike(value) if _stands(location, each)), None)
            yield written, "" if like is None else _written(like)


def _objects(group: Group) -> Iterator[str]:
    for part in group.parts:
        yield from (triple.object for triple in part.triples)
        for inner in part.groups:
            yield from _objects(inner)


def _literal(prologue: str, written: str) -> ox.Literal | None:
    if written[0] in "?<":
        return None
    line = f"{sparql.uncommented(prologue)}\n<urn:x> <urn:x> {written} ."
    with suppress(SyntaxError):
        (quad,) = ox.parse(line, format=ox.RdfFormat.TURTLE)
        return quad.object if isinstance(quad.object, ox.Literal) else None
    return None


def _stands(location: Location, value: ox.Literal) -> bool:
    return location.ask(f"ASK {{ ?x ?y {value} }}")


def _alike(value: ox.Literal) -> Iterator[ox.Literal]:
    """The same text of other languages and types; a whole number is also one with a place."""
    texts = [value.value]
    if re.fullmatch(r"[+-]?\d+", value.value):
        texts.append(f"{value.value}.0")
    for text in texts:
        yield ox.Literal(text)
        yield from (ox.Literal(text, language=lang) for lang in _LANGUAGES)
        yield from (ox.Literal(text, datatype=ox.NamedNode(f"{_XSD}{kind}")) for kind in _TYPES)


def _written(value: ox.Literal) -> str:
    """As a query writes it: numbers without quotes, types by their short names."""
    short = value.datatype.value.removeprefix(_XSD)
    if short in ("integer", "decimal", "boolean"):
        return value.value
    return str(value).replace(f"<{value.datatype.value}>", f"xsd:{short}")
