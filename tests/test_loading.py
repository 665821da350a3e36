"""What only some commands need is imported when they need it, and what pyvis imports not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from clustergraph.graph import folder

if TYPE_CHECKING:
    from pathlib import Path

_PRELUDE = """
import sys
from clustergraph.web.page import loading
made = loading.network()
heavy = [name for name in ("IPython", "networkx", "jsonpickle") if name in sys.modules]
assert heavy == [], heavy
"""
_KNOWN = """
import networkx
from clustergraph.web.page import loading
import pyvis.network
loading.network()
assert pyvis.network.nx is networkx
"""


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("use", "shown"),
    [
        ("network = made(); network.from_nx(__import__('networkx').path_graph(3)); "
         "print(len(network.nodes))", "3"),
        ("print(made().to_json()[:15])", '{"py/object": "'),
        ("import pyvis.network; print(pyvis.network.IFrame('x.html', 1, 2).src)", "x.html"),
    ],
)  # fmt: skip
def test_pyvis_works_as_ever_when_it_is_used_for_more(use: str, shown: str) -> None:
    assert _run(_PRELUDE + use) == shown


_WITHOUT = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if {name, name.partition(".")[0]} & set(%r):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Without())
from clustergraph.cli import run
sys.exit(run(%r))
"""
NOTEBOOKS = ("IPython", "jedi", "jsonpickle", "parso", "prompt_toolkit", "pygments", "traitlets")
CHARTS = (
    "contourpy",
    "fontTools",
    "kiwisolver",
    "matplotlib",
    "PIL",
    "pyshacl",
    "pyvis",
    "tantivy",
)
# What SciPy would load of NumPy when it is loaded first.
UNUSED = ("numpy.f2py", "numpy.testing")
NETWORKS = ("llvmlite", "numba", "polars", "scipy", "graspologic_native")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("packages", "command"),
    [
        ((*NOTEBOOKS, *UNUSED), ["view", "-o", "view.html"]),
        ((*NOTEBOOKS, *CHARTS), ["validate"]),
        ((*NOTEBOOKS, *CHARTS, *UNUSED), ["centrality"]),
        ((*NOTEBOOKS, *CHARTS, *NETWORKS), ["info"]),
        ((*NOTEBOOKS, *CHARTS, *NETWORKS), ["query", "partners-by-country"]),
        ((*NOTEBOOKS, *CHARTS, *NETWORKS), ["export", "graph.ttl"]),
    ],
)
def test_a_command_runs_without_what_only_others_need(
    packages: tuple[str, ...], command: list[str], curated_folder: Path, tmp_path: Path
) -> None:
    # Kept tables are read by Polars.
    graph = shutil.copytree(
        curated_folder, tmp_path / "g", ignore=shutil.ignore_patterns(folder.CACHE)
    )
    code = _WITHOUT % (packages, [*command, "--graph", str(graph)])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_what_is_loaded_already_is_what_pyvis_gets() -> None:
    _run(_KNOWN)
