"""What pyvis imports and a page does not use is imported when somebody uses it."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


@pytest.mark.slow
def test_what_is_loaded_already_is_what_pyvis_gets() -> None:
    _run(_KNOWN)
