"""Fixtures shared by all tests: the curated graph, built once a session."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest
from hypothesis import settings

import reasoner
import servers
from clustergraph.building import build
from clustergraph.graph import folder
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clustergraph.graph.location import Location

REPO = Path(__file__).resolve().parents[1]

# A machine that is busy is no fault of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


# What makes a test slow by itself: the real files, and servers.
SLOW = frozenset({"shared_data", "oxigraph_server", "virtuoso_server"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that need real data or a server, before `-m` looks at the marks."""
    for item in items:
        if isinstance(item, pytest.Function) and SLOW & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Keep the collector from walking the tests and all modules, which stay: each build of a graph
    calls it, which took most of the time of a small one."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def kept_from_the_collector() -> None:
    """What stays is kept from the collector again after a module that tested letting go of it."""
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def repo() -> Path:
    """The top of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that all its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def built_once(common: Path) -> Callable[..., Path]:
    """Builds a graph folder once for all workers of a run: the others wait for the first."""

    def run(name: str, sources: Sequence[tuple[str, Path]] = ()) -> Path:
        where = common / name
        with filelock.FileLock(common / f"{name}.lock"):
            if not (where / folder.MANIFEST).is_file():
                build.build(sources, where)
        return where

    return run


@pytest.fixture(scope="session")
def curated_folder(built_once: Callable[..., Path]) -> Path:
    """A graph folder with the curated facts, built by the product itself."""
    return built_once("curated")


@pytest.fixture(scope="session")
def curated_graph(curated_folder: Path) -> Location:
    """The curated graph, opened."""
    return open_graph(curated_folder)


@pytest.fixture(scope="session")
def curated_file(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated graph as one N-Triples file."""
    path = tmp_path_factory.mktemp("curated") / "graph.nt"
    path.write_bytes(b"".join(curated_graph.lines()))
    return path


@pytest.fixture(scope="session")
def entailed_file(curated_file: Path, common: Path) -> Path:
    """The curated graph as a store with an RDFS reasoner holds it, as one N-Triples file."""
    where = common / "entailed.nt"
    with filelock.FileLock(common / "entailed.lock"):
        if not where.exists():
            reasoner.entailed(curated_file, common / "entailing.nt").rename(where)
    return where


@pytest.fixture
def graph_of(tmp_path: Path) -> Callable[[str], Location]:
    """Opens a text in Turtle as a graph."""

    def opened(turtle: str) -> Location:
        path = tmp_path / "small.ttl"
        path.write_text(turtle, encoding="utf-8")
        return open_graph(path)

    return opened


@pytest.fixture
def small(request: pytest.FixtureRequest, graph_of: Callable[[str], Location]) -> Location:
    """The Turtle that a module of tests calls SMALL, as a graph."""
    return graph_of(request.module.SMALL)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is absent."""
    path = Path(os.environ.get("CLUSTERGRAPH_REAL_DATA", REPO.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no real data at {path}")
    return path


@pytest.fixture(scope="session")
def real_graph(shared_data: Path, built_once: Callable[..., Path]) -> Location:
    """Horizon 2020 of April 2016 and INTERREG 2014–2020, with the regions, built and opened."""
    given = {"nuts": "nuts", "cordis": "cordis-h2020-2016", "keep": "keep/keep_closed_1420.xlsx"}
    sources = [(name, shared_data / path) for name, path in given.items()]
    return open_graph(built_once("real", sources))


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A running `oxigraph serve`; each test uses graphs of its own name."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def our_server(curated_folder: Path) -> Iterator[str]:
    """Our own service of the curated graph, for all tests that ask it over HTTP."""
    with servers.ours(str(curated_folder)) as (address, _app):
        yield address


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A running Virtuoso; each test uses graphs of its own name."""
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server
