"""Fixtures shared by all tests: the curated graph, built once a session."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reasoner
import servers
from clustergraph.building import build
from clustergraph.graph import location as graph

if TYPE_CHECKING:
    from collections.abc import Iterator

REPO = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repo() -> Path:
    """The top of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def curated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder with the curated facts, built by the product itself."""
    where = tmp_path_factory.mktemp("curated") / "graph"
    build.build([], where)
    return where


@pytest.fixture(scope="session")
def curated_graph(curated_folder: Path) -> graph.Location:
    """The curated graph, opened."""
    return graph.open_graph(curated_folder)


@pytest.fixture(scope="session")
def curated_file(curated_graph: graph.Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated graph as one N-Triples file."""
    path = tmp_path_factory.mktemp("curated") / "graph.nt"
    path.write_bytes(b"".join(curated_graph.lines()))
    return path


@pytest.fixture(scope="session")
def entailed_file(curated_file: Path) -> Path:
    """The curated graph as a store with an RDFS reasoner holds it, as one N-Triples file."""
    return reasoner.entailed(curated_file, curated_file.with_name("entailed.nt"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is absent."""
    path = Path(os.environ.get("CLUSTERGRAPH_REAL_DATA", REPO.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no real data at {path}")
    return path


@pytest.fixture(scope="session")
def real_graph(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> graph.Location:
    """Horizon 2020 of April 2016 and INTERREG 2014–2020, with the regions, built and opened."""
    where = tmp_path_factory.mktemp("real") / "graph"
    given = {"nuts": "nuts", "cordis": "cordis-h2020-2016", "keep": "keep/keep_closed_1420.xlsx"}
    build.build([(name, shared_data / path) for name, path in given.items()], where)
    return graph.open_graph(where)


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A running `oxigraph serve`; each test uses graphs of its own name."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A running Virtuoso; each test uses graphs of its own name."""
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server
