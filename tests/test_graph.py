"""Graph locations: what can be opened, and labels."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from clustergraph.errors import GraphError, RequestError, SourceError
from clustergraph.graph.copies import to_rdflib
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

TURTLE = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:a> rdfs:label "one"@en, "un"@fr ;
  <urn:p> "1234.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<urn:b> rdfs:label "plain", "deux"@fr .
<urn:c> rdfs:label "drei"@de .
"""
NT = """<urn:a> <urn:p> "x" .
"""


@pytest.fixture
def location(tmp_path: Path) -> Location:
    path = tmp_path / "g.ttl"
    path.write_text(TURTLE)
    return open_graph(path)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", {"urn:a": "one", "urn:b": "plain", "urn:c": "drei", "urn:d": "urn:d"}),
        ("fr", {"urn:a": "un", "urn:b": "deux", "urn:c": "drei", "urn:d": "urn:d"}),
        ("nl", {"urn:a": "one", "urn:b": "plain", "urn:c": "drei", "urn:d": "urn:d"}),
    ],
)
def test_a_label_in_the_language_asked_or_the_next_best(
    location: Location, lang: str, expected: dict[str, str]
) -> None:
    assert location.labels(["urn:a", "urn:b", "urn:c", "urn:d"], lang) == expected


def test_literals_keep_their_form(location: Location) -> None:
    assert any('"1234.50"^^' in str(triple) for triple in location.triples())


@pytest.mark.parametrize("name", ["g.nt", "g.ttl", "g.nt.gz"])
def test_rdf_files_open_by_extension(tmp_path: Path, name: str) -> None:
    data = NT.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert open_graph(tmp_path / name).count() == 1


@pytest.mark.slow
def test_rdf_xml_and_json_ld_open(tmp_path: Path, location: Location) -> None:
    rdf = to_rdflib(location)
    for extension, form in (("rdf", "xml"), ("jsonld", "json-ld")):
        path = tmp_path / f"again.{extension}"
        rdf.serialize(path, format=form)
        assert sorted(open_graph(path).lines()) == sorted(location.lines())


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("g.ttl", b"<urn:a> <urn:b> 'x' .\n<urn:a> b .", SourceError, r"g\.ttl:2: "),
        ("g.txt", b"x", SourceError, "not an RDF file by its extension"),
        ("g.nt.gz", b"not gzip", SourceError, "cannot be read"),
        ("g.ttl", b"<urn:a> <urn:b> '\xff' .", SourceError, r"g\.ttl"),
    ],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, name: str, content: bytes, error: type[Exception], message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=message):
        open_graph(tmp_path / name)


def test_no_graph_yet_says_which_command_makes_one(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no graph here yet; run: build\(graph="):
        open_graph(tmp_path / "graph")


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(RequestError, match="not the address of an endpoint"):
        open_graph("ftp://example.org/sparql")
