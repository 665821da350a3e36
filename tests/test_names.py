"""From a name or code as a person types it to the thing meant, in every kind of graph."""

from __future__ import annotations

import re
import shutil
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import clustergraph as cg
from clustergraph.building.build import build
from clustergraph.cli.program import cli, spell
from clustergraph.errors import ParameterName, RequestError, spelled
from clustergraph.graph import engines, folder
from clustergraph.graph.location import Location
from clustergraph.graph.opening import open_graph
from clustergraph.graph.push import push
from clustergraph.questions import directory, likest, lookup, names, taken
from clustergraph.questions.spelling import Typed, counted, likeness, loosely
from clustergraph.service import graphs
from clustergraph.strategy import weights
from clustergraph.terms import PREFIXES, compress, expand, fold

if TYPE_CHECKING:
    from pathlib import Path

    import servers
    from clustergraph.questions.lookup import Named

ORGANISATION, PLACE, COUNTRY = ("cg:Organisation",), ("cg:Place",), ("cg:Country",)
TARGET = "https://w3id.org/clustergraph/test/names"
SMALL = r"""
cg:Organisation a owl:Class ; rdfs:label "organisation"@en .
cg:Cluster rdfs:subClassOf cg:Organisation ; rdfs:label "cluster"@en .
cg:Place rdfs:label "place"@en .
cg:Country rdfs:subClassOf cg:Place ; rdfs:label "country"@en .
cg:Region rdfs:subClassOf cg:Place ; rdfs:label "region"@en .
cg:Project rdfs:label "project"@en .

place:belgium a cg:Country ; rdfs:label "Belgium"@en , "Belgique"@fr ; skos:altLabel "België"@nl ;
    cg:isoCode "BE" .
place:greece a cg:Country ; rdfs:label "Greece"@en ; cg:isoCode "GR" .
place:britain a cg:Country ; rdfs:label "United Kingdom"@en ; cg:isoCode "GB" .
place:luxembourg a cg:Country ; rdfs:label "Luxembourg"@en ; skos:altLabel "Lëtzebuerg" ;
    cg:isoCode "LU" .
place:nuts-LU0 a cg:Region ; rdfs:label "Luxembourg" ; cg:nutsCode "LU0" ;
    cg:within place:luxembourg .
place:nuts-LU00 a cg:Region ; rdfs:label "LUXEMBOURG" ; cg:nutsCode "LU00" ;
    cg:within place:nuts-LU0 .
place:wallonia a cg:Region ; rdfs:label "Wallonia"@en ; cg:nutsCode "BE3" ;
    cg:within place:belgium .
place:nuts-BE33 a cg:Region ; rdfs:label "Liège" ; cg:nutsCode "BE33" ; cg:within place:wallonia .
place:nuts-BE332 a cg:Region ; rdfs:label "Liège" ; cg:nutsCode "BE332" ;
    cg:within place:nuts-BE33 .
place:nuts-GR30 a cg:Region ; rdfs:label "Attiki, of old" ; cg:nutsCode "GR30" .
place:nuts-EL30 a cg:Region ; rdfs:label "Attiki" ; cg:nutsCode "EL30" ; cg:within place:greece .
place:nuts-EL41 a cg:Region ; rdfs:label "Voreio Aigaio" ; cg:nutsCode "EL41" .
place:germany a cg:Country ; rdfs:label "Germany"@en ; cg:isoCode "DE" .
place:nuts-DE6 a cg:Region ; rdfs:label "Hamburg" ; cg:nutsCode "DE6" ; cg:within place:germany .
place:nuts-DE60 a cg:Region ; rdfs:label "Hamburg" ; cg:nutsCode "DE60" ;
    cg:within place:nuts-DE6 .
place:nuts-DE600 a cg:Region ; rdfs:label "Hamburg" ; cg:nutsCode "DE600" ;
    cg:within place:nuts-DE60 .
place:nuts-FR41 a cg:Region ; rdfs:label "Lorraine" ; cg:nutsCode "FR41" ;
    cg:within place:nuts-FRF3 .
place:nuts-FRF3 a cg:Region ; rdfs:label "Lorraine" ; cg:nutsCode "FRF3" .
place:nuts-UKI a cg:Region ; rdfs:label "London" ; cg:nutsCode "UKI" .

organisation:upc a cg:Organisation ; rdfs:label "Universitat Politècnica de Catalunya" .
organisation:strasse a cg:Organisation ; rdfs:label "Straßenbau GmbH & Co. KG" .
organisation:greek a cg:Organisation ; rdfs:label "ΕΛΛΗΝΙΚΟ ΙΔΡΥΜΑ"@el .
organisation:two-words a cg:Organisation ; rdfs:label "Something Else" .
organisation:signs a cg:Organisation ; rdfs:label "L\\'Oréal \"(R&D)\" [^x]" .
organisation:luxinnovation a cg:Cluster ; rdfs:label "Luxinnovation" ; cg:acronym "LIX" ;
    skos:hiddenLabel "Lux Innov" ; cg:pic "999918390" ; cg:vatNumber "LU16074241" ;
    cg:rorId "05abcde12" ; cg:locatedIn place:luxembourg .
organisation:portugal a cg:Organisation ; rdfs:label "Associação Fraunhofer Portugal" ;
    cg:acronym "Fraunhofer" .
organisation:big a cg:Organisation ;
    rdfs:label "FRAUNHOFER GESELLSCHAFT ZUR FORDERUNG DER ANGEWANDTEN FORSCHUNG EV" ;
    cg:pic "999984059" .
organisation:rehau a cg:Organisation ; rdfs:label "REHAU GESELLSCHAFT" .
organisation:alone a cg:Organisation ; rdfs:label "CNRS" .
organisation:centre a cg:Organisation ; rdfs:label "Centre national de la recherche" ;
    cg:acronym "CNRS" .
organisation:twin-a a cg:Organisation ; rdfs:label "Twin" .
organisation:twin-b a cg:Organisation ; rdfs:label "Twin" .
organisation:wing a cg:Organisation ; rdfs:label "Wing Operations" ; cg:acronym "WING" .
organisation:wing-space a cg:Organisation ; rdfs:label "Wing Space" .
organisation:wing-sea a cg:Organisation ; rdfs:label "Wing Sea" .
organisation:duo-a a cg:Organisation ; rdfs:label "Ericsson of Hungary" ; cg:acronym "DUO" .
organisation:duo-b a cg:Organisation ; rdfs:label "Duotech" ; cg:acronym "DUO" .
organisation:duo-big a cg:Organisation ; rdfs:label "High School" ; cg:acronym "DUO Zurich" .
organisation:branch a cg:Organisation ; rdfs:label "Acme" .
organisation:head a cg:Organisation ; rdfs:label "Acme" .
organisation:cup a cg:Organisation ; rdfs:label "Cup Cakes" .
organisation:cup-upper a cg:Organisation ; rdfs:label "CUP CAKES" .
organisation:lost a cg:Organisation ; rdfs:label "Hochschule" ; cg:acronym "TH Z\ufffdrich" .
organisation:unbroken a cg:Organisation ; rdfs:label "TH Zurich" .
organisation:losses a cg:Organisation ; rdfs:label "MINIST\ufffdRIO DA EDUCA\ufffd\ufffdO" .
<https://example.org/org> a cg:Organisation ; rdfs:label "Of Its Own IRI" .

project:cordis-645452 a cg:Project ; rdfs:label "MACC" ; cg:cordisId "645452" .
programme:horizon a cg:Programme ; rdfs:label "Horizon 2020" ; cg:code "H2020-EU.2.1." .
role:lead a skos:Concept ; skos:inScheme cgs:role ; rdfs:label "lead"@en , "meneur"@fr ;
    skos:notation "L" .
topic:lead a skos:Concept ; skos:inScheme cgs:topic ; rdfs:label "lead"@en .
topic:tourism a skos:Concept ; skos:inScheme cgs:topic ; skos:prefLabel "Tourism" .
participation:reported cg:reportedName "Luxembourg Innovation Agency" .
"""
# In how many projects each takes part.
PROJECTS = {
    "luxinnovation": 1, "portugal": 2, "big": 20, "alone": 1, "centre": 10,
    "twin-a": 1, "twin-b": 9, "branch": 1, "head": 10, "lost": 10, "unbroken": 1,
    "wing": 1, "wing-space": 9, "wing-sea": 1, "duo-a": 1, "duo-b": 1, "duo-big": 10,
}  # fmt: skip


def _turtle() -> str:
    used = "cg cgs owl rdfs skos organisation participation place programme project role topic"
    lines = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in used.split()] + [SMALL]
    for name, count in PROJECTS.items():
        lines += [
            f"participation:{name}-{number} a cg:Participation ;"
            f" cg:participant organisation:{name} ; cg:inProject project:made-{number} ."
            for number in range(count)
        ]
    lines.append("participation:reported cg:participant organisation:luxinnovation .")
    # A second participation in one project makes no second project.
    lines.append(
        "participation:again cg:participant organisation:twin-b ; cg:inProject project:made-0 ."
    )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("names") / "small.ttl"
    where.write_text(_turtle(), encoding="utf-8")
    return where


def _loaded(engine: str, path: Path) -> Location:
    lines = open_graph(path).nt
    assert isinstance(lines, tuple)
    flat = path.with_name(f"{engine}.nt")
    flat.write_bytes(b"".join(lines))
    return Location(str(flat), engines.ENGINES[engine].load(flat), None, lines)


_SERVERS = [pytest.param(name, marks=pytest.mark.slow) for name in ("oxigraph serve", "virtuoso")]


@pytest.fixture(scope="module", params=["file", *engines.ENGINES, *_SERVERS])
def location(request: pytest.FixtureRequest, path: Path) -> Location:
    """The small graph as a file, in each engine, and on servers."""
    if request.param == "file":
        return open_graph(path)
    if request.param in engines.ENGINES:
        return _loaded(request.param, path)
    fixture = "virtuoso_server" if request.param == "virtuoso" else "oxigraph_server"
    server: servers.Server = request.getfixturevalue(fixture)
    where = f"{server.query}?default-graph-uri={TARGET}"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.credentials.items():
            patch.setenv(name, value)
        push(open_graph(path), where, update=server.update)
    return open_graph(where)


FOUND = [
    # IRI, CURIE and the last part of an IRI
    ("https://w3id.org/clustergraph/id/organisation/upc", (), "organisation:upc"),
    ("<https://w3id.org/clustergraph/id/organisation/upc>", (), "organisation:upc"),
    ("organisation:upc", ORGANISATION, "organisation:upc"),
    ("two words", (), "organisation:two-words"),
    ("nuts-BE33", PLACE, "place:nuts-BE33"),
    # names and aliases in any language, however they are written
    ("universitat politecnica de catalunya", (), "organisation:upc"),
    ("UNIVERSITAT-POLITÈCNICA (de Catalunya)", (), "organisation:upc"),
    ("strassenbau gmbh co kg", (), "organisation:strasse"),
    ("ελληνικο ιδρυμα", (), "organisation:greek"),
    ("loreal rd x", (), "organisation:signs"),
    ("tourism", (), "topic:tourism"),
    ("Belgique", COUNTRY, "place:belgium"),
    ("belgie", COUNTRY, "place:belgium"),
    ("LIX", ORGANISATION, "organisation:luxinnovation"),
    ("lux innov", ORGANISATION, "organisation:luxinnovation"),
    ("Luxembourg Innovation Agency", ORGANISATION, "organisation:luxinnovation"),
    ("Of its own IRI", ORGANISATION, "https://example.org/org"),
    ("Cup Cakes", (), "organisation:cup"),
    ("CUP CAKES", (), "organisation:cup-upper"),
    # codes of countries and regions
    ("BE", (), "place:belgium"),
    ("be", COUNTRY, "place:belgium"),
    ("BEL", COUNTRY, "place:belgium"),
    ("BE3", (), "place:wallonia"),
    ("NUTS BE3", PLACE, "place:wallonia"),
    ("http://data.europa.eu/nuts/code/BE3", PLACE, "place:wallonia"),
    ("UK", COUNTRY, "place:britain"),
    ("GB", COUNTRY, "place:britain"),
    ("EL", COUNTRY, "place:greece"),
    ("GR", COUNTRY, "place:greece"),
    ("el", COUNTRY, "place:greece"),
    ("GBI", PLACE, "place:nuts-UKI"),
    ("EL30", PLACE, "place:nuts-EL30"),
    ("GR30", PLACE, "place:nuts-GR30"),
    ("GR41", PLACE, "place:nuts-EL41"),
    # identifiers, however they are written
    ("999918390", ORGANISATION, "organisation:luxinnovation"),
    ("999 918 390", ORGANISATION, "organisation:luxinnovation"),
    ("PIC: 999918390", (), "organisation:luxinnovation"),
    ("999918390.0", (), "organisation:luxinnovation"),
    ("LU 1607.42.41", (), "organisation:luxinnovation"),
    ("VAT LU-16074241", (), "organisation:luxinnovation"),
    ("05abcde12", (), "organisation:luxinnovation"),
    ("https://ror.org/05abcde12", (), "organisation:luxinnovation"),
    ("ror.org/05ABCDE12", (), "organisation:luxinnovation"),
    ("645452", (), "project:cordis-645452"),
    ("Grant agreement No. 645452", (), "project:cordis-645452"),
    ("H2020-EU.2.1", (), "programme:horizon"),
    # one thing of several with the name: the kind decides, a country, or the number of projects
    ("lead", ("cgs:role",), "role:lead"),
    ("lead", ("cgs:topic", "cgs:euroscivoc"), "topic:lead"),
    ("L", ("cgs:role",), "role:lead"),
    ("Luxembourg", (), "place:luxembourg"),
    ("Luxembourg", PLACE, "place:luxembourg"),
    ("LUXEMBOURG", PLACE, "place:luxembourg"),
    ("LU00", PLACE, "place:nuts-LU00"),
    ("Hamburg", PLACE, "place:nuts-DE6"),
    ("DE600", PLACE, "place:nuts-DE600"),
    ("lorraine", PLACE, "place:nuts-FRF3"),
    ("Acme", ORGANISATION, "organisation:head"),
    # letters that were lost on the way
    ("TH Zuerich", ORGANISATION, "organisation:lost"),
    ("Ministério da Educação", ORGANISATION, "organisation:losses"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "kinds", "found"), FOUND)
def test_what_is_typed_names_one_thing(
    location: Location, typed: str, kinds: tuple[str, ...], found: str
) -> None:
    assert names.find(location, typed, kinds).iri == (expand(found) or found)


REFUSED = [
    # A small one with the exact name, and a large one that has it inside its own.
    ("Fraunhofer", ORGANISATION, "ambiguous", ["portugal", "big"]),
    ("fraunhofer", ORGANISATION, "ambiguous", ["portugal", "big"]),
    ("CNRS", ORGANISATION, "ambiguous", ["alone", "centre"]),
    ("Twin", ORGANISATION, "ambiguous", ["twin-b", "twin-a"]),
    # Several small ones, and a large one that is often called so.
    ("DUO", ORGANISATION, "ambiguous", ["duo-a", "duo-b", "duo-big"]),
    ("cup cakes", ORGANISATION, "ambiguous", ["cup", "cup-upper"]),
    ("TH Zürich", ORGANISATION, "ambiguous", ["unbroken", "lost"]),
    ("TH Zurich", ORGANISATION, "ambiguous", ["unbroken", "lost"]),
    ("Liège", PLACE, "ambiguous", ["nuts-BE33", "nuts-BE332"]),
    ("lead", (), "ambiguous", ["role/lead", "topic/lead"]),
    # What is only like it is suggested.
    ("Fraunhofer Gesellschaft", ORGANISATION, "nothing", ["big"]),
    ("Gesselschaft Fraunhofer", ORGANISATION, "nothing", ["big"]),
    ("Universitat Politecnica de Cataluna", (), "nothing", ["upc"]),
    ("Strasenbau", (), "nothing", ["strasse"]),
    ("Turism", (), "nothing", ["tourism"]),
    ("organisation:luxinovation", (), "nothing", ["luxinnovation"]),
    ("999918391", ORGANISATION, "nothing", ["luxinnovation"]),
    # Nothing at all.
    ("Belgium", ORGANISATION, "of another kind than is asked for: place:belgium", []),
    ("organisation", (), "nothing", []),
    *(
        (typed, (), "nothing", [])
        for typed in ("", " ", "?", "(.*)", "x|y", "[", "\\", '"', "東京")
    ),
    ("a" * 5_000, (), "no name", []),
]


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "kinds", "said", "offered"), REFUSED)
def test_what_is_not_one_thing_is_asked_about(
    location: Location, typed: str, kinds: tuple[str, ...], said: str, offered: list[str]
) -> None:
    with pytest.raises(RequestError, match=said) as error:
        names.find(location, typed, kinds, parameter="where")
    iris = [expand(curie) or curie for curie in error.value.candidates]
    assert len(iris) == len(offered)
    assert all(iri.endswith(f"/{end}") for iri, end in zip(iris, offered, strict=True)), iris
    assert error.value.parameters == ("where",)
    assert len(str(error.value)) < 1_000


def test_the_message_says_what_each_candidate_is(location: Location) -> None:
    with pytest.raises(RequestError) as error:
        names.find(location, "Fraunhofer", ORGANISATION)
    assert str(error.value) == (
        "'Fraunhofer' is ambiguous: organisation:portugal (Associação Fraunhofer Portugal, "
        "organisation, 2 projects), organisation:big (FRAUNHOFER GESELLSCHAFT "
        "ZUR FORDERUNG DER ANGEWANDTEN FORSCHUNG EV, organisation, PIC 999984059, 20 projects); "
        "give the code or the IRI"
    )


@pytest.mark.slow
def test_who_was_taken_can_be_said(location: Location) -> None:
    found = names.find(location, "LIX")
    assert str(found) == "Luxinnovation (cluster, LU, PIC 999918390, 1 project)"
    assert (found.kind, found.country, found.projects) == ("cluster", "LU", 1)
    assert str(names.find(location, "BE3")) == "Wallonia (region, BE, NUTS BE3)"
    twin = names.find(location, "twin-b")
    assert (twin.projects, twin.country, twin.identifier) == (9, "", "")


def test_an_iri_of_another_kind_is_refused(location: Location) -> None:
    with pytest.raises(RequestError, match=r"place:belgium \(.*asked for here: organisation"):
        names.find(location, "place:belgium", ORGANISATION)
    with pytest.raises(RequestError, match="is not an IRI"):
        names.find(location, "<not one>")


@pytest.mark.slow
def test_candidates_go_by_match_then_by_projects(location: Location) -> None:
    def offered(typed: str, count: int = 5) -> list[str]:
        found = names.candidates(location, typed, ORGANISATION, count=count)
        return [compress(each.iri).removeprefix("organisation:") for each in found]

    assert offered("CNRS") == ["alone", "centre"]
    assert offered("Acme") == ["head", "branch"]
    assert offered("fraunhofer", 1) == ["portugal"]
    assert offered("organisation:upc") == ["upc"]


@given(st.text(st.sampled_from("aZ9 é\u0301ßﬁœİıſK²東-.&'\"\\")))
@settings(deadline=None)
def test_every_name_with_the_same_key_is_sought(name: str) -> None:
    assert re.search(loosely(fold(name)), name.lower())


@given(st.text(max_size=40))
@settings(deadline=None)
def test_every_pattern_is_one(text: str) -> None:
    typed = Typed(text)
    for pattern in (typed.name_pattern(), typed.code_pattern(), typed.pieces()):
        re.compile(pattern)
        assert ox.Literal(pattern).value == pattern


def test_whole_words_only_are_inside() -> None:
    assert Typed("liege").within("Université de Liège")
    assert Typed("Fraunhofer-Gesellschaft").within("FRAUNHOFER GESELLSCHAFT ZUR FORDERUNG")
    assert not Typed("liege").within("Université de Liègeois")
    assert not Typed("de liege").within("Université de la Liège")


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("University of Liège", "UNIVERSITE DE LIEGE"),
        ("Univeristy of Liege", "UNIVERSITE DE LIEGE"),
        ("Leeds university", "UNIVERSITY OF LEEDS"),
        ("University of Leedz", "UNIVERSITY OF LEEDS"),
        ("Aachen university", "RHEINISCH-WESTFAELISCHE TECHNISCHE HOCHSCHULE AACHEN"),
        # Words that begin as those of the name do.
        ("Univ Oxford", "THE CHANCELLOR AND SCHOLARS OF THE UNIVERSITY OF OXFORD"),
        ("Hochsch. Aachen", "RHEINISCH-WESTFAELISCHE TECHNISCHE HOCHSCHULE AACHEN"),
    ],
)
def test_a_hint_has_the_words_that_few_names_have(typed: str, best: str) -> None:
    known = [
        *("UNIVERSITE DE LIEGE", "UNIVERSITY OF LEEDS", "UNIVERSITY OF LEICESTER"),
        *("RHEINISCH-WESTFAELISCHE TECHNISCHE HOCHSCHULE AACHEN", "UNIVERSITE DE LILLE"),
        *("UNIVERSITY OF AARHUS", "THE UNIVERSITY OF LEUVEN", "UNIVERSITY OF YORK"),
        *("UNIVERSITY OF BATH", "UNIVERSITY OF ESSEX", "UNIVERSITY OF KENT"),
        "THE CHANCELLOR AND SCHOLARS OF THE UNIVERSITY OF OXFORD",
    ]
    text = Typed(typed)
    scores = likeness(text, dict.fromkeys(known, False), counted(text, known))
    assert max(scores, key=lambda name: scores[name], default="") == best


REAL = [
    ("Fraunhofer", ORGANISATION, "organisation:pic-999984059"),
    ("999997930", ORGANISATION, "organisation:pic-999997930"),
    ("Luxembourg", (), "place:luxembourg"),
    ("luxembourg", PLACE, "place:luxembourg"),
    ("Greece", PLACE, "place:gr"),
    ("EL", PLACE, "place:gr"),
    ("UK", PLACE, "place:gb"),
    ("BE3", (), "place:wallonia"),
    ("999918390", ORGANISATION, "organisation:luxinnovation"),
    ("Université de Liège", ORGANISATION, "organisation:pic-999976105"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "kinds", "found"), REAL)
def test_real_names(real_graph: Location, typed: str, kinds: tuple[str, ...], found: str) -> None:
    assert names.find(real_graph, typed, kinds).iri == expand(found)


@pytest.mark.slow
def test_real_names_that_are_asked_about(real_graph: Location) -> None:
    with pytest.raises(RequestError, match="ambiguous") as error:
        names.find(real_graph, "CNRS", ORGANISATION)
    assert "organisation:pic-999997930" in error.value.candidates
    with pytest.raises(RequestError, match=r"nearest: organisation:pic-999984059 \(FRAUNHOFER"):
        names.find(real_graph, "Fraunhofer Gesellschaft", ORGANISATION)
    with pytest.raises(RequestError, match=r"nearest: organisation:pic-999976105 \(UNIVERS"):
        names.find(real_graph, "University of Liège", ORGANISATION)
    with pytest.raises(RequestError, match=r"nearest: organisation:pic-999984350 \(THE CHANC"):
        names.find(real_graph, "Univ Oxford", ORGANISATION)
    with pytest.raises(RequestError, match=r"nearest: organisation:luxinnovation \(Luxinn") as one:
        names.find(real_graph, "Luxinovation", ORGANISATION)
    assert len(one.value.candidates) == 1


@pytest.mark.slow
def test_an_answer_says_whom_it_took_in_its_language(location: Location) -> None:
    with taken.remembering("fr") as known:
        names.find(location, "LIX", ORGANISATION, parameter=ParameterName("organisation", True))
        names.find(location, "LIX", ORGANISATION, parameter=ParameterName("organisation", True))
        names.find(location, expand("organisation:luxinnovation") or "")
        names.find(location, "BE3", parameter="region")
        names.find(location, "twin-b")
    said = [spelled(each.parts("fr")) for each in known.taken]
    assert said == [
        "organisation LIX : Luxinnovation (cluster, LU, PIC 999918390, 1 projet)",
        "region BE3 : Wallonia (region, BE, NUTS BE3)",
        "twin-b : Twin (organisation, 9 projets)",
    ]
    assert spelled(known.taken[0].parts(), spell).startswith("-p organisation LIX: Luxinn")
    assert spelled(known.taken[1].parts(), spell).startswith("--region BE3: Wallonia")


@pytest.mark.slow
@pytest.mark.slow
def test_a_larger_one_with_the_name_is_said(location: Location) -> None:
    with taken.remembering() as known:
        names.find(location, "Wing", ORGANISATION)
        # Whoever names one of them in full means no other.
        names.find(location, "Wing Sea", ORGANISATION)
    assert ["".join(map(str, each.parts())) for each in known.taken] == [
        "Wing: Wing Operations (organisation, 1 project); larger with that name: Wing Space "
        "(organisation, 9 projects)",
        "Wing Sea: Wing Sea (organisation, 1 project)",
    ]
    with taken.remembering("fr") as again:
        assert taken.remember_kept(known.kept())
    assert again.taken == known.taken
    (said, _) = ("".join(map(str, each.parts("fr"))) for each in again.taken)
    assert said.endswith("\xa0; plus grande sous ce nom\xa0: Wing Space (organisation, 9 projets)")


def test_what_is_taken_inside_is_told_outside_too(location: Location) -> None:
    with taken.remembering() as outer:
        names.find(location, "BE3")
        with taken.remembering() as inner:
            names.find(location, "LIX")
    assert [each.text for each in outer.taken] == ["BE3", "LIX"]
    assert [each.text for each in inner.taken] == ["LIX"]
    names.find(location, "BE3")
    assert len(outer.taken) == 2


@pytest.mark.slow
def test_candidates_are_a_table_too(location: Location) -> None:
    found = cg.find(location, "Fraunhofer", kind="organisation")
    assert [[cell and cell.value for cell in row[1:]] for row in found.rows] == [
        ["Associação Fraunhofer Portugal", "organisation", None, None, "2"],
        ["FRAUNHOFER GESELLSCHAFT ZUR FORDERUNG DER ANGEWANDTEN FORSCHUNG EV", "organisation",
         None, "PIC 999984059", "20"],
    ]  # fmt: skip
    assert len(cg.find(location, "Fraunhofer", top=1)) == 1
    places = cg.find(location, "Luxembourg", kind="place")
    assert places.column("iri")[0] == ox.NamedNode(expand("place:luxembourg") or "")
    with pytest.raises(RequestError, match="'東京': nothing has a name like it"):
        cg.find(location, "東京")
    with pytest.raises(RequestError, match="unknown kind 'planet'"):
        cg.find(location, "Luxembourg", kind="planet")


@pytest.mark.slow
def test_every_command_says_whom_it_took(curated_folder: Path) -> None:
    graph = ("--graph", str(curated_folder))
    said = {
        (
            "query",
            "partners",
            "-p",
            "organisation=mecatech",
        ): "organisation mecatech: MecaTech (",
        ("explain", "MecaTech", "ESA"): "MecaTech: MecaTech (cluster, BE",
        ("centrality", "--country", "BE"): "--country BE: Belgium (country, BE, ISO BE)",
        ("what-if", "--remove", "Materalia"): "--remove Materalia: Materalia (",
    }
    for arguments, line in said.items():
        done = CliRunner(env={"COLUMNS": "80"}).invoke(cli, [*arguments, *graph])
        assert done.exit_code == 0, done.output
        assert line in done.stderr, (arguments, done.stderr)
    done = CliRunner().invoke(cli, ["query", "partners", "-p", "organisation=Nobody", *graph])
    assert isinstance(done.exception, RequestError)
    assert spelled(done.exception.parts, spell).startswith("-p organisation: nothing is called")


KEPT = (
    "luxinovation", "gr intermat", "mecatehc", "liège", "Liege", "Köln", "kaln", "BE3", "BE333",
    "UK", "be", "a", "programme agency", "agency of the programme", "ΑΘΗΝΑ", "lux innov", "(x", "",
    "996", "of", "de", "the", "x", "liegeuniversite", "programme a", "euro agen", "fede publ serv",
    "luxi agen", "mate proc",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [(), ORGANISATION, PLACE])
def test_names_that_are_kept_find_what_the_store_finds(
    curated_folder: Path,
    tmp_path: Path,
    kinds: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = tmp_path / "graph"
    shutil.copytree(curated_folder, where, ignore=shutil.ignore_patterns(folder.CACHE))
    location = open_graph(where)
    monkeypatch.setattr(names, "_COPIES", 2)
    monkeypatch.setattr(likest, "_KEYS", 2)
    asked = [named.label for named in names.candidates(location, "e", count=20)]
    texts = [*KEPT, *asked, *(label[1:] for label in asked), *(label.lower() for label in asked)]

    def found() -> list[list[Named]]:
        return [names.candidates(location, text, kinds, count=9) for text in texts]

    before = found()
    assert not lookup.prepared(location)
    lookup.prepare(location)
    assert lookup.prepared(location)
    cache = next(where.glob(f"build-*/{folder.CACHE}"))
    assert len(list(cache.glob("*-by-*.parquet"))) == 4
    assert found() == before
    assert len({named.iri for each in before for named in each}) > 1


@pytest.mark.slow
def test_what_is_named_by_its_iri_is_told_alike_without_opening_the_names_that_are_kept(
    curated_folder: Path, tmp_path: Path
) -> None:
    location = open_graph(shutil.copytree(curated_folder, tmp_path / "graph"))
    lookup.prepare(location)
    directory._opened.cache_clear()
    iris = [f"organisation:{name}" for name in ("mecatech", "luxinnovation", "intermat")]
    asked = [names.find(location, iri, ORGANISATION) for iri in iris]
    assert not directory.is_open()
    names.find(location, "MecaTech")
    assert directory.is_open()
    assert [names.find(location, iri, ORGANISATION) for iri in iris] == asked


@pytest.mark.slow
def test_letters_lost_on_the_way_are_met_among_names_that_are_kept(
    path: Path, tmp_path: Path
) -> None:
    build([("rdf", path)], tmp_path / "graph")
    location = open_graph(tmp_path / "graph")
    for typed, end in (("th zuerich", "/lost"), ("Ministerio da Educação", "/losses")):
        lookup.prepare(location)
        assert names.find(location, typed, ORGANISATION).iri.endswith(end)
    with pytest.raises(RequestError, match=r"ambiguous.*unbroken.*lost"):
        names.find(location, "TH Zürich", ORGANISATION)


HORIZONS = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix programme: <https://w3id.org/clustergraph/id/programme/> .
programme:horizon-2020 a cg:Programme ; rdfs:label "Horizon 2020" ; cg:code "H2020" .
programme:horizon-2 a cg:Programme ; rdfs:label "HORIZON.2" ; cg:code "HORIZON.2" .
programme:horizon-2-5-2 a cg:Programme ; rdfs:label "Part HORIZON.2.5.2" ; cg:code "HORIZON.2.5.2" .
"""


@pytest.mark.slow
def test_a_code_that_is_a_name_too_is_no_hint_where_the_name_is_none(
    tmp_path: Path,
) -> None:
    (tmp_path / "small.ttl").write_text(HORIZONS, encoding="utf-8")
    build([("rdf", tmp_path / "small.ttl")], tmp_path / "graph")
    location = open_graph(tmp_path / "graph")
    before = [named.label for named in names.candidates(location, "Horizon 2020")]
    assert before[0] == "Horizon 2020"
    assert "HORIZON.2" not in before
    lookup.prepare(location)
    assert [named.label for named in names.candidates(location, "Horizon 2020")] == before


@pytest.mark.slow
def test_who_serves_a_large_graph_keeps_its_names_and_how_to_recommend(
    curated_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "graph"
    shutil.copytree(curated_folder, where, ignore=shutil.ignore_patterns(folder.CACHE))
    monkeypatch.setattr(graphs, "_LARGE", 0)
    current = graphs.Current(str(where), quick=True)
    end = time.monotonic() + 60
    while not weights.chosen(current.location()):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert lookup.prepared(current.location())
    (found, *_) = names.candidates(current.location(), "luxinovation")
    assert found.label == "Luxinnovation"
