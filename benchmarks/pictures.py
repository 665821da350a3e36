"""Processor time of `view` and `export` against NetworkX and pyvis used plainly on the same rows.

    python benchmarks/pictures.py GRAPH

GRAPH is a folder with projects, such as one built from cordis-h2020-2016. The rival is given who
takes part in which project, ties all that share one by NetworkX, and writes the 500 with the most
partners with pyvis, and all with NetworkX as GEXF: no facts, no sources, no places of nodes, which
ours write too. Each runs in a process of its own, three times; the fastest counts.
"""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

from clustergraph.graph.opening import open_graph
from queries import children

ROUNDS, NODES = 3, 500
ROWS = """
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
SELECT DISTINCT ?member ?through { ?x cg:participant ?member ; cg:inProject ?through }
"""
OURS = [sys.executable, "-m", "clustergraph.cli"]


def seconds(command: list[str]) -> float:
    """User and system seconds of the fastest of some runs, children included."""
    spent = []
    for _ in range(ROUNDS):
        before = children()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        spent.append(children() - before)
    return min(spent)


def rows(where: str, path: Path) -> None:
    """Who takes part in what, as CSV."""
    found = open_graph(where).select(ROWS)
    with path.open("w", encoding="utf-8", newline="") as file:
        told = ([cell.value if cell else "" for cell in row] for row in found.rows)
        csv.writer(file).writerows(told)


def rival(task: str, source: str, target: str) -> None:
    """The page or the file of the rows, by NetworkX and pyvis alone."""
    import networkx as nx

    together: dict[str, list[str]] = {}
    with Path(source).open(encoding="utf-8", newline="") as file:
        for member, through in csv.reader(file):
            together.setdefault(through, []).append(member)
    network: nx.Graph[str] = nx.Graph()
    for members in together.values():
        network.add_nodes_from(members)
        for pair in itertools.combinations(members, 2):
            weight = network.get_edge_data(*pair, {"weight": 0})["weight"]
            network.add_edge(*pair, weight=weight + 1)
    if task == "export":
        nx.write_gexf(network, target)
        return
    from pyvis.network import Network

    most = sorted(network, key=lambda each: (-network.degree(each), each))[:NODES]
    page = Network(cdn_resources="in_line")
    page.from_nx(network.subgraph(most))
    Path(target).write_text(page.generate_html(), encoding="utf-8")


def main(where: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "rows.csv"
        rows(where, source)
        for task, ending in (("view", "html"), ("export", "gexf")):
            ours, theirs = Path(folder) / f"ours.{ending}", Path(folder) / f"theirs.{ending}"
            options = ["--network", "projects", "--graph", where]
            written = [str(ours)] if task == "export" else ["-o", str(ours)]
            mine = seconds([*OURS, task, *options, *written])
            plain = seconds([sys.executable, __file__, task, str(source), str(theirs)])
            print(
                f"{task}: {mine:.1f} s, {ours.stat().st_size / 1e6:.1f} MB; plain: {plain:.1f} s, "
                f"{theirs.stat().st_size / 1e6:.1f} MB; {plain / mine:.1f} times"
            )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        rival(*sys.argv[1:4])
    else:
        main(sys.argv[1])
