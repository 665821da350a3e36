"""A table of RDF terms, the answer to a question, and the formats it is written in.

Knows nothing of where a table comes from. TSV, JSON, XML and csv-exact are the SPARQL 1.1 results
formats (W3C recommendations of 21 March 2013); TSV and XML are written by Oxigraph's serialiser,
CSV as `delimited` has it.
"""

from __future__ import annotations

import io
import json
import math
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple, overload

import pyoxigraph as ox

from clustergraph.formats import batches, delimited, frames, grids, workbooks
from clustergraph.formats.frames import INTEGER, NUMERIC
from clustergraph.formats.grids import Look
from clustergraph.terms import XSD, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    import polars as pl

    from clustergraph.languages import Lang

    Write = Callable[["Stream", IO[bytes], Lang], None]

Term = ox.NamedNode | ox.Literal | ox.BlankNode
Row = tuple[Term | None, ...]
# What a cell can be made from.
Value = str | int | float | None
# Significant digits of computed numbers: sums of floats differ beyond with the order of addition,
# and equal scores must stay equal.
DIGITS = 12
# Rows that a notebook shows of a table.
_SHOWN = 100

PLAIN = Look()
_DOUBLE = ox.NamedNode(f"{XSD}double")
_BOOLEAN = ox.NamedNode(f"{XSD}boolean")


class Stream(NamedTuple):
    """Rows that are read once, one after the other; what fails between two rows raises there.

    `batches` are the same rows by columns, where they come so: who reads them reads no `rows`.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    batches: Iterator[pl.DataFrame] | None = None


@dataclass(frozen=True, repr=False)
class Table:
    """Columns in the order of the SELECT, rows as tuples of terms, None where unbound."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, stream: Stream) -> Table:
        """The rows of a stream, all in memory."""
        return cls(stream.columns, list(stream.rows))

    def stream(self) -> Stream:
        """The rows, one after the other."""
        return Stream(self.columns, iter(self.rows))

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        # A table without rows is one, too.
        return True

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, key: int) -> Row: ...

    @overload
    def __getitem__(self, key: str) -> list[Term | None]: ...

    @overload
    def __getitem__(self, key: slice) -> Table: ...

    def __getitem__(self, key: int | str | slice) -> Row | list[Term | None] | Table:
        """A row by its number, a column by its name, or the table of some rows."""
        if isinstance(key, str):
            return self.column(key)
        return Table(self.columns, self.rows[key]) if isinstance(key, slice) else self.rows[key]

    def __repr__(self) -> str:
        return f"<table: {len(self):,} rows × {len(self.columns)} columns>"

    def column(self, name: str) -> list[Term | None]:
        """All the values of one column, in row order.

        Raises RequestError with the nearest names where there is none of that name.
        """
        if name not in self.columns:
            raise unknown("column", name, self.columns)
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def to_polars(self, types: Mapping[str, str] | None = None) -> pl.DataFrame:
        """The rows as a Polars table: columns of numbers as numbers, all others as text.

        `types` says it for some columns by their names, as `frames.frame` takes them.
        """
        return frames.frame({name: self.column(name) for name in self.columns}, types)

    def to_pandas(self, types: Mapping[str, str] | None = None) -> pd.DataFrame:
        """The same as a pandas table; RequestError where pandas is not installed."""
        return frames.pandas(self.to_polars(types))

    def _repr_html_(self) -> str:
        """The first rows as notebooks show them, labels for IRIs, all text escaped."""
        shown = self[:_SHOWN]
        more = len(self.rows) - len(shown.rows)
        drawn = _grid("html")(shown, Look(own_labels(shown))).decode()
        return drawn + (f"<p>and {more:,} more rows</p>" if more > 0 else "")

    def iris(self) -> set[str]:
        """Every IRI that occurs in a cell."""
        return {cell.value for row in self.rows for cell in row if isinstance(cell, ox.NamedNode)}


def from_columns(columns: Mapping[str, Iterable[Value]], *, iris: Sequence[str] = ()) -> Table:
    """The table of columns of plain values, all of one length, in their order.

    Texts of the columns named in `iris` become IRIs; "", None and NaN are unbound; numbers with a
    fraction have DIGITS significant ones.
    """
    made = [[cell(value, iri=name in iris) for value in column] for name, column in columns.items()]
    return Table(tuple(columns), list(zip(*made, strict=True)))


def cell(value: Value, *, iri: bool = False, digits: int | None = None) -> Term | None:
    """One plain value as a term."""
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, str):
        return ox.NamedNode(value) if iri else ox.Literal(value)
    if isinstance(value, int):
        return ox.Literal(value)
    if math.isinf(value):
        return ox.Literal("INF" if value > 0 else "-INF", datatype=_DOUBLE)
    # Rounding takes digits after the point, never those before it.
    kept = max(digits or DIGITS, len(f"{abs(value):.0f}"))
    # The shortest decimal that reads back the same, not Oxigraph's 5.0E-1; no negative zero.
    short = float(f"{value:.{kept}g}") + 0.0
    return ox.Literal(f"{short:.{kept}g}", datatype=_DOUBLE)


def from_json(text: str | bytes) -> Table:
    """The table of a SPARQL 1.1 JSON results document that holds rows."""
    return Table.of(stream_json(text))


def from_solutions(solutions: ox.QuerySolutions) -> Table:
    """The table of what Oxigraph answers to a SELECT."""
    return Table.of(stream_solutions(solutions))


def stream_json(text: str | bytes | IO[bytes]) -> Stream:
    """The rows of a SPARQL 1.1 JSON results document that holds rows."""
    parsed = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        raise ValueError("a boolean result has no rows")
    return stream_solutions(parsed)


def stream_solutions(solutions: ox.QuerySolutions) -> Stream:
    """The rows of what Oxigraph answers to a SELECT."""
    columns = tuple(variable.value for variable in solutions.variables)
    return Stream(columns, (tuple(solution) for solution in solutions))


def to_json(table: Table) -> str:
    """The SPARQL 1.1 JSON results document of a table."""
    return b"".join(_json(table.stream())).decode()


def _json(stream: Stream) -> Iterator[bytes]:
    """A SPARQL 1.1 JSON results document, a row at a time."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    yield f'{{"head":{{"vars":{encode(list(stream.columns))}}},"results":{{"bindings":['.encode()
    comma = ""
    for row in stream.rows:
        cells = zip(stream.columns, row, strict=True)
        yield (comma + encode({name: json_cell(cell) for name, cell in cells if cell})).encode()
        comma = ","
    yield b"]}}"


def json_cell(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype.value != f"{XSD}string":
        cell["datatype"] = term.datatype.value
    return cell


class _Chunks:
    """Chunks of bytes as the file that Oxigraph reads from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._ready = chunks, b""

    def read(self, size: int) -> bytes:
        # Few at a time: what is over is copied at every call.
        ready = self._ready or b"".join(islice(self._chunks, 20))
        self._ready = ready[size:]
        return ready[:size]


def _sparql_results(media: ox.QueryResultsFormat) -> Write:
    def write(stream: Stream, file: IO[bytes], lang: Lang) -> None:
        document: Any = _Chunks(_json(stream))
        solutions = ox.parse_query_results(document, format=ox.QueryResultsFormat.JSON)
        solutions.serialize(file, format=media)

    return write


def own_labels(table: Table) -> dict[str, str]:
    """The labels that a table itself holds, of `thing` in its column `thingLabel`, by IRI."""
    found: dict[str, str] = {}
    for name in table.columns:
        if f"{name}Label" in table.columns:
            pairs = zip(table.column(name), table.column(f"{name}Label"), strict=True)
            found |= {thing.value: label.value for thing, label in pairs if thing and label}
    return found


def _csv(field: delimited.Field) -> Write:
    def write(stream: Stream, file: IO[bytes], lang: Lang) -> None:
        if stream.batches is None:
            delimited.write(stream.columns, stream.rows, file, field)
        else:
            batches.write(stream.columns, stream.batches, file, field)

    return write


def _grid(style: str) -> Callable[[Table, Look], bytes]:
    return lambda table, look: grids.draw(table.columns, table.rows, style, look)


def _whole(write: Write) -> Callable[[Table, Look], bytes]:
    def written(table: Table, look: Look) -> bytes:
        file = io.BytesIO()
        write(table.stream(), file, look.lang)
        return file.getvalue()

    return written


# One entry a format that is written row by row, whatever the number of rows.
STREAMED: dict[str, Write] = {
    "csv": _csv(delimited.harmless),
    "csv-exact": _csv(delimited.exact),
    "csv-excel": lambda stream, file, lang: delimited.excel(
        stream.columns, stream.rows, file, lang
    ),
    "tsv": _sparql_results(ox.QueryResultsFormat.TSV),
    "json": lambda stream, file, lang: file.writelines(_json(stream)),
    "xml": _sparql_results(ox.QueryResultsFormat.XML),
}
# One entry a format: the CLI's choices are read from here.
WRITERS: dict[str, Callable[[Table, Look], bytes]] = {
    "table": _grid("simple"),
    **{name: _whole(write) for name, write in STREAMED.items()},
    "markdown": _grid("github"),
    "parquet": lambda table, look: frames.parquet(table.to_polars(look.types)),
    "xlsx": lambda table, look: workbooks.xlsx(
        table.columns, table.rows, look.units, look.about, look.lang
    ),
}
# The formats for readers, in which an IRI is shown by its label.
LABELLED = frozenset({"table", "markdown"})


def write(
    table: Table, form: str, labels: Mapping[str, str] | None = None, look: Look = PLAIN
) -> bytes:
    """The table in one of WRITERS, as UTF-8; `labels` come before those of the look, which only
    readers see."""
    return WRITERS[form](table, replace(look, labels={**look.labels, **labels}) if labels else look)


def records(table: Table) -> bytes:
    """The rows as a JSON array of plain objects, as notebooks read them: numbers are numbers,
    booleans are booleans."""
    rows = [
        {name: _plain(cell) for name, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(term: Term | None) -> str | float | int | None:
    if isinstance(term, ox.Literal) and term.datatype.value in NUMERIC:
        return int(term.value) if term.datatype.value == INTEGER else float(term.value)
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN:
        return term.value in ("true", "1")
    return term.value if term is not None else None


# What an answer to an ASK is written as: formats of several columns and sheets have no form for it.
BOOLEANS = tuple(name for name in WRITERS if name not in ("parquet", "xlsx"))


def write_boolean(answer: bool, form: str) -> bytes:
    """The answer to an ASK: JSON and XML have a form for it, the others say true or false.

    The CSV and TSV recommendation defines none; the word alone is what Oxigraph writes too.
    """
    if form == "json":
        return json.dumps({"head": {}, "boolean": answer}, separators=(",", ":")).encode()
    if form == "xml":
        return (
            ox.parse_query_results(
                json.dumps({"head": {}, "boolean": answer}), format=ox.QueryResultsFormat.JSON
            ).serialize(format=ox.QueryResultsFormat.XML)
            or b""
        )
    return b"true\n" if answer else b"false\n"
