"""Opens a graph folder, an RDF file or a SPARQL endpoint to be asked: all that can be named as a
graph. Knows what a build is made of; asks nothing.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.errors import GraphError
from clustergraph.formats import rdf
from clustergraph.graph import asked, engines, folder
from clustergraph.graph.bounds import MEMORY, TIMEOUT, Bounds
from clustergraph.graph.held import Held
from clustergraph.graph.location import Location
from clustergraph.graph.progress import Report, silent

if TYPE_CHECKING:
    from clustergraph.graph.confined import Work


def open_graph(
    where: str | Path,
    *,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    report: Report = silent,
    meanwhile: Work = lambda: None,
) -> Location:
    """Open a graph folder, an RDF file (.ttl .nt .nt.gz .jsonld .rdf .owl .xml) or an endpoint.

    An endpoint is the http or https address of a SPARQL 1.1 service. `timeout` is how many seconds
    one answer may take, `memory` how many bytes answering may take on this machine, beside the
    graph itself: a question over one of them raises LimitError. `report` is told the progress when
    all triples of an endpoint are fetched. `meanwhile` is called while the engine of a folder or a
    file opens its index.

    Raises GraphError where there is no graph, where it is damaged or of another version,
    SourceError where a file does not parse, RequestError for a wrong address. That an endpoint does
    not answer shows when it is asked.
    """
    if "://" in str(where):
        return replace(_open_endpoint(str(where), timeout), report=report)
    path = Path(where)
    bounds = Bounds(timeout, memory)
    open_ = _open_file if path.is_file() else _open_folder
    location = open_(path, bounds, meanwhile)
    return replace(location, timeout=timeout, memory=memory)


def _open_endpoint(url: str, timeout: float) -> Location:
    from clustergraph.graph.endpoint.client import Client
    from clustergraph.graph.endpoint.index import Remote
    from clustergraph.http.limits import Patience

    client = Client(url, Patience(timeout))
    return Location(client.name, Remote(client), None, None, timeout)


def _open_folder(path: Path, bounds: Bounds, meanwhile: Work) -> Location:
    """The build in force; where another one comes into force meanwhile, that one."""
    while True:
        written, manifest = folder.written(path), folder.read_manifest(path)
        try:
            return _open_build(path, manifest, bounds, meanwhile)
        except (GraphError, OSError) as error:
            if folder.written(path) != written:
                continue
            if isinstance(error, GraphError):
                raise
            remake = folder.remake(path, manifest)
            raise GraphError(f"{path}: damaged ({error}); run: ", remake) from None


def _open_build(path: Path, manifest: folder.Manifest, bounds: Bounds, meanwhile: Work) -> Location:
    engine = engines.ENGINES.get(manifest.engine)
    if engine is None:
        raise GraphError(
            f"{path}: unknown engine {manifest.engine}; run: ", folder.remake(path, manifest)
        )
    folder.check(path, manifest, engine.version(), wholly=engine.fragile)
    build = path / manifest.folder
    packed = Held(build / folder.GRAPH_FILE)
    try:
        index = asked.Asked(partial(engine.open, build / folder.INDEX), bounds, meanwhile)
    except (OSError, ValueError, RuntimeError) as error:
        raise GraphError(
            f"{path}: damaged index ({error}); run: ", folder.remake(path, manifest)
        ) from None
    about = build / folder.ABOUT_FILE
    # A build of an earlier version has none.
    told = tuple(io.BytesIO(about.read_bytes())) if folder.ABOUT_FILE in manifest.files else ()
    return Location(str(path), index, manifest, packed, about=told)


def _open_file(path: Path, bounds: Bounds, meanwhile: Work) -> Location:
    lines = tuple(sorted({f"{triple} .\n".encode() for triple in rdf.read(path)}))
    index = asked.Asked(partial(_loaded, lines), bounds, meanwhile)
    return Location(str(path), index, None, lines)


def _loaded(lines: tuple[bytes, ...]) -> engines.Embedded:
    # A folder, because it goes also where a signal ends the program.
    with tempfile.TemporaryDirectory(prefix="clustergraph-") as scratch:
        plain = Path(scratch) / "graph.nt"
        plain.write_bytes(b"".join(lines))
        return engines.ENGINES[engines.DEFAULT].load(plain)
