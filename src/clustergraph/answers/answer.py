"""What an analysis or a question found: an Answer, the one noun that every face shows.

Knows tables, contracts and charts as data; nothing of how anything is computed or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, overload

from clustergraph.errors import Part, spelled
from clustergraph.languages import Text
from clustergraph.sources import titled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pandas as pd
    import polars as pl

    from clustergraph.formats.charts.chart import Chart
    from clustergraph.formats.documents import Document
    from clustergraph.formats.tables import Row, Table, Term
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Contract
    from clustergraph.questions.taken import Taken

Level = Literal["note", "warning"]


@dataclass(frozen=True)
class Note:
    """A sentence that a reader of an answer must know. level: `warning` where figures are not what
    one would take them for, such as estimates."""

    parts: tuple[Part, ...]
    level: Level = "note"

    def __str__(self) -> str:
        return spelled(self.parts)

    def translated(self, lang: Lang) -> Note:
        """The same in a language, as far as its parts are written in it."""
        parts = (part.translated(lang) if isinstance(part, Text) else part for part in self.parts)
        return Note(tuple(parts), self.level)


def note(*parts: Part) -> Note:
    """A plain note."""
    return Note(parts)


def warning(*parts: Part) -> Note:
    """A note of level `warning`."""
    return Note(parts, "warning")


def naming(taken: Iterable[Taken], lang: Lang) -> tuple[Note, ...]:
    """The notes that say what names were taken for."""
    return tuple(note(*each.parts(lang)) for each in taken)


def recording(notes: list[Note]) -> tuple[Callable[..., None], Callable[..., None]]:
    """Two functions that put their parts at the end of `notes`: as a note, and as a warning."""
    return lambda *parts: notes.append(note(*parts)), lambda *parts: notes.append(warning(*parts))


@dataclass(frozen=True)
class Origin:
    """Where an answer comes from. graph: the location asked. sources: titles with their releases.
    build: the identity of the build, "" where there is none. licences: of the sources, in order."""

    graph: str
    sources: tuple[str, ...] = ()
    build: str = ""
    licences: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The line of credit."""
        return str(self.credit)

    @property
    def short(self) -> str:
        """As much of the build as tells it from all others; "" where there is none."""
        return self.build[:12]

    @property
    def place(self) -> str:
        """The location as others are told of it: of a path its end, for the folders before it say
        whose machine it is; of an address what stands before `?`, which may hold a key."""
        return self.graph.partition("?")[0] if "://" in self.graph else PurePath(self.graph).name

    @property
    def credit(self) -> Text:
        """The line of credit in each language."""
        if not self.build:
            return Text(f"Source: {self.place}", f"Source\xa0: {self.place}")
        told, build = "; ".join(self.sources), self.short
        french = "\xa0; ".join(titled(each).fr or each for each in self.sources)
        return Text(f"Source: {told}. Graph {build}", f"Source\xa0: {french}. Graphe {build}")


def origin(location: Location) -> Origin:
    """The origin of all that a graph answers."""
    manifest = location.manifest
    if manifest is None:
        return Origin(location.where)
    # The ontology says what words mean, not what is so.
    entries = [entry for entry in manifest.sources if entry.name != "ontology"]
    sources = tuple(
        f"{entry.title} ({entry.release})" if entry.release else entry.title for entry in entries
    )
    licences = tuple(f"{entry.title}: {entry.licence}" for entry in entries)
    return Origin(location.where, sources, manifest.build_id, tuple(dict.fromkeys(licences)))


@dataclass(frozen=True)
class Answer:
    """The answer to one operation.

    table: its rows. notes: what a reader must know of them. chart: a picture of them as data, None
    where there is none. operation: the contract that was answered. asked: the values of its
    parameters, after all defaults. named: what the names among them were taken for. origin: where
    it comes from. network: what the table lists as a network, for the formats of networks, None
    where it is none. document: the same for readers, for the formats of documents, None where there
    is none.
    """

    table: Table
    notes: tuple[Note, ...] = ()
    chart: Chart | None = None
    network: Any = None
    operation: Contract | None = None
    named: tuple[Taken, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    origin: Origin = Origin("")
    document: Document | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    @property
    def rows(self) -> list[Row]:
        """The rows as tuples of RDF terms, None where a cell is empty."""
        return self.table.rows

    def __len__(self) -> int:
        return len(self.table)

    def __bool__(self) -> bool:
        # An answer without rows is one, too.
        return True

    def __iter__(self) -> Iterator[Row]:
        return iter(self.table)

    @overload
    def __getitem__(self, key: int) -> Row: ...

    @overload
    def __getitem__(self, key: str) -> list[Term | None]: ...

    @overload
    def __getitem__(self, key: slice) -> Table: ...

    def __getitem__(self, key: int | str | slice) -> Row | list[Term | None] | Table:
        """A row by its number, a column by its name, or the table of some rows."""
        return self.table[key]

    def column(self, name: str) -> list[Term | None]:
        """All the values of one column, in row order."""
        return self.table.column(name)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a Polars table, each column of the type that the contract says."""
        return self.table.to_polars(self._types())

    def to_pandas(self) -> pd.DataFrame:
        """The same as a pandas table; RequestError where pandas is not installed."""
        return self.table.to_pandas(self._types())

    def _types(self) -> Mapping[str, str]:
        return self.operation.types() if self.operation else {}

    def _repr_html_(self) -> str:
        """The notes, the first rows and the origin as notebooks show them, all text escaped."""
        from html import escape

        notes = "".join(f"<p>{escape(str(each))}</p>" for each in self.notes)
        return f"{notes}{self.table._repr_html_()}<p><small>{escape(str(self.origin))}</small></p>"

    def __repr__(self) -> str:
        name = self.operation.name if self.operation else "answer"
        return f"<{name}: {len(self):,} rows × {len(self.columns)} columns>"
