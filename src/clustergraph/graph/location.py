"""Graph locations: a graph folder, an RDF file or a SPARQL endpoint, opened to be asked.

Knows how to ask, stream triples and look up labels; nothing of saved queries, measures or pages.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tempfile
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.errors import VERIFY, GraphError
from clustergraph.formats import cells
from clustergraph.graph import asked, engines, folder
from clustergraph.graph.bounds import MEMORY, TIMEOUT
from clustergraph.graph.fetching import fetched
from clustergraph.graph.held import Held
from clustergraph.graph.labelling import Labels, best_of
from clustergraph.graph.lists import among
from clustergraph.graph.progress import silent
from clustergraph.terms import PREFIXES, RDFS_LABEL, compress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clustergraph.formats.tables import Stream, Table
    from clustergraph.graph.progress import Report

# An engine parses the list of wanted IRIs as one VALUES block: keep each block moderate.
_LABEL_BATCH = 2_000
# Bytes of the graph that are in memory at once.
_BATCH = 1_000_000


@dataclass(frozen=True, repr=False)
class Location:
    """An open graph. `stored` is its sorted N-Triples, None where an endpoint holds them."""

    where: str
    index: engines.Index
    manifest: folder.Manifest | None
    stored: tuple[bytes, ...] | Held | None
    # Seconds that one answer may take.
    timeout: float = TIMEOUT
    # Bytes that answering may take on this machine, beside the graph.
    memory: int = MEMORY
    # What the graph says of itself (VoID, DCAT-AP), as sorted N-Triples; not part of the graph.
    about: tuple[bytes, ...] = ()
    # Told how far it is when the triples are fetched from a server.
    report: Report = silent
    # All labels of things, where somebody has read them: who looks for some need not ask.
    labelled: Labels | None = None

    def __repr__(self) -> str:
        built = self.manifest
        held = f": {built.triples:,} triples, build {built.build_id[:12]}" if built else ""
        return f"<graph {self.where}{held}>"

    @cached_property
    def nt(self) -> tuple[bytes, ...] | Held:
        """The sorted N-Triples: one bytes line a triple, newline included, or a gzip file of them.

        Those of an endpoint are fetched when first asked for, into a file that has no name any
        more once it is written.
        """
        if self.stored is not None:
            return self.stored
        with tempfile.TemporaryDirectory(
            prefix="clustergraph-", ignore_cleanup_errors=True
        ) as scratch:
            path = Path(scratch) / folder.GRAPH_FILE
            return Held(fetched(self.index, path, report=self.report))

    @cached_property
    def identity(self) -> str | None:
        """What tells the content from any other: of a folder the build, of a file its triples;
        None of an endpoint."""
        if self.manifest is not None:
            return self.manifest.build_id
        if not isinstance(self.stored, tuple):
            return None
        held = hashlib.sha256()
        for line in self.stored:
            held.update(line)
        return held.hexdigest()

    @property
    def is_endpoint(self) -> bool:
        """Whether a server elsewhere holds the graph."""
        return self.stored is None

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT."""
        return self.index.select(sparql)

    def columns(self, sparql: str) -> dict[str, cells.Column]:
        """The rows of a SELECT by columns, without a term for every cell where that can be."""
        if isinstance(self.index, asked.Asked):
            return self.index.columns(sparql)
        return cells.of(self.index.select(sparql))

    def stream(self, sparql: str) -> Stream:
        """The rows of a SELECT, to be read once, not all in memory."""
        return self.index.stream(sparql)

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return self.index.ask(sparql)

    def construct(self, sparql: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT, each once, sorted as N-Triples."""
        return sorted(set(self.index.construct(sparql)), key=str)

    def describe(self, sparql: str) -> list[ox.Triple]:
        """The triples of a DESCRIBE, each once, sorted as N-Triples."""
        return sorted(set(self.index.describe(sparql)), key=str)

    def among(self, variable: str, iris: Sequence[str], pattern: str) -> str:
        """A pattern of a query for each of some IRIs as the value of a variable (`?name`), written
        so that it is answered soonest."""
        held = self.manifest.triples if self.manifest else 0
        return among(variable, iris, pattern, held)

    def count(self) -> int:
        """The number of triples."""
        return self.index.count()

    def syntax_error(self, sparql: str) -> str | None:
        """What the reference engine's parser says of a text that is not SPARQL 1.1, else None."""
        if isinstance(self.index, asked.Asked):
            return self.index.syntax_error(sparql)
        return engines.syntax_error(sparql)

    def lines(self) -> Iterator[bytes]:
        """The graph as sorted N-Triples lines."""
        for batch in self.batches():
            yield from io.BytesIO(batch)

    def batches(self) -> Iterator[bytes]:
        """The graph as sorted N-Triples, many whole lines at once.

        Raises GraphError where the file is damaged.
        """
        if isinstance(self.nt, tuple):
            yield b"".join(self.nt)
            return
        try:
            with self.nt.open() as file, gzip.open(file) as packed:
                cut = b""
                while read := packed.read(_BATCH):
                    whole, newline, cut = (cut + read).rpartition(b"\n")
                    yield whole + newline
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(self.nt, error) from None

    def triples(self) -> Iterator[ox.Triple]:
        """The graph as triples, sorted as N-Triples; literals exactly as they were built."""
        try:
            for batch in self.batches():
                yield from _parsed(batch)
        except SyntaxError as error:
            raise _damaged(self.nt, error) from None

    def description(self) -> Iterator[ox.Triple]:
        """What the graph says of itself and of its sources; nothing where it was not built here."""
        return _parsed(b"".join(self.about))

    def whole(self) -> Iterator[str]:
        """The graph and what it says of itself as sorted N-Triples lines, each once."""
        for batch in _spliced(self.batches(), self.about):
            for line in io.BytesIO(batch):
                yield line.decode()

    def labels(self, iris: Iterable[str], lang: str = "en") -> dict[str, str]:
        """A label for each IRI: in lang, in English, untagged, in any language, else its CURIE."""
        wanted = sorted(set(iris))
        found = self.best_labels(wanted, lang)
        return {iri: found[iri].value if iri in found else compress(iri) for iri in wanted}

    def best_labels(self, iris: Iterable[str], lang: str) -> dict[str, ox.Literal]:
        """The same as literals, of those IRIs only that have a label."""
        return self.labels_in(iris, (lang,))[0]

    def labels_in(
        self, iris: Iterable[str], langs: Iterable[str]
    ) -> tuple[dict[str, ox.Literal], ...]:
        """The same in each of some languages, asked once."""
        wanted = sorted(set(iris))
        if self.labelled is not None:
            rows = [(iri, label) for iri in wanted for label in self.labelled.of(iri)]
        else:
            rows = [
                row
                for start in range(0, len(wanted), _LABEL_BATCH)
                for row in self._label_rows(wanted[start : start + _LABEL_BATCH])
            ]
        return tuple(best_of(rows, lang) for lang in langs)

    @cached_property
    def wider(self) -> dict[str, set[str]]:
        """The classes and properties above each class and property, as stated."""
        found: dict[str, set[str]] = {}
        terms = f"<{PREFIXES['rdfs']}subClassOf>|<{PREFIXES['rdfs']}subPropertyOf>"
        rows = self.select(f"SELECT ?below ?above WHERE {{ ?below {terms} ?above }}").rows
        for below, above in rows:
            if below is not None and above is not None and below != above:
                found.setdefault(below.value, set()).add(above.value)
        return found

    def _label_rows(self, iris: list[str]) -> Iterator[tuple[str, ox.Literal]]:
        pattern = self.among("?s", iris, f"?s <{RDFS_LABEL}> ?l")
        sparql = f"SELECT ?s ?l WHERE {{ {pattern} }}"
        for subject, label in self.select(sparql).rows:
            if isinstance(subject, ox.NamedNode) and isinstance(label, ox.Literal):
                yield subject.value, label


def _spliced(batches: Iterable[bytes], lines: tuple[bytes, ...]) -> Iterator[bytes]:
    """Batches of sorted lines with more sorted lines in their places, each line once."""
    rest = lines
    for batch in batches:
        last = batch[batch.rfind(b"\n", 0, -1) + 1 :]
        count = bisect_right(rest, last)
        here, rest = rest[:count], rest[count:]
        yield b"".join(sorted({*io.BytesIO(batch), *here})) if here else batch
    yield b"".join(rest)


def _damaged(nt: object, error: Exception) -> GraphError:
    where = nt.path if isinstance(nt, Held) else "the graph"
    return GraphError(f"{where}: damaged ({error}); run: ", VERIFY)


def _parsed(data: bytes) -> Iterator[ox.Triple]:
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple
