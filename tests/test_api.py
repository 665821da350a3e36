"""`import clustergraph as cg`: the document about it is run; what it does not show is tested."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest

import clustergraph as cg
from clustergraph.errors import RequestError
from clustergraph.formats import tables

if TYPE_CHECKING:
    from pathlib import Path


def test_the_document_shows_what_happens(
    repo: Path, curated_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pandas")
    (tmp_path / "graph").symlink_to(curated_folder)
    monkeypatch.chdir(tmp_path)
    # A fence is no output.
    text = re.sub("^```.*$", "", (repo / "docs/python.md").read_text(), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, "python.md", "docs/python.md", 0)
    assert len(test.examples) >= 15
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    told: list[str] = []
    failed = doctest.DocTestRunner(optionflags=flags).run(test, out=told.append).failed
    assert not failed, "".join(told)


def test_what_is_offered_is_there() -> None:
    assert set(dir(cg)) == set(cg.__all__)
    for name in cg.__all__:
        assert getattr(cg, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cg.nothing


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, clustergraph; print({'pyoxigraph', 'click', 'rdflib'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_values_may_be_numbers_and_booleans(curated_folder: Path, tmp_path: Path) -> None:
    graph = cg.open(curated_folder)
    assert len(cg.query(graph, "partners-in-year", year=2014).rows) > 0
    asked = tmp_path / "same.rq"
    asked.write_text("#+ parameters:\n#+   wanted: boolean\nASK { FILTER($wanted) }")
    assert cg.query(graph, asked, wanted=True) is True
    assert cg.query(graph, str(asked), wanted=False) is False


def test_a_network_is_a_plain_networkx_graph(curated_folder: Path) -> None:
    assert type(cg.network(cg.open(curated_folder), "partners")) is nx.Graph


def test_a_network_is_chosen_by_keywords(curated_folder: Path) -> None:
    graph = cg.open(curated_folder)
    found = cg.network(graph, "partners", country="BE", weighting="newman", lang="fr")
    assert {data["country"] for _, data in found.nodes(data=True)} == {"BE"}
    assert "agence" in {data["type"] for _, data in found.nodes(data=True)}
    whole = cg.network(graph, "partners")
    assert 0 < found.number_of_edges() < whole.number_of_edges()
    stable = cg.network(graph, "partners", stable=2)
    assert {weight for *_, weight in stable.edges(data="weight")} == {
        weight for *_, weight in whole.edges(data="weight") if weight >= 2
    }
    with pytest.raises(RequestError, match="unknown weighting 'pmi'"):
        cg.network(graph, "partners", weighting="pmi")


def test_a_notebook_shows_labels_and_nothing_that_runs() -> None:
    bad = "<script>alert(1)</script>"
    table = tables.Table(
        ("thing", "thingLabel", bad),
        [(ox.NamedNode("urn:a&b"), ox.Literal(bad), ox.Literal(number)) for number in range(150)],
    )
    shown = table._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "urn:a" not in shown
    assert shown.count("<tr>") == 101
    assert shown.endswith("<p>and 50 more rows</p>")


def test_pandas_keeps_numbers_that_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    table = tables.Table(("n", "t"), [(ox.Literal(1), ox.Literal("a")), (None, None)])
    frame = table.to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "string"]
    assert int(frame["n"].isna().sum()) == 1
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(RequestError, match="pip install pandas"):
        table.to_pandas()
