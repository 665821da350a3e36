"""Awkward names, numbers and years, and disks that are full, in every format that is written."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import polars as pl
import pyoxigraph as ox
import pytest
from lxml import etree
from openpyxl import load_workbook

import clustergraph as cg
from clustergraph.errors import OutputError
from clustergraph.formats import quads, tables, triples
from clustergraph.formats.delimited import unguarded
from clustergraph.formats.networks import registry
from clustergraph.graph.opening import open_graph
from clustergraph.terms import CG, PREFIXES, RDFS_LABEL, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow

ID = "https://example.org/id/"
NAMES = {
    "control": "a\x07b\x1b[31mc",
    "cdata": "x ]]> y <![CDATA[ z & <b>",
    "lines": "one\ntwo\r\nthree\tfour",
    "rtl": "\u202eabc\u202c \u200f\u05d0\u05d1",
    "long": "n" * 10_000,
    "formula": "=1+1",
    "quotes": "\"a\" 'b' ; , \\",
    "last": "\ufffe\uffff",
    "wide": "\U0001f600 e\u0301",
}
# XML has no place for these.
IN_XML = sorted(NAMES.keys() - {"control", "last"})
YEARS = ("0000-01-01", "-0044-03-15", "12026-01-01", "9999-12-31")
# Those that an RDF file is read with.
READ = ("0001-01-01", "0999-12-31", "2026-01-01", "9999-12-31")
NETWORKS = [*registry.WRITERS]
TRIPLES = [f".{each.extension}" for each in triples.WRITERS.values()]
QUADS = [f".{ending}" for ending in quads.WRITERS]


def _literal(text: str, kind: str = "string") -> str:
    return str(ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{kind}")))


def _graph(path: Path, names: list[str], tied: bool = True) -> Location:
    """Organisations with these names, each of which takes part in a project of an odd year."""
    lines = []
    for number, name in enumerate(names):
        one, project, through = (f"<{ID}{kind}{number}>" for kind in "opt")
        lines += [
            f"{one} a <{CG}Cluster> .", f"{one} <{RDFS_LABEL}> {_literal(NAMES[name])} .",
            f"{project} a <{CG}Project> .",
            f"{project} <{CG}startDate> {_literal(READ[number % len(READ)], 'date')} .",
            f"{through} <{CG}participant> {one} .",
            f"{through} <{CG}inProject> <{ID}p{0 if tied else number}> .",
        ]  # fmt: skip
    path.write_text("\n".join([*lines, ""]).replace(" a ", f" <{PREFIXES['rdf']}type> "), "utf-8")
    return open_graph(path)


@pytest.fixture
def awkward(tmp_path: Path) -> Location:
    return _graph(tmp_path / "awkward.nt", list(NAMES))


@pytest.mark.parametrize("extension", NETWORKS)
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_a_network_of_awkward_names_is_written_and_can_be_read(
    awkward: Location, extension: str, packed: str, tmp_path: Path
) -> None:
    written = cg.export(awkward, tmp_path / f"n{extension}{packed}", network="projects")
    count, ties = len(NAMES), len(NAMES) * (len(NAMES) - 1) // 2
    for path in written:
        data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
        if extension in (".gexf", ".graphml"):
            etree.fromstring(data)
        elif extension in (".csv", ".neo4j"):
            rows = list(csv.reader(data.decode().splitlines(keepends=True)))
            assert len({len(row) for row in rows}) == 1
            assert len(rows) - 1 in (count, ties)
        elif extension == ".json":
            assert len(nx.node_link_graph(json.loads(data), edges="links")) == count
        elif extension == ".parquet":
            assert len(pl.read_parquet(data)) in (count, ties)
        elif extension == ".net":
            assert len(nx.parse_pajek(data.decode().splitlines())) == count
        elif not packed:
            assert load_workbook(path).worksheets[0].max_row - 1 in (count, ties)


@pytest.mark.parametrize("extension", [*TRIPLES, *QUADS])
def test_triples_of_awkward_names_are_the_same_or_refused(
    awkward: Location, extension: str, tmp_path: Path
) -> None:
    path, expected = tmp_path / f"g{extension}", set(awkward.triples())
    if extension == ".rdf":
        with pytest.raises(OutputError, match="RDF/XML cannot hold the character"):
            cg.export(awkward, path)
        assert not path.exists()
        awkward = _graph(tmp_path / "plain.nt", IN_XML)
        expected = set(awkward.triples())
    cg.export(awkward, path)
    assert {quad.triple for quad in ox.parse(path=path)} == expected


@pytest.mark.parametrize("form", tables.WRITERS)
def test_an_answer_of_awkward_values_is_written_in_every_format(form: str) -> None:
    huge = [ox.Literal(str(number), datatype=ox.NamedNode(f"{XSD}integer"))
            for number in (2**31, 2**53 + 1, 2**63, -(2**100))]  # fmt: skip
    days = [ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date")) for day in YEARS]
    texts = [ox.Literal(text) for text in NAMES.values()]
    rows = [
        (texts[at], huge[at % len(huge)], days[at % len(days)], None) for at in range(len(texts))
    ]
    data = tables.write(tables.Table(("text", "number", "day", "blank"), rows), form)
    assert data
    if form == "csv":
        read = list(csv.DictReader(data.decode().splitlines(keepends=True)))
        assert [unguarded(row["text"]) for row in read] == [*NAMES.values()]
        assert {row["number"] for row in read} == {each.value for each in huge}
        assert {row["blank"] for row in read} == {""}
    if form == "parquet":
        found = pl.read_parquet(data)
        assert found["text"].to_list() == [*NAMES.values()]
        assert set(found["number"].cast(pl.String)) == {each.value for each in huge}
        assert set(found["day"].cast(pl.String)) == set(YEARS)
    if form == "json":
        bound = json.loads(data)["results"]["bindings"]
        assert [row["text"]["value"] for row in bound] == [*NAMES.values()]


@pytest.mark.parametrize("extension", NETWORKS)
def test_a_network_without_ties_is_written(extension: str, tmp_path: Path) -> None:
    alone = _graph(tmp_path / "alone.nt", ["quotes", "wide"], tied=False)
    written = cg.export(alone, tmp_path / f"n{extension}", network="projects",
                        measures=("degree", "community"), positions=True)  # fmt: skip
    assert all(path.stat().st_size for path in written)
    if extension == ".json":
        found = json.loads(written[0].read_bytes())
        assert (len(found["nodes"]), len(found["links"])) == (2, 0)


def test_a_lone_surrogate_in_a_name_asked_for_is_one_line(awkward: Location) -> None:
    with pytest.raises(cg.RequestError) as error:
        cg.query(awkward, "partners", organisation="a\udce9b")
    assert str(error.value).isprintable()


def _small_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_024, 1_024))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bound")
@pytest.mark.parametrize("extension", [*NETWORKS, ".ttl", ".nq", ".jsonld.gz"])
def test_where_a_disk_is_full_nothing_half_written_is_left(
    curated_folder: Path, extension: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "clustergraph.cli", "export", str(out / f"n{extension}"),
               "--graph", str(curated_folder)]  # fmt: skip
    # lxml comes with the tests only; without it openpyxl fails as it does where it is installed.
    for lxml in ("False", "True") if extension == ".xlsx" else ("False",):
        variables = {**os.environ, "OPENPYXL_LXML": lxml}
        done = subprocess.run(
            command, capture_output=True, text=True, env=variables, preexec_fn=_small_files
        )
        assert done.returncode == 2, done.stderr
        (line,) = done.stderr.splitlines()
        assert "cannot write" in line
        assert "File too large" in line or "IO_EFBIG" in line
        assert not [*out.iterdir()]


def test_where_the_second_file_cannot_be_written_the_first_is_not_left(
    awkward: Location, tmp_path: Path
) -> None:
    (tmp_path / "n.edges.csv").mkdir()
    with pytest.raises(OutputError, match=r"n\.edges\.csv is a folder"):
        cg.export(awkward, tmp_path / "n.csv", network="projects")
    assert not (tmp_path / "n.nodes.csv").exists()


def test_a_folder_for_neo4j_that_cannot_be_made_is_one_line(
    awkward: Location, tmp_path: Path
) -> None:
    (tmp_path / "n.neo4j").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match=r"n\.neo4j is a file: name a new or an empty folder"):
        cg.export(awkward, tmp_path / "n.neo4j", network="projects")
    assert (tmp_path / "n.neo4j").read_text(encoding="utf-8") == "a file"
