"""Files as other people's programs read them: igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import igraph
import pytest

import clustergraph as cg

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["partners", "everything"])
def test_igraph_reads_equal_nodes_and_ties(curated_folder: Path, name: str, tmp_path: Path) -> None:
    graph = cg.open(curated_folder)
    expected = cg.network(graph, name)
    cg.export(graph, tmp_path / "n.graphml", network=name, reasons=True)
    found = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml"))
    told = ("label", "kind", "class", "country")
    nodes = {each["iri"]: {key: each[key] for key in told} for each in found.vs}
    assert nodes == dict(expected.nodes(data=True))
    ties = {
        frozenset((found.vs[each.source]["iri"], found.vs[each.target]["iri"])): each
        for each in found.es
    }
    assert len(ties) == expected.number_of_edges() > 0
    for one, other, data in expected.edges(data=True):
        tie = ties[frozenset((one, other))]
        assert {key: tie[key] for key in data} == data
