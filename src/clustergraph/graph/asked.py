"""An index that is asked in a process of its own, within bounds of time and memory.

The same questions and answers as those of the engine itself. What goes over the bounds is a
LimitError that says what multiplies in the question. Knows nothing of folders or files.
"""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from clustergraph.errors import Advice, GraphError, LimitError, ParameterName
from clustergraph.formats import cells
from clustergraph.formats.tables import Stream, Table, stream_json
from clustergraph.graph import confined, engines, multiplying
from clustergraph.graph.bounds import GIB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clustergraph.graph.bounds import Bounds
    from clustergraph.graph.engines import Embedded

    # What the process does with an index and a text; the answer comes in pieces.
    Job = Callable[[Any, str], Iterator[bytes]]

# A table in memory takes some times the bytes of the document that it comes in.
_KEPT = 5
# Triples that are sent at once.
_TOGETHER = 1_000
# Bytes that are read at once.
_PIECE = 1 << 20
# Seconds after which a text counts as SPARQL: the parser is quick, what follows it need not be.
_PARSING = 2.0


class Asked:
    """What `open_` opens, asked from outside. Raises what `open_` raises; `meanwhile` is called
    while it opens."""

    def __init__(
        self, open_: Callable[[], Embedded], bounds: Bounds, meanwhile: confined.Work
    ) -> None:
        self.bounds = bounds
        kind = confined.Confined if confined.CAN_FORK else confined.Threaded
        try:
            self._confined = kind(open_, bounds, meanwhile)
        except confined.NotStarted as error:
            raise _not_started(error) from None

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT, all in memory."""
        return Table.of(self._stream(stream_json, self._whole(sparql), sparql))

    def columns(self, sparql: str) -> dict[str, cells.Column]:
        """The same by columns, without a term for every cell."""
        try:
            return cells.columns(self._whole(sparql))
        except (ValueError, SyntaxError) as error:
            raise engines.damaged(error) from None

    def _whole(self, sparql: str) -> bytes:
        """The answer to a SELECT: what is parsed piece by piece takes a quarter longer."""
        return self._read(_document, sparql)

    def _read(self, job: Job, sparql: str, seconds: float | None = None) -> bytes:
        """All bytes of an answer, as far as what is made of them has room."""
        file = self._ask(job, sparql, seconds)
        try:
            return b"".join(_bounded(file, self.bounds.memory // _KEPT))
        except _OVER as error:
            raise self._over(error, sparql) from None

    def stream(self, sparql: str) -> Stream:
        """The rows of a SELECT, read as they are asked for."""
        return self._stream(cells.stream, self._ask(_document, sparql), sparql)

    def _stream(self, read: Callable[[Any], Stream], document: Any, sparql: str) -> Stream:
        try:
            columns, rows, batches = read(document)
        except (ValueError, SyntaxError) as error:
            raise engines.damaged(error) from None
        except _OVER as error:
            raise self._over(error, sparql) from None
        by_columns = None if batches is None else self._told(batches, sparql)
        return Stream(columns, self._told(rows, sparql), by_columns)

    def _told(self, parts: Iterator[Any], sparql: str) -> Iterator[Any]:
        """The rows or batches of an answer; what goes wrong between them is said as ever."""
        try:
            yield from engines.sound(parts)
        except _OVER as error:
            raise self._over(error, sparql) from None

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return bool(json.loads(self._read(_boolean, sparql)))

    def construct(self, sparql: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT."""
        return _triples(self._read(_constructed, sparql))

    def describe(self, sparql: str) -> list[ox.Triple]:
        """The triples of a DESCRIBE."""
        return _triples(self._read(_described, sparql))

    def count(self) -> int:
        """The number of triples."""
        return int(json.loads(self._read(_count, "")))

    def syntax_error(self, sparql: str) -> str | None:
        """What the reference engine's parser says of a text that is not SPARQL 1.1, else None."""
        with suppress(LimitError):
            said = self._read(_syntax, sparql, min(_PARSING, self.bounds.seconds))
            return cast("str | None", json.loads(said))
        return None

    def _ask(self, job: Job, sparql: str, seconds: float | None = None) -> IO[bytes]:
        try:
            return cast("IO[bytes]", self._confined.ask(job, sparql, seconds))
        except _OVER as error:
            raise self._over(error, sparql) from None
        except (OSError, ValueError, RuntimeError) as error:
            # A new build has taken the place of the one that was asked before.
            raise GraphError(f"the graph cannot be opened again ({error}); open it anew") from None

    def _over(self, error: Exception, sparql: str) -> LimitError | GraphError:
        if isinstance(error, confined.OverTime):
            said = f"the question was stopped after {self.bounds.seconds:g} s: "
            return LimitError(said, multiplying.why(sparql), _raising("timeout"))
        if isinstance(error, confined.NotStarted):
            return _not_started(error)
        if isinstance(error, confined.OverMemory):
            return self._over_memory(sparql)
        return LimitError(
            f"the engine broke off ({error}): it cannot answer this question; ",
            multiplying.why(sparql),
        )

    def _over_memory(self, sparql: str) -> LimitError:
        said = f"the question was stopped at {self.bounds.memory / GIB:g} GiB of memory: "
        return LimitError(said, multiplying.why(sparql), _raising("memory"))


def _not_started(error: Exception) -> GraphError:
    return GraphError(f"no process that answers questions could be started ({error})")


def _raising(bound: str) -> Advice:
    return Advice((", or raise ", ParameterName(bound)))


_OVER = (confined.OverTime, confined.OverMemory, confined.Crashed, confined.NotStarted)


def _bounded(file: IO[bytes], most: int) -> Iterator[bytes]:
    """The pieces of a file of which only so many bytes are read."""
    while piece := file.read(_PIECE):
        most -= len(piece)
        if most < 0:
            raise confined.OverMemory
        yield piece


def _document(index: Embedded, sparql: str) -> Iterator[bytes]:
    yield from index.document(sparql)


def _boolean(index: Embedded, sparql: str) -> Iterator[bytes]:
    yield json.dumps(index.ask(sparql)).encode()


def _constructed(index: Embedded, sparql: str) -> Iterator[bytes]:
    yield from _lines(index.construct(sparql))


def _described(index: Embedded, sparql: str) -> Iterator[bytes]:
    yield from _lines(index.describe(sparql))


def _lines(triples: Iterable[ox.Triple]) -> Iterator[bytes]:
    """Many triples at once: who reads them waits for each piece."""
    left = iter(triples)
    while lines := [f"{triple} .\n" for triple in islice(left, _TOGETHER)]:
        yield "".join(lines).encode()


def _count(index: Embedded, _: str) -> Iterator[bytes]:
    yield json.dumps(index.count()).encode()


def _syntax(_: Embedded, sparql: str) -> Iterator[bytes]:
    yield json.dumps(engines.syntax_error(sparql)).encode()


def _triples(lines: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]
