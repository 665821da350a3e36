"""The embedded SPARQL engines, behind one small seam.

An engine makes an index from sorted N-Triples, opens it, answers, counts. Knows nothing of
manifests, folders of ours or saved queries: it gets a path and SPARQL text.

sparq is the default (fastest to load and memory-mapped); Oxigraph is the reference. rdflib
serves the one job that neither does: reading other graphs that a query names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pyoxigraph as ox

from clustergraph.errors import VERIFY, GraphError, QueryError
from clustergraph.formats.tables import Stream, Table, Term, stream_json, stream_solutions
from clustergraph.graph import spans
from clustergraph.graph.aggregating import aggregated
from clustergraph.graph.arithmetic import bracketed
from clustergraph.graph.confined import keep_threads
from clustergraph.graph.dates import spelled
from clustergraph.graph.held import writable
from clustergraph.graph.lists import aside
from clustergraph.graph.planning import planned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")


class Index(Protocol):
    """An open index. All texts are ground SPARQL 1.1; a wrong one raises QueryError."""

    def select(self, sparql: str) -> Table: ...
    def stream(self, sparql: str) -> Stream: ...
    def ask(self, sparql: str) -> bool: ...
    def construct(self, sparql: str) -> list[ox.Triple]: ...
    def describe(self, sparql: str) -> list[ox.Triple]: ...
    def count(self) -> int: ...


class Embedded(Index, Protocol):
    """One in this process. `document` is the answer to a SELECT as SPARQL 1.1 JSON results."""

    def document(self, sparql: str) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Engine:
    """`make(lines, folder)` writes an index, `open(folder)` reads it, `load(lines)` keeps it
    in memory; lines is the path of an N-Triples file. `fragile` means that a damaged index can end
    the process instead of raising an error: its checksums must be compared before it is opened.
    """

    name: str
    version: Callable[[], str]
    make: Callable[[Path, Path], None]
    open: Callable[[Path], Embedded]
    load: Callable[[Path], Embedded]
    fragile: bool = False


class _Sparq:
    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def _asked(self, ask: Callable[[str], Any], sparql: str) -> Any:
        return _answer(ask, aside(self._rewritten, sparql))

    def _rewritten(self, sparql: str) -> str:
        spans.refuse(sparql, self._matches)
        return planned(aggregated(bracketed(spelled(sparql))), self._matches)

    def _matches(self, sparql: str) -> int:
        rows = json.loads(_answer(self._graph.query_json, sparql))["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    def select(self, sparql: str) -> Table:
        return Table.of(self.stream(sparql))

    def stream(self, sparql: str) -> Stream:
        found = stream_json(self._asked(self._graph.query_json, sparql))
        return Stream(found.columns, sound(found.rows))

    def document(self, sparql: str) -> Iterator[bytes]:
        yield self._asked(self._graph.query_json, sparql).encode()

    def ask(self, sparql: str) -> bool:
        return bool(self._asked(self._graph.ask, sparql))

    def construct(self, sparql: str) -> list[ox.Triple]:
        return [_triple(row) for row in self._asked(self._graph.construct, sparql)]

    def describe(self, sparql: str) -> list[ox.Triple]:
        return [_triple(row) for row in self._asked(self._graph.describe, sparql)]

    def count(self) -> int:
        return len(self._graph)


class _Oxigraph:
    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def _ask_store(self, sparql: str) -> Any:
        return _answer(self._store.query, sparql)

    def select(self, sparql: str) -> Table:
        return Table.of(self.stream(sparql))

    def stream(self, sparql: str) -> Stream:
        return stream_solutions(self._ask_store(sparql))

    def document(self, sparql: str) -> Iterator[bytes]:
        yield self._ask_store(sparql).serialize(format=ox.QueryResultsFormat.JSON)

    def ask(self, sparql: str) -> bool:
        return bool(self._ask_store(sparql))

    def construct(self, sparql: str) -> list[ox.Triple]:
        return list(self._ask_store(sparql))

    describe = construct

    def count(self) -> int:
        return len(self._store)


def _answer(ask: Callable[[str], Any], sparql: str) -> Any:
    try:
        return ask(sparql)
    except (ValueError, SyntaxError, RuntimeError, OSError) as error:
        raise QueryError(str(error)) from error
    except BaseException as error:
        # What a panic in Rust becomes cannot be imported, and is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(error) from None


def sound(rows: Iterator[T]) -> Iterator[T]:
    """The rows of an index, or batches of them; a damaged one can answer with what is no RDF."""
    try:
        yield from rows
    except (ValueError, SyntaxError) as error:
        raise damaged(error) from None


def damaged(error: BaseException) -> GraphError:
    """What to say of an index that answers with nonsense."""
    return GraphError(f"the index is damaged ({error}); run: ", VERIFY)


def _triple(row: tuple[Any, Any, Any]) -> ox.Triple:
    subject, predicate, value = (_term(term) for term in row)
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    assert isinstance(predicate, ox.NamedNode)
    return ox.Triple(subject, predicate, value)


def _term(term: Any) -> Term:
    if term.kind == "uri":
        return ox.NamedNode(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def _sparq_version() -> str:
    import sparq

    return str(sparq.__version__)


def _sparq_make(lines: Path, folder: Path) -> None:
    import sparq

    keep_threads()
    try:
        made = sparq.Graph.load(lines, format="ntriples")
    except ValueError as error:
        raise GraphError(f"the engine refuses what was to be written: {error}") from None
    made.save(str(folder))


def _sparq_open(folder: Path) -> Embedded:
    import sparq

    keep_threads()
    # It opens its logs to be written, also when it is only asked.
    with writable(folder, "wal.log", "txn.log") as place:
        return _Sparq(sparq.Graph.open(str(place)))


def _sparq_load(lines: Path) -> Embedded:
    import sparq

    keep_threads()
    return _Sparq(sparq.Graph.load(lines, format="ntriples"))


def _oxigraph_make(lines: Path, folder: Path) -> None:
    store = ox.Store(str(folder))
    store.bulk_load(path=str(lines), format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()


def _oxigraph_load(lines: Path) -> Embedded:
    store = ox.Store()
    store.bulk_load(path=str(lines), format=ox.RdfFormat.N_TRIPLES)
    return _Oxigraph(store)


def _oxigraph_version() -> str:
    return str(ox.__version__)


def _oxigraph_open(folder: Path) -> Embedded:
    return _Oxigraph(ox.Store.read_only(str(folder)))


# Functions with names, so that another process can be given them.
# The first entry is the default; `build --engine` offers them all.
ENGINES: dict[str, Engine] = {
    "sparq": Engine("sparq", _sparq_version, _sparq_make, _sparq_open, _sparq_load),
    "oxigraph": Engine(
        "oxigraph",
        _oxigraph_version,
        _oxigraph_make,
        _oxigraph_open,
        _oxigraph_load,
        fragile=True,
    ),
}
DEFAULT = next(iter(ENGINES))


def syntax_error(sparql: str) -> str | None:
    """What the reference engine's parser says of a text that is not SPARQL 1.1, else None."""
    try:
        ox.Store().query(sparql)
    except SyntaxError as error:
        return str(error)
    except (OSError, RuntimeError, ValueError):
        # It parsed: an empty store may still fail to evaluate it, which is not asked here.
        return None
    return None
