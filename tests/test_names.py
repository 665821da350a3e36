"""From a name as a person types it to the thing meant, in both engines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import RequestError
from clustergraph.graph import engines
from clustergraph.graph.location import Location
from clustergraph.questions import names
from clustergraph.terms import PREFIXES, RDF_TYPE, RDFS_LABEL, expand, fold, mint

if TYPE_CHECKING:
    from pathlib import Path

PREF_LABEL = f"{PREFIXES['skos']}prefLabel"
NAMES = {
    "organisation:upc": "Universitat Politècnica de Catalunya",
    "organisation:strasse": "Straßenbau GmbH & Co. KG",
    "organisation:greek": "ΕΛΛΗΝΙΚΟ ΙΔΡΥΜΑ",
    "organisation:two-words": "Something Else",
    "organisation:signs": r'L\'Oréal "(R&D)" [^x]',
    "topic:tourism": "Tourism",
}


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{expand(subject)}> <{predicate}> {value} .\n"


@pytest.fixture(scope="module", params=engines.ENGINES)
def location(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Location:
    path: Path = tmp_path_factory.mktemp("names") / "names.nt"
    lines = [
        _line(iri, PREF_LABEL if iri.startswith("topic") else RDFS_LABEL, str(ox.Literal(name)))
        for iri, name in NAMES.items()
    ]
    lines += [_line(iri, RDF_TYPE, f"<{expand('cg:Organisation')}>") for iri in NAMES]
    path.write_text("".join(lines), encoding="utf-8")
    index = engines.ENGINES[request.param].load(path)
    return Location(str(path), index, None, tuple(path.read_bytes().splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("universitat politecnica de catalunya", "organisation:upc"),
        ("UNIVERSITAT-POLITÈCNICA (de Catalunya)", "organisation:upc"),
        ("strassenbau gmbh co kg", "organisation:strasse"),
        ("ελληνικο ιδρυμα", "organisation:greek"),
        ("two words", "organisation:two-words"),
        ("loreal rd x", "organisation:signs"),
        ("tourism", "topic:tourism"),
        ("Tourism", "topic:tourism"),
    ],
)
def test_a_name_is_found_however_it_is_typed(location: Location, typed: str, found: str) -> None:
    assert names.resolve(location, typed, None) == expand(found)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Universitat Politecnica de Cataluna", "organisation:upc"),
        ("Strasenbau", "organisation:strasse"),
        ("Turism", "topic:tourism"),
    ],
)
def test_a_slip_brings_the_nearest(location: Location, typed: str, suggested: str) -> None:
    with pytest.raises(RequestError, match=f"nothing is called '{typed}'; nearest: {suggested}"):
        names.resolve(location, typed, None)


@pytest.mark.parametrize("typed", ["", "?", "(.*)", "x|y", "[", "\\", '"', "東京", "a"])
def test_what_names_nothing_is_said_to_name_nothing(location: Location, typed: str) -> None:
    with pytest.raises(RequestError, match="nothing is called"):
        names.resolve(location, typed, None)


@given(st.text(st.sampled_from("aZ9 é\u0301ßﬁœİıſK²東-.&'\"\\")))
def test_every_name_with_the_same_key_is_sought(name: str) -> None:
    assert re.search(names.loosely(fold(name)), name.lower())


def test_a_thing_without_our_iri_is_not_named(location: Location) -> None:
    assert names.known(location, mint("organisation", "upc"), "upc") == expand("organisation:upc")
    with pytest.raises(RequestError, match="is not an IRI"):
        names.known(location, "not one", "not one")
