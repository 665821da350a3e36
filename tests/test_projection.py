"""Ties from participations: the product, weightings, filters and the cache, checkable by hand.

    project   programme   years      topic    takes part (role, EUR)
    alpha     h2020-1     2014-2016  robots   a (coordinator, 300), b (200), c (100)
    beta      h2020-1     2016-      vision   a (200), b (coordinator, 400)
    gamma     interreg    2019-2020  robots   c (coordinator), d
    delta     -           -          -        e

h2020-1 is a part of h2020, vision and robots are narrower than machines; a is in BE3, b in BE332,
c in FR and BE, d and e nowhere; a, b are universities.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

import clustergraph as cg
from clustergraph import resources
from clustergraph.building import build
from clustergraph.cli import run
from clustergraph.errors import ClustergraphError, QueryError, RequestError
from clustergraph.graph.folder import CACHE
from clustergraph.graph.opening import open_graph
from clustergraph.measures import registry as measures
from clustergraph.measures.projection import WEIGHTINGS
from clustergraph.measures.scores import scores
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.networks.choice import Choice
from clustergraph.networks.export import export
from clustergraph.networks.filters import FILTERS, Filters
from clustergraph.networks.members import members
from clustergraph.networks.participations import participations
from clustergraph.networks.projection import incidence, ties
from clustergraph.questions import queries
from clustergraph.questions.attributes import attribute
from clustergraph.terms import PREFIXES
from clustergraph.web.page.choosing import draw

if TYPE_CHECKING:
    from clustergraph.graph.location import Location

TURTLE = """
cg:Organisation a owl:Class ; rdfs:label "organisation"@en .
cg:University rdfs:subClassOf cg:Organisation ; rdfs:label "university"@en .
cg:Country rdfs:subClassOf cg:Place . cg:Region rdfs:subClassOf cg:Place .
place:be a cg:Country ; rdfs:label "Belgium"@en , "Belgique"@fr ; cg:isoCode "BE" .
place:fr a cg:Country ; rdfs:label "France"@en ; cg:isoCode "FR" .
place:be3 a cg:Region ; rdfs:label "Wallonie"@fr ; cg:nutsCode "BE3" ; cg:within place:be .
place:be33 a cg:Region ; rdfs:label "Liège"@fr ; cg:nutsCode "BE33" ; cg:within place:be3 .
place:be332 a cg:Region ; rdfs:label "Liège"@fr ; cg:nutsCode "BE332" ; cg:within place:be33 .
place:nl a cg:Country ; rdfs:label "Netherlands"@en ; cg:isoCode "NL" .
programme:h2020 a cg:Programme ; rdfs:label "Horizon 2020"@en ; skos:altLabel "H2020" .
programme:h2020-1 a cg:Programme ; rdfs:label "Excellent science" ; cg:code "H2020-EU.1." ;
  cg:partOfProgramme programme:h2020 .
programme:interreg a cg:Programme ; rdfs:label "INTERREG" .
topic:machines rdfs:label "machines"@en ; skos:inScheme cgs:topic .
topic:robots rdfs:label "robots"@en ; skos:broader topic:machines ;
  skos:inScheme cgs:topic .
topic:vision rdfs:label "vision"@en ; skos:broader topic:machines ;
  skos:inScheme cgs:topic .
role:coordinator rdfs:label "coordinator"@en ; skos:inScheme cgs:role .
role:participant rdfs:label "participant"@en ; skos:inScheme cgs:role .
organisation-kind:hes rdfs:label "higher education"@en ; skos:notation "HES" ;
  skos:inScheme cgs:organisation-kind .
organisation:a a cg:University ; rdfs:label "A" ; cg:locatedIn place:be3 ;
  cg:kind organisation-kind:hes .
organisation:b a cg:University ; rdfs:label "B"@fr , "Bee"@en ; cg:locatedIn place:be332 ;
  cg:kind organisation-kind:hes .
organisation:c a cg:Organisation ; rdfs:label "C" ; cg:locatedIn place:fr , place:be .
organisation:d a cg:Organisation ; rdfs:label "Same" .
organisation:e a cg:Organisation ; rdfs:label "Same" .
award:alpha cg:awardedTo project:alpha ; cg:underProgramme programme:h2020-1 .
award:beta cg:awardedTo project:beta ; cg:underProgramme programme:h2020-1 .
award:gamma cg:awardedTo project:gamma ; cg:underProgramme programme:interreg .
project:alpha cg:startDate "2014-05-01"^^xsd:date ; cg:endDate "2016"^^xsd:gYear ;
  cg:topic topic:robots .
project:beta cg:startDate "2016-01"^^xsd:gYearMonth ; cg:topic topic:vision .
project:gamma cg:startDate "2019-01-01"^^xsd:date ; cg:endDate "2020-12-31"^^xsd:date ;
  cg:topic topic:robots .
"""
PARTS = [
    ("alpha", "a", "coordinator", 300),
    ("alpha", "b", "participant", 200),
    ("alpha", "c", "participant", 100),
    ("beta", "a", "participant", 200),
    ("beta", "b", "coordinator", 400),
    ("gamma", "c", "coordinator", None),
    ("gamma", "d", "participant", None),
    ("delta", "e", None, None),
    # A second participation of the same two, in another role.
    ("alpha", "b", "coordinator", 5),
]
ORG = PREFIXES["organisation"]


def _turtle() -> str:
    text = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + TURTLE
    for number, (project, who, role, euros) in enumerate(PARTS):
        text += f"participation:p{number} a cg:Participation ; cg:participant organisation:{who} ; "
        text += f"cg:role role:{role} ; " if role else ""
        text += f"cg:participantContribution {euros}.0 ; " if euros else ""
        text += f"cg:inProject project:{project} .\n"
    return text


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("projection") / "small.ttl"
    path.write_text(_turtle(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(path: Path) -> Location:
    return open_graph(path)


def shown(found: Ties) -> tuple[str, dict[str, float]]:
    """The nodes in one word, and the weight of each tie."""
    names = [node.removeprefix(ORG) for node in found.nodes]
    rows, columns = found.weights.nonzero()
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return "".join(names), {
        names[one] + names[two]: float(found.weights[one, two]) for one, two in pairs if one < two
    }


def test_participations_are_pairs_once_and_sorted(small: Location) -> None:
    found = participations(small, "projects")
    assert found.columns == ["member", "through"]
    assert found.rows() == sorted(set(found.rows()))
    assert len(found) == 8


def test_members_are_tied_by_what_they_share(small: Location) -> None:
    expected = ("abcde", {"ab": 2, "ac": 1, "bc": 1, "cd": 1})
    found = ties(small, Choice("projects"))
    assert shown(found) == expected
    assert (found.name, found.weighting, found.count()) == ("projects", "shared", 4)
    assert shown(ties(small, Choice("projects", stable=2))) == ("abcde", {"ab": 2})
    assert shown(ties(small, Choice("projects", stable=3))) == ("abcde", {})


def test_newman_counts_a_consortium_less_the_larger_it_is(small: Location) -> None:
    found = ties(small, Choice("projects", weighting="newman"))
    assert shown(found)[1] == {"ab": 1.5, "ac": 0.5, "bc": 0.5, "cd": 1}
    # Each member's strength is the number of its activities with others.
    assert found.weights.sum(axis=1).tolist() == [2, 2, 2, 1, 0]
    # Stable counts activities, whatever the weights are.
    stable = ties(small, Choice("projects", weighting="newman", stable=2))
    assert shown(stable)[1] == {"ab": 1.5}


def test_the_product_equals_networkx(curated_graph: Location) -> None:
    members_of, throughs, matrix = incidence(curated_graph, Choice("partners"))
    pairs = nx.Graph()
    pairs.add_nodes_from(members_of)
    for row, column in zip(*matrix.nonzero(), strict=True):
        pairs.add_edge(members_of[row], ("through", throughs[column]))
    for weighting, project in (
        ("shared", nx.bipartite.weighted_projected_graph),
        ("newman", nx.bipartite.collaboration_weighted_projected_graph),
    ):
        expected = from_networkx(project(pairs, list(members_of)))
        found = ties(curated_graph, Choice("partners", weighting=weighting))
        assert found.nodes == expected.nodes
        assert abs(found.weights - expected.weights).max() < 1e-12
    assert WEIGHTINGS.keys() == {"shared", "newman"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "abcde ab ac bc cd"),
        (Filters(programme="programme:h2020-1"), "abc ab ac bc"),
        (Filters(programme="H2020"), "abc ab ac bc"),
        (Filters(programme="H2020-EU.1."), "abc ab ac bc"),
        (Filters(programme="interreg"), "cd cd"),
        # beta has no end; delta, without a date, is left out.
        (Filters(years=(2016, 2016)), "abc ab ac bc"),
        (Filters(years=(2017, 2018)), "ab ab"),
        (Filters(years=(2020, 2030)), "abcd ab cd"),
        (Filters(country="BE"), "abc ab ac bc"),
        (Filters(country="france"), "c"),
        (Filters(country=("BE", "france")), "abc ab ac bc"),
        (Filters(programme=("H2020", "interreg")), "abcd ab ac bc cd"),
        (Filters(region=("BE332", "france")), "bc bc"),
        (Filters(region="BE3"), "ab ab"),
        (Filters(region="BE332"), "b"),
        (Filters(region="BE"), "abc ab ac bc"),
        (Filters(topic="robots"), "abcd ab ac bc cd"),
        (Filters(topic="machines"), "abcd ab ac bc cd"),
        (Filters(topic="vision"), "ab ab"),
        (Filters(role="coordinator"), "abc ab"),
        (Filters(kind="HES"), "ab ab"),
        (Filters(min_contribution=200), "ab ab"),
        # b coordinates alpha for 5 euro and takes part in it for 200: no one participation is both.
        (Filters(role="coordinator", min_contribution=200), "ab"),
        (Filters(country="BE", years=(2014, 2014)), "abc ab ac bc"),
    ],
)
def test_filters_choose_participations(small: Location, filters: Filters, expected: str) -> None:
    nodes, pairs = shown(ties(small, Choice("projects", filters)))
    assert " ".join([nodes, *pairs]) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "abcde ab ac bc cd"),
        ({"programme": "H2020-EU.1."}, "abc ab ac bc"),
        ({"years": (2017, 2018)}, "ab ab"),
        ({"country": "BE"}, "abc ab ac bc"),
        ({"region": "BE3"}, "ab ab"),
        ({"topic": "vision"}, "ab ab"),
        ({"role": "coordinator"}, "abc ab"),
        ({"kind": "HES"}, "ab ab"),
        ({"min_contribution": 200.0}, "ab ab"),
        ({"stable": 2}, "abcde ab"),
        ({"country": "BE", "weighting": "newman"}, "abc ab ac bc"),
    ],
    ids=str,
)
def test_the_page_the_files_and_python_choose_alike(
    small: Location, given: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    filters = Filters(**{name: value for name, value in given.items() if name in FILTERS})
    more = {name: value for name, value in given.items() if name not in FILTERS}
    choice = Choice("projects", filters, **more)
    found = cg.network(small, "projects", **given)
    path = export(small, tmp_path / "g.gexf", choice=choice).paths[0]
    drawn = nx.Graph()
    page = draw(small, choice)
    drawn.add_nodes_from(node.iri for node in page.nodes)
    drawn.add_weighted_edges_from((tie.source, tie.target, tie.weight) for tie in page.edges)
    nodes, pairs = shown(ties(small, choice))
    assert " ".join([nodes, *pairs]) == expected
    written = nx.read_gexf(path)
    named = nx.relabel_nodes(written, dict(written.nodes(data="iri")))
    for each in (found, named, drawn):
        assert shown(from_networkx(each)) == (nodes, pairs)
    assert page.chosen.keys() == given.keys()


def test_every_filter_is_tried_and_says_how_it_is_typed() -> None:
    assert FILTERS.keys() == Filters.__dataclass_fields__.keys()
    for entry in FILTERS.values():
        assert entry.help.endswith(".")
        computed = {"", "running", "members"}
        assert entry.table in {path.stem for path in _attributes()} | computed
    filters = Filters(years=(2014, 2020), country="BE", min_contribution=1e5)
    assert str(filters) == "years 2014..2020, country BE, min contribution 100,000"
    assert FILTERS["years"].parse("2014..2020") == (2014, 2020)
    assert FILTERS["years"].parse("2014") == (2014, 2014)


def _attributes() -> list[Path]:
    return sorted((resources.queries_dir() / "attributes").glob("*.rq"))


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            Filters(country="Belgum"),
            r"country: nothing is called 'Belgum'; nearest: place:\S+ \(Belgium",
        ),
        (Filters(region="Liège"), "region: 'Liège' is ambiguous: .*BE33.*BE332"),
        (Filters(role="chef"), "role: nothing is called 'chef'"),
        (
            Filters(country="NL"),
            "no tie of the network 'projects' matches country NL",
        ),
        (Filters(country=("BE", "Belgum")), "country: nothing is called 'Belgum'"),
        (Filters(country=""), "country: nothing is called ''"),
    ],
)
def test_a_value_that_does_not_fit_is_told(small: Location, filters: Filters, message: str) -> None:
    with pytest.raises(RequestError, match=f"^{message}"):
        ties(small, Choice("projects", filters))


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("years", "2020..2014"),
        ("years", "14"),
        ("min_contribution", "-5"),
        ("min_contribution", "x"),
        ("min_contribution", "1.000"),
    ],
)
def test_a_value_that_cannot_be_read_is_told(option: str, text: str) -> None:
    with pytest.raises(RequestError, match=rf"^{option} {text}: "):
        FILTERS[option].parse(text)


PAIR = "SELECT * { VALUES (?member ?through) {"
TIE = "SELECT * { VALUES (?source ?target ?weight) {"


def _direct(select: str) -> queries.Query:
    return queries.parse(select, "mine", "mine.rq")


def test_direct_ties_keep_their_weights_and_take_filters_of_members(small: Location) -> None:
    values = " ".join(
        f"(<{ORG}{one}> <{ORG}{two}> {weight})"
        for one, two, weight in [("a", "b", 2), ("b", "a", 0.5), ("b", "c", 1), ("c", "c", 7)]
    )
    query = _direct(f"SELECT * WHERE {{ VALUES (?source ?target ?weight) {{ {values} }} }}")
    found = ties(small, Choice(query))
    assert shown(found) == ("abc", {"ab": 2.5, "bc": 1})
    assert found.dropped == {"self_ties": 1}
    assert shown(ties(small, Choice(query, stable=2))) == ("abc", {"ab": 2.5})
    assert shown(ties(small, Choice(query, Filters(kind="HES")))) == ("ab", {"ab": 2.5})
    for refused in (
        lambda: ties(small, Choice(query, Filters(years=(2014, 2014)))),
        lambda: ties(small, Choice(query, weighting="newman")),
        lambda: incidence(small, Choice(query)),
    ):
        with pytest.raises(RequestError, match="direct ties"):
            refused()


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ("SELECT ?member { VALUES ?member { <urn:a> } }", "needs the columns .* found \\?member"),
        (
            PAIR + ' ("a" <urn:p>) } }',
            "row 1: .member must be an IRI",
        ),
        (
            PAIR + " (<urn:a> UNDEF) } }",
            "row 1: .through has no value",
        ),
        (
            TIE + " (<urn:a> <urn:b> -1) } }",
            "above 0, found",
        ),
        (
            TIE + " (<urn:a> <urn:b> UNDEF) } }",
            "found nothing",
        ),
        ("ASK { }", "must be a SELECT"),
    ],
)
def test_a_query_that_gives_no_ties_is_told(small: Location, select: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"^mine.rq: .*{message}"):
        ties(small, Choice(_direct(select)))


@pytest.mark.parametrize("weight", [-1.0, 0.0, float("nan"), float("inf")])
def test_a_weight_must_be_a_number_above_0(weight: float) -> None:
    network = nx.Graph()
    network.add_edge("urn:a", "urn:b", weight=weight)
    with pytest.raises(RequestError, match=r"^the tie urn:a, urn:b: a weight must be a number"):
        from_networkx(network)


def test_networks_of_nobody_and_of_one(small: Location) -> None:
    nobody = _direct("SELECT ?member ?through { ?member a <urn:nothing> ; a ?through }")
    assert shown(ties(small, Choice(nobody, Filters(country="BE")))) == ("", {})
    alone = ties(small, Choice("projects", Filters(region="BE332")))
    found = scores(alone, list(measures.MEASURES.values()))
    undefined = {name for name, values in found.items() if np.isnan(values[0])}
    assert {"constraint", "effective-size"} <= undefined
    # What one node alone has: no partners, no steps, all the attention.
    defined = {"degree": 0, "betweenness": 0, "closeness": 0, "harmonic": 0, "core": 0}
    defined |= {"pagerank": 1, "katz": 1, "eigenvector": 1, "clustering": 0, "strength": 0}
    assert {name: found[name][0] for name in defined} == defined


def test_wrong_weightings_and_stables_are_told(small: Location) -> None:
    with pytest.raises(RequestError, match="unknown weighting 'neuman': did you mean newman"):
        ties(small, Choice("projects", weighting="neuman"))
    with pytest.raises(RequestError, match="stable 0: give a number"):
        ties(small, Choice("projects", stable=0))
    with pytest.raises(RequestError, match="unknown network 'partner': did you mean partners"):
        ties(small, Choice("partner"))


def test_members_are_described_in_the_order_asked_for(small: Location) -> None:
    nodes = [f"{ORG}c", f"{ORG}b", f"{ORG}x", f"{ORG}a"]
    found = members(small, nodes)
    assert found["node"].to_list() == nodes
    assert found["label"].to_list() == ["C", "Bee", "organisation:x", "A"]
    assert found["type"].to_list() == ["organisation", "university", "", "university"]
    assert found["country"].to_list() == ["BE FR", "BE", "", "BE"]
    assert members(small, nodes, "fr")["label"].to_list()[1] == "B"
    assert members(small, []).rows() == []


@pytest.mark.slow
def test_members_asked_by_name_are_those_read_from_all(
    curated_graph: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = participations(curated_graph, "partners")["member"].unique().sort().to_list()
    assert len(nodes) > 5
    asked = members(curated_graph, nodes, "fr")
    monkeypatch.setattr("clustergraph.networks.members._FEW", 0)
    assert asked.rows() == members(curated_graph, nodes, "fr").rows()


_WITHOUT = shutil.ignore_patterns(CACHE)


@pytest.fixture
def folder(tmp_path: Path, curated_folder: Path) -> Path:
    return Path(shutil.copytree(curated_folder, tmp_path / "graph", ignore=_WITHOUT))


def _cache(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"build-*/{CACHE}/*"))


@pytest.mark.slow
def test_answers_are_kept_beside_the_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    location = open_graph(folder)
    first = participations(location)
    kept = _cache(folder)
    assert [path.suffix for path in kept] == [".parquet"]
    # What is kept is what is read: the store is not asked again.
    monkeypatch.setattr(queries, "rows", None)
    assert participations(open_graph(folder)).equals(first)
    assert run(["info", "--graph", str(folder), "--verify"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"not Parquet", None])
def test_a_damaged_cache_is_made_again(folder: Path, damage: bytes | None) -> None:
    first = participations(open_graph(folder))
    (path,) = _cache(folder)
    data = path.read_bytes()
    # A changed byte in the middle may still be Parquet: the checksum tells.
    path.write_bytes(data[:40] + b"!" + data[41:] if damage is None else damage)
    assert participations(open_graph(folder)).equals(first)
    assert [each.read_bytes() for each in _cache(folder)] == [data]


def test_a_cache_that_cannot_be_written_costs_nothing_else(folder: Path) -> None:
    (build_folder,) = folder.glob("build-*")
    (build_folder / CACHE).write_text("a file where the folder would be")
    assert len(participations(open_graph(folder))) > 0


def test_another_query_text_has_a_cache_of_its_own(folder: Path) -> None:
    location = open_graph(folder)
    text = queries.networks()["projects"].text
    one = queries.parse(text, "mine", "mine.rq")
    other = queries.parse(f"{text} LIMIT 1", "mine", "mine.rq")
    assert len(participations(location, one)) > len(participations(location, other)) == 1
    assert len(participations(location, one)) > 1


def test_the_command_says_what_it_counted(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["centrality", "strength", "--graph", str(path), "--network", "projects"]
    more = ["--country", "BE", "--weighting", "newman", "--format", "csv"]
    assert run([*args, *more]) == 0
    out, err = capsys.readouterr()
    assert "network projects, country BE: 3 members, 3 ties; weight: shared activities" in err
    assert out.splitlines()[1].startswith(f'1,{ORG}a,"A","university","BE",2')


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["--country", "NL"],
            "error: no tie of the network 'projects' matches country NL",
        ),
        (["--years", "14"], "error: --years 14: give a year or a range"),
        (["--engine", "igraph"], "error: unknown engine 'igraph'"),
        (["--weighting", "pmi"], "error: unknown weighting 'pmi'"),
    ],
)
def test_the_command_fails_in_one_line(
    path: Path, args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["centrality", "--graph", str(path), "--network", "projects", *args]) == 2
    err = capsys.readouterr().err
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_a_name_of_two_organisations_is_refused_with_both(small: Location) -> None:
    with pytest.raises(RequestError, match=r"'Same' is ambiguous: organisation:d .*organisation:e"):
        queries.resolve(small, "Same", "cg:Organisation")


@pytest.fixture(scope="module")
def h2020(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Location:
    where = tmp_path_factory.mktemp("h2020") / "graph"
    build.build([("cordis", shared_data / "cordis-h2020-2016")], where)
    return open_graph(where)


@pytest.mark.slow
def test_the_published_figures_of_horizon_2020_in_april_2016(h2020: Location) -> None:
    """A. Cottica, 2016-06-09; the ties of the giant component are ours, published were 15,780."""
    from scipy.sparse.csgraph import connected_components

    filters: dict[str, Any] = {"filters": Filters(programme="H2020")}
    found = ties(h2020, Choice("projects", **filters))
    stable = ties(h2020, Choice("projects", stable=2, **filters))
    degrees, lasting = np.diff(found.weights.indptr), np.diff(stable.weights.indptr)
    _, labels = connected_components(stable.weights, directed=False)
    giant = labels == np.bincount(labels).argmax()
    assert {
        "organisations": len(found),
        "without a partner": int((degrees == 0).sum()),
        "co-participations": int(found.weights.sum()) // 2,
        "pairs": found.count(),
        "stable pairs": stable.count(),
        "with a partner, none stable": int(((degrees > 0) & (lasting == 0)).sum()),
        "giant component": int(giant.sum()),
        "its ties": int(lasting[giant].sum()) // 2,
    } == {
        "organisations": 12_326,
        "without a partner": 1_246,
        "co-participations": 196_436,
        "pairs": 170_120,
        "stable pairs": 16_289,
        "with a partner, none stable": 8_802,
        "giant component": 2_069,
        "its ties": 16_063,
    }
    assert len(attribute(h2020, "participations")) >= 31_868


@pytest.mark.slow
def test_all_errors_here_are_meant_for_the_user() -> None:
    assert issubclass(RequestError, ClustergraphError)
    assert issubclass(QueryError, ClustergraphError)
