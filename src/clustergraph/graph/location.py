"""Graph locations: a graph folder, an RDF file or a SPARQL endpoint, opened to be asked.

All that can be named as a graph is opened here. Knows how to open, ask, stream triples and look
up labels; nothing of saved queries, measures or pages.
"""

from __future__ import annotations

import gzip
import heapq
import io
import tempfile
import zlib
from bisect import bisect_right
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from clustergraph.errors import VERIFY, GraphError
from clustergraph.formats import rdf
from clustergraph.graph import asked, engines, folder
from clustergraph.graph.confined import MEMORY, TIMEOUT, Bounds
from clustergraph.graph.held import Held
from clustergraph.terms import PREFIXES, RDFS_LABEL, compress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

    from clustergraph.formats.tables import Stream, Table

T = TypeVar("T")
Report = Callable[[str, float], None]


def silent(stage: str, share: float) -> None:
    """A report that nobody reads."""


# An engine parses the list of wanted IRIs as one VALUES block: keep each block moderate.
_LABEL_BATCH = 2_000
# Bytes of the graph that are in memory at once.
_BATCH = 1_000_000
# Lines that are sorted in memory at once.
_RUN = 500_000
# Triples after which progress is reported.
_STEP = 50_000


@dataclass(frozen=True, repr=False)
class Location:
    """An open graph. `stored` is its sorted N-Triples, None where an endpoint holds them."""

    where: str
    index: engines.Index
    manifest: folder.Manifest | None
    stored: tuple[bytes, ...] | Held | None
    # Seconds that one answer may take.
    timeout: float = TIMEOUT
    # What the graph says of itself (VoID, DCAT-AP), as sorted N-Triples; not part of the graph.
    about: tuple[bytes, ...] = ()
    # Told how far it is when the triples are fetched from a server.
    report: Report = silent

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

    @property
    def is_endpoint(self) -> bool:
        """Whether a server elsewhere holds the graph."""
        return self.stored is None

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT."""
        return self.index.select(sparql)

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

    def whole(self) -> Iterator[ox.Triple]:
        """The graph and what it says of itself, sorted as N-Triples, each triple once."""
        try:
            for batch in _spliced(self.batches(), self.about):
                yield from _parsed(batch)
        except SyntaxError as error:
            raise _damaged(self.nt, error) from None

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
        rows = [
            row
            for start in range(0, len(wanted), _LABEL_BATCH)
            for row in self._label_rows(wanted[start : start + _LABEL_BATCH])
        ]
        return tuple(_best_of(rows, lang) for lang in langs)

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
        values = " ".join(f"<{iri}>" for iri in iris)
        sparql = f"SELECT ?s ?l WHERE {{ VALUES ?s {{ {values} }} ?s <{RDFS_LABEL}> ?l }}"
        for subject, label in self.select(sparql).rows:
            if isinstance(subject, ox.NamedNode) and isinstance(label, ox.Literal):
                yield subject.value, label


def _best_of(rows: Iterable[tuple[str, ox.Literal]], lang: str) -> dict[str, ox.Literal]:
    found: dict[str, tuple[int, str, ox.Literal]] = {}
    for iri, label in rows:
        ranked = (_label_rank(label.language, lang), label.value, label)
        found[iri] = min(found.get(iri, ranked), ranked, key=itemgetter(0, 1))
    return {iri: label for iri, (_rank, _value, label) in found.items()}


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


def fetched(
    index: engines.Index,
    path: Path,
    at_once: int = _RUN,
    report: Report = silent,
) -> Path:
    """All triples of an index, sorted as N-Triples, in a gzip file.

    More than `at_once` are asked for property by property, so that each answer has a bound.
    `report(stage, share)` gets the progress.
    """
    total = index.count()
    lines = watched(_asked(index, total <= at_once), total, partial(report, "fetching"))
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.writelines(_sorted(lines, path.parent))
    return path


def watched(items: Iterable[T], total: int, report: Callable[[float], None]) -> Iterator[T]:
    """The items as they come, telling now and then which share of `total` has passed."""
    for number, item in enumerate(items, 1):
        if number % _STEP == 0:
            report(number / total)
        yield item


def _asked(index: engines.Index, at_once: bool) -> Iterator[bytes]:
    if at_once:
        for subject, name, value in index.stream("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows:
            yield f"{subject} {name} {value} .\n".encode()
        return
    for (name,) in index.select("SELECT DISTINCT ?p WHERE { ?s ?p ?o }").rows:
        for subject, value in index.stream(f"SELECT ?s ?o WHERE {{ ?s {name} ?o }}").rows:
            yield f"{subject} {name} {value} .\n".encode()


def _sorted(lines: Iterator[bytes], scratch: Path) -> Iterator[bytes]:
    """The lines in order, each once, through files of a bounded number of lines each."""
    with ExitStack() as files:
        runs = []
        while run := sorted(islice(lines, _RUN)):
            runs.append(files.enter_context(tempfile.TemporaryFile(dir=scratch)))
            runs[-1].writelines(run)
            runs[-1].seek(0)
        before = b""
        for line in heapq.merge(*runs):
            if line != before:
                yield line
            before = line


def _label_rank(language: str | None, wanted: str) -> int:
    order = {wanted: 0, "en": 1, None: 2}
    return order.get(language, 3)


def _parsed(data: bytes) -> Iterator[ox.Triple]:
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def open_graph(
    where: str | Path,
    *,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    report: Report = silent,
) -> Location:
    """Open a graph folder, an RDF file (.ttl .nt .nt.gz .jsonld .rdf .owl .xml) or an endpoint.

    An endpoint is the http or https address of a SPARQL 1.1 service. `timeout` is how many seconds
    one answer may take, `memory` how many bytes answering may take on this machine, beside the
    graph itself: a question over one of them raises LimitError. `report` is told the progress when
    all triples of an endpoint are fetched.

    Raises GraphError where there is no graph, where it is damaged or of another version,
    SourceError where a file does not parse, RequestError for a wrong address. That an endpoint does
    not answer shows when it is asked.
    """
    if "://" in str(where):
        return replace(_open_endpoint(str(where), timeout), report=report)
    path = Path(where)
    bounds = Bounds(timeout, memory)
    location = _open_file(path, bounds) if path.is_file() else _open_folder(path, bounds)
    return replace(location, timeout=timeout)


def _open_endpoint(url: str, timeout: float) -> Location:
    from clustergraph.graph.endpoint.client import Client
    from clustergraph.graph.endpoint.index import Remote
    from clustergraph.http.limits import Patience

    client = Client(url, Patience(timeout))
    return Location(client.name, Remote(client), None, None, timeout)


def _open_folder(path: Path, bounds: Bounds) -> Location:
    """The build in force; where another one comes into force meanwhile, that one."""
    manifest = folder.read_manifest(path)
    while True:
        try:
            return _open_build(path, manifest, bounds)
        except (GraphError, OSError) as error:
            newer = folder.read_manifest(path)
            if newer == manifest:
                if isinstance(error, GraphError):
                    raise
                remake = folder.remake(path, manifest)
                raise GraphError(f"{path}: damaged ({error}); run: ", remake) from None
            manifest = newer


def _open_build(path: Path, manifest: folder.Manifest, bounds: Bounds) -> Location:
    engine = engines.ENGINES.get(manifest.engine)
    if engine is None:
        raise GraphError(
            f"{path}: unknown engine {manifest.engine}; run: ", folder.remake(path, manifest)
        )
    folder.check(path, manifest, engine.version(), wholly=engine.fragile)
    build = path / manifest.folder
    packed = Held(build / folder.GRAPH_FILE)
    try:
        index = asked.Asked(partial(engine.open, build / folder.INDEX), bounds)
    except (OSError, ValueError, RuntimeError) as error:
        raise GraphError(
            f"{path}: damaged index ({error}); run: ", folder.remake(path, manifest)
        ) from None
    about = build / folder.ABOUT_FILE
    # A build of an earlier version has none.
    told = tuple(io.BytesIO(about.read_bytes())) if folder.ABOUT_FILE in manifest.files else ()
    return Location(str(path), index, manifest, packed, about=told)


def _open_file(path: Path, bounds: Bounds) -> Location:
    lines = tuple(sorted({f"{triple} .\n".encode() for triple in rdf.read(path)}))
    return Location(str(path), asked.Asked(partial(_loaded, lines), bounds), None, lines)


def _loaded(lines: tuple[bytes, ...]) -> engines.Embedded:
    # A folder, because it goes also where a signal ends the program.
    with tempfile.TemporaryDirectory(prefix="clustergraph-") as scratch:
        plain = Path(scratch) / "graph.nt"
        plain.write_bytes(b"".join(lines))
        return engines.ENGINES[engines.DEFAULT].load(plain)


def to_rdflib(location: Location) -> rdflib.Graph:
    """The whole graph as an rdflib.Graph, our prefixes bound."""
    from rdflib import Graph

    from clustergraph.terms import PREFIXES

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=b"".join(location.lines()), format="nt")
    return graph


def ask_rdflib(location: Location, ground: str) -> Table | bool | list[ox.Triple]:
    """Ask a copy of the graph in rdflib, the one engine here that reads FROM and SERVICE.

    Errors are those of rdflib, urllib and the parsers: the caller names the query.
    """
    from rdflib import Dataset

    from clustergraph.formats.tables import from_json
    from clustergraph.graph.endpoint.service import answering

    dataset = Dataset()
    dataset.default_graph.parse(data=b"".join(location.lines()), format="nt")
    # rdflib asks a service when its rows are read.
    with answering(location.timeout):
        result = dataset.query(ground)
        if result.type == "SELECT":
            return from_json(result.serialize(format="json") or b"")
        if result.type == "ASK":
            return bool(result.askAnswer)
        data = (result.graph or Dataset()).serialize(format="nt", encoding="utf-8")
    quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
    return sorted({quad.triple for quad in quads}, key=str)
