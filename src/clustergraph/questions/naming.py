"""From a code or name that a person types as a filter's value to the things that are meant.

Knows the tables of queries/values/; nothing of networks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph import terms
from clustergraph.errors import ParameterName, RequestError
from clustergraph.questions import cached, queries
from clustergraph.questions.attributes import attribute

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location


def with_all_below(location: Location, values: str, name: str, text: str) -> list[str]:
    """The IRIs of what `text` names among queries/values/`values`.rq, and of all that is inside."""
    import polars as pl

    value = named(location, values, name, text)
    above = attribute(location, "above")
    return [value, *above.filter(pl.col("above") == value)["value"].to_list()]


def named(location: Location, values: str, name: str, text: str) -> str:
    """The IRI that a code, a name or an IRI means.

    A name as it stands goes before one that differs in case or accents. Raises RequestError with
    the nearest names where there is none, with all of them where there are several.
    """
    known = cached.frame(location, queries.shipped("values", values))
    found = _exact(known, text) or _folded(known, text)
    if not found:
        raise _unknown(known, name, text)
    if len(found) > 1:
        listed = ", ".join(_shown(known, iri) for iri in found)
        raise RequestError(
            ParameterName(name), f" {text} is ambiguous: {listed}; give the code or the IRI"
        )
    return found[0]


def _exact(known: pl.DataFrame, text: str) -> list[str]:
    import polars as pl

    iri = terms.expand(text) or text.removeprefix("<").removesuffix(">")
    return _values(known.filter((pl.col("name") == text) | (pl.col("value") == iri)))


def _folded(known: pl.DataFrame, text: str) -> list[str]:
    import polars as pl

    key = terms.fold(text)
    keys = pl.col("name").map_elements(terms.fold, return_dtype=pl.String)
    return _values(known.filter(keys == key)) if key and len(known) else []


def _values(rows: pl.DataFrame) -> list[str]:
    return sorted(set(rows["value"].to_list()))


def _unknown(known: pl.DataFrame, name: str, text: str) -> RequestError:
    close = terms.nearest(text, set(known["name"].to_list()), 5)
    hint = f"; nearest: {', '.join(close)}" if close else ""
    return RequestError(
        ParameterName(name),
        f" {text}: nothing in this graph is called that{hint}",
        candidates=close,
    )


def _shown(known: pl.DataFrame, iri: str) -> str:
    import polars as pl

    names = sorted(
        known.filter(pl.col("value") == iri)["name"].to_list(), key=lambda x: (len(x), x)
    )
    return f"{terms.compress(iri)} ({names[0]})"
