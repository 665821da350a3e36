"""Bringing a graph to an endpoint: uploaded beside the present one, then put in its place at once.

Knows SPARQL 1.1 Update and the Graph Store HTTP Protocol (W3C recommendations of 21 March 2013).
Readers see the old graph until one MOVE, which engines run as one transaction, and the new one
after it. What was uploaded before a break stays, and the next push goes on from there.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from clustergraph.errors import EndpointError, OutputError, QueryError, RequestError
from clustergraph.graph.endpoint.client import Client
from clustergraph.graph.endpoint.index import Remote
from clustergraph.graph.folder import DATASET
from clustergraph.terms import BASE, RDF_TYPE, is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.http.limits import Patience

# Triples in one request; fewer where the endpoint finds that too many.
BATCH = 10_000
_FEWEST = 100
# Where graphs are uploaded before they are put in their place.
_STAGING = f"{BASE}staging/"
# Of the whole work, as the progress bar counts it, what the upload takes.
_UPLOAD = 0.8


@dataclass(frozen=True)
class Pushed:
    """Where the graph is now, how many triples it has, and how many were there from before a
    break."""

    where: str
    triples: int
    resumed: int


def push(
    location: Location,
    where: str,
    *,
    update: str | None = None,
    store: str | None = None,
    patience: Patience | None = None,
    report: Report = lambda stage, share: None,
) -> Pushed:
    """Make the graph at an endpoint equal to that of a location.

    `where` is the address that readers ask, with `?default-graph-uri=IRI` for another than the
    default graph. `update` is where SPARQL Update goes: unless told, beside it (`…/query` has
    `…/update`) or the same. `store`, a Graph Store address, takes the upload faster where there is
    one. Raises EndpointError where less than all arrives (the old graph is still there then),
    RequestError where readers would see the upload, OutputError for a graph with blank nodes.
    """
    reader = Client(where, patience)
    if len(reader.graphs) > 1 or not all(map(is_absolute_iri, reader.graphs)):
        raise RequestError(f"{reader.name}: name one graph by its IRI in default-graph-uri")
    target = next(iter(reader.graphs), None)
    upload = _Upload(
        reader,
        Client(update or _beside(where), patience),
        Client(store, patience) if store else None,
        f"{_STAGING}{_key(location, target)}",
    )
    expected = location.count()
    if not expected:
        raise RequestError(f"{location.where}: the graph is empty; there is nothing to push")
    idle = upload.others()
    resumed = upload.adopt(idle, expected) or upload.run(location.lines(), expected, report)
    report("swapping", _UPLOAD)
    if not upload.swap(target, expected):
        # Another push has swapped away what was there, or it never was of this graph.
        resumed = 0
        upload.restart()
        upload.run(location.lines(), expected, report)
        report("swapping", _UPLOAD)
        if not upload.swap(target, expected):
            raise EndpointError(
                f"{reader.name}: not all of {expected:,} triples arrived; what it held before is "
                "unchanged; push again"
            )
    upload.describe(location.about, described(target))
    upload.remove(idle)
    return Pushed(reader.name, expected, resumed)


def described(target: str | None) -> str:
    """The graph of what a pushed graph says of itself; each target has its own."""
    return f"{target}/about" if target else DATASET


def _beside(where: str) -> str:
    """The address for updates, by the habit of engines that have two (Oxigraph, Fuseki)."""
    parts = urlsplit(where)
    path = parts.path.removesuffix("/query")
    path = f"{path}/update" if path != parts.path else path
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _key(location: Location, target: str | None) -> str:
    """The same for the same graph and target, so that an upload is found again."""
    digest = hashlib.sha256((target or "").encode())
    if location.manifest:
        digest.update(location.manifest.build_id.encode())
    else:
        for line in location.lines():
            digest.update(line)
    return digest.hexdigest()[:24]


class _Upload:
    """A graph on its way, in a graph of its own that nobody asks."""

    def __init__(self, reader: Client, writer: Client, store: Client | None, graph: str) -> None:
        self._reader, self._writer, self._store = reader, writer, store
        self._shared = self._graph = graph
        self._size = BATCH

    def adopt(self, there: dict[str, int], expected: int) -> int:
        """Go on with an upload that is whole already and was taken aside before a break; the number
        of its triples, or 0."""
        whole = [name for name, count in there.items() if count == expected and self._aside(name)]
        self._graph = min(whole, default=self._graph)
        return expected if whole else 0

    def _aside(self, name: str) -> bool:
        """Whether a graph is of this upload, and of one push alone."""
        return name.startswith(f"{self._shared}/")

    def run(self, lines: Iterator[bytes], expected: int, report: Report) -> int:
        """Upload what is not there yet; the number of triples that were."""
        there = self._count(self._graph)
        if not there:
            self._refuse_readers()
        # A batch may have arrived in part: sent again, its triples are still there once.
        done = max(0, there - BATCH)
        lines = islice(lines, done, None)
        while batch := list(islice(lines, self._size)):
            self._send(batch)
            done += len(batch)
            report("uploading", _UPLOAD * done / expected)
        return there

    def _send(self, batch: list[bytes]) -> None:
        if any(line.startswith(b"_:") or line.split(b" ", 2)[2][:2] == b"_:" for line in batch):
            raise OutputError(
                "a blank node has no name to be pushed in parts under: build it first"
            )
        try:
            if self._store:
                self._store.store(self._graph, b"".join(batch))
            else:
                text = b"".join(batch).decode()
                self._writer.update(f"INSERT DATA {{ GRAPH <{self._graph}> {{ {text} }} }}")
        except QueryError:
            if len(batch) <= _FEWEST:
                raise
            half = self._size = len(batch) // 2
            for start in range(0, len(batch), half):
                self._send(batch[start : start + half])

    def restart(self) -> None:
        """Begin again in a graph that no other push writes to."""
        self._writer.update(f"DROP SILENT GRAPH <{self._graph}>")
        self._graph = self._named()

    def _named(self) -> str:
        return f"{self._shared}/{secrets.token_hex(8)}"

    def describe(self, about: tuple[bytes, ...], name: str) -> None:
        """Put what the graph says of itself, if anything, into a graph of that name, in the place
        of what an earlier one said."""
        told = b"".join(about).decode()
        insert = f" ; INSERT DATA {{ GRAPH <{name}> {{ {told} }} }}" if told else ""
        self._writer.update(f"DROP SILENT GRAPH <{name}>{insert}")

    def others(self) -> dict[str, int]:
        """The other graphs here that were left half uploaded, with their triples; none where the
        endpoint does not tell."""
        listed = (
            "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER(STRSTARTS(STR(?g), "{_STAGING}")) }}'
        )
        with suppress(EndpointError, QueryError):
            rows = Remote(self._reader.of(None)).select(listed).rows
            named = [row[0].value for row in rows if isinstance(row[0], ox.NamedNode)]
            return {name: self._count(name) for name in named if name != self._graph}
        return {}

    def remove(self, idle: dict[str, int]) -> None:
        """Remove those that nobody has worked on since they were listed."""
        for name, count in self.others().items():
            if idle.get(name) == count:
                with suppress(EndpointError, QueryError):
                    self._writer.update(f"DROP SILENT GRAPH <{name}>")

    def _refuse_readers(self) -> None:
        """Raise RequestError where the default graph is the union of all graphs, ours included."""
        # In a graph of its own: what a break leaves of it is no part of the upload.
        mark = f"<{self._graph}> <{RDF_TYPE}> <{BASE}staging>"
        marked = f"DATA {{ GRAPH <{self._graph}/probe> {{ {mark} }} }}"
        self._writer.update(f"INSERT {marked}")
        try:
            seen = Remote(self._reader).ask(f"ASK {{ {mark} }}")
        finally:
            self._writer.update(f"DELETE {marked}")
        if seen:
            raise RequestError(
                f"{self._reader.name}: its default graph shows every graph, also one that is half "
                f"uploaded: push to {self._reader.name}?default-graph-uri=IRI and ask the same"
            )

    def swap(self, target: str | None, expected: int) -> bool:
        """Put the upload in the place of the target graph; whether it was whole when it went."""
        if not self._aside(self._graph):
            # Another push may take away what was counted here, and a third begin to fill it anew:
            # what readers will see is counted where neither can.
            aside = self._named()
            if not self._move(aside, expected):
                return False
            self._graph = aside
        if not self._move(target, expected):
            return False
        there = self._count(target)
        if there != expected:
            raise EndpointError(f"{self._reader.name}: holds {there:,} triples, not {expected:,}")
        return True

    def _move(self, to: str | None, expected: int) -> bool:
        """Move the upload, if it is whole; whether it was."""
        if self._count(self._graph) != expected:
            return False
        place = f"GRAPH <{to}>" if to else "DEFAULT"
        try:
            self._writer.update(f"MOVE GRAPH <{self._graph}> TO {place}", again=False)
        except EndpointError:
            # The answer may be lost after the work was done, or another push was first.
            with suppress(EndpointError):
                left = self._count(self._graph)
                if not left and self._count(to) == expected:
                    return True
                if left != expected:
                    return False
            raise
        return True

    def _count(self, graph: str | None) -> int:
        return Remote(self._reader.of(graph)).count()
