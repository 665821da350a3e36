"""Chains of cooperation on networks checked by hand, and the evidence of ties."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from clustergraph.answers import paths
from clustergraph.errors import RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.measures.chains import chains
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters
from commands import runner

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location
    from commands import Runner

# a-b-d shares three projects, then one; a-c-d two and two; e is apart, f takes part in nothing.
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
cg:Cluster rdfs:subClassOf cg:Organisation . cg:Project rdfs:label "project"@en .
<urn:x> a cg:Programme ; rdfs:label "Programme X" .
<urn:ab1> a cg:Project ; rdfs:label "AB 1" ; cg:startDate "2010" ; cg:endDate "2012" .
<urn:ab2> a cg:Project ; rdfs:label "AB 2" ; cg:startDate "2015" .
<urn:ab3> a cg:Project ; rdfs:label "AB 3" .
<urn:award> cg:awardedTo <urn:ab2> ; cg:underProgramme <urn:x> .
""" + "".join(
    f'o:{name} a cg:Cluster ; rdfs:label "{name.upper()}"@en .\n' for name in "abcdef"
) + 'o:e skos:altLabel "Twice" . o:f skos:altLabel "Twice" .\n' + "".join(
    f"<urn:{name}-{end}> cg:participant o:{end} ; cg:inProject <urn:{name}> .\n"
    for name in ("ab1", "ab2", "ab3", "bd1", "ac1", "ac2", "cd1", "cd2", "e1")
    for end in name[:-1]
)  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> Location:
    file = tmp_path / "small.ttl"
    file.write_text(SMALL)
    return open_graph(file)


def cells(table: Any, *columns: str) -> list[tuple[str, ...]]:
    found = [[cell.value if cell else "" for cell in table.column(name)] for name in columns]
    return list(zip(*found, strict=True))


def path(location: Location, choice: Choice, one: str, other: str, **how: Any) -> tuple[Table, str]:
    found = paths.path(location, choice, one=one, other=other, **how)
    return found.table, str(found.notes[-1])


def explain(location: Location, one: str, other: str) -> tuple[Table, str]:
    found = paths.explain(location, one=one, other=other)
    return found.table, str(found.notes[-1])


def test_the_weakest_ties_count_most(small: Location) -> None:
    """Lengths 1/3 + 1/1 by b, 1/2 + 1/2 by c."""
    table, said = path(small, Choice("projects"), "A", "D", chains=1)
    assert said == "2 steps from A to D: 2 chains, the 1 of the strongest ties shown"
    assert cells(table, "chain", "step", "fromLabel", "toLabel", "shared", "throughLabel") == [
        ("1", "1", "A", "C", "2", "urn:ac1"),
        ("1", "1", "A", "C", "2", "urn:ac2"),
        ("1", "2", "C", "D", "2", "urn:cd1"),
        ("1", "2", "C", "D", "2", "urn:cd2"),
    ]


def test_each_step_tells_project_programme_and_years_the_latest_first(
    small: Location,
) -> None:
    table, said = path(small, Choice("projects"), "organisation:b", "a", reasons=2)
    assert said == "1 step from B to A: 1 chain"
    columns = ("shared", "through", "throughLabel", "type", "programme", "first", "last")
    assert cells(table, *columns) == [
        ("3", "urn:ab2", "AB 2", "project", "Programme X", "2015", ""),
        ("3", "urn:ab1", "AB 1", "project", "", "2010", "2012"),
    ]


@pytest.mark.slow
def test_filters_hold_for_reasons_too(small: Location) -> None:
    chosen = Filters(years=(2015, 2015))
    table, _ = path(small, Choice("projects", chosen), "A", "B")
    assert cells(table, "shared", "throughLabel") == [("1", "AB 2")]


@pytest.mark.slow
def test_what_cannot_be_answered_is_one_line(small: Location) -> None:
    choice = Choice("projects")
    table, said = path(small, choice, "A", "E")
    assert (table.rows, said) == ([], "no chain of ties leads from A to E")
    with pytest.raises(RequestError, match=r"'Twice' is ambiguous: organisation:e \(E.* organis"):
        path(small, choice, "A", "Twice")
    with pytest.raises(RequestError, match="'A' and 'organisation:a' are both organisation:a"):
        path(small, choice, "A", "organisation:a")
    with pytest.raises(RequestError, match="F takes part in nothing that the network"):
        path(small, choice, "A", "F")
    with pytest.raises(RequestError, match="nothing is called 'Nobody'"):
        path(small, choice, "A", "Nobody")


@pytest.mark.parametrize("seed", range(20))
def test_chains_are_those_of_networkx_and_the_lightest_first(seed: int) -> None:
    draw = random.Random(seed)
    network: nx.Graph[str] = nx.relabel_nodes(
        nx.gnp_random_graph(25, 0.15, seed=seed), "{:02}".format
    )
    for one, other in network.edges:
        network[one][other]["weight"] = draw.randrange(1, 5)
    ties = from_networkx(network)
    start, end = draw.sample(range(25), 2)
    found = chains(ties.weights, start, end, most=1_000)
    named = [tuple(ties.nodes[place] for place in chain) for chain in found.found]
    if not nx.has_path(network, ties.nodes[start], ties.nodes[end]):
        assert found == ((), 0)
        return
    expected = list(nx.all_shortest_paths(network, ties.nodes[start], ties.nodes[end]))
    assert sorted(map(list, named)) == sorted(expected)
    assert found.total == len(expected)
    lengths = [
        sum(1 / network[one][other]["weight"] for one, other in itertools.pairwise(chain))
        for chain in named
    ]
    assert lengths == pytest.approx(sorted(lengths))
    assert chains(ties.weights, start, end, most=2).found == found.found[:2]
    back = chains(ties.weights, end, start, most=1_000)
    assert {chain[::-1] for chain in back.found} == set(found.found)


def test_many_chains_are_counted_not_listed() -> None:
    """Layers of 30 between two ends: 30³ chains of four steps."""
    layers = [["a"], *([f"{row}{place:02}" for place in range(30)] for row in "bcd"), ["e"]]
    network: nx.Graph[str] = nx.Graph()
    for near, far in itertools.pairwise(layers):
        network.add_edges_from((one, other) for one in near for other in far)
    ties: Ties = from_networkx(network)
    found = chains(ties.weights, 0, len(ties) - 1, most=2)
    assert found.total == 30**3
    assert [[ties.nodes[place] for place in chain] for chain in found.found] == [
        ["a", "b00", "c00", "d00", "e"],
        ["a", "b00", "c00", "d01", "e"],
    ]


def test_direct_ties_give_the_reasons_of_their_query(curated_graph: Location) -> None:
    table, said = path(curated_graph, Choice("everything"), "MecaTech", "ESA")
    assert said == "3 steps from MecaTech to European Space Agency: 1 chain"
    assert cells(table, "step", "fromLabel", "throughLabel", "type") == [
        ("1", "MecaTech", "MecaTech and Luxinnovation", "partnership"),
        (
            "2",
            "Luxinnovation",
            "Luxinnovation, contact point for ESA programmes in Luxembourg",
            "contact point role",
        ),
        ("3", "ESA programmes", "administers", ""),
    ]


def test_every_tie_is_explained_with_its_sources(curated_graph: Location) -> None:
    table, said = explain(curated_graph, "MecaTech", "Luxinnovation")
    assert said == "4 ties between MecaTech and Luxinnovation"
    assert {kind for (kind,) in cells(table, "kindLabel")} == {"event", "partnership", "project"}
    assert {source for (source,) in cells(table, "sourceLabel")} == {
        "MecaTech: international strategy"
    }
    assert all(locator.startswith("paragraph ") for (locator,) in cells(table, "locator"))
    table, said = explain(curated_graph, "ESA", "Luxinnovation")
    assert (table.rows, said) == (
        [],
        "nothing in this graph ties European Space Agency to Luxinnovation",
    )
    with pytest.raises(RequestError, match="name two"):
        explain(curated_graph, "ESA", "European Space Agency")


def test_evidence_tells_roles_dates_and_contributions(tmp_path: Path) -> None:
    file = tmp_path / "two.ttl"
    file.write_text(
        SMALL
        + """<urn:ab2-a> cg:role <urn:lead> ; cg:participantContribution 12.50 .
             <urn:lead> rdfs:label "lead" . <urn:ab2-b> cg:locator "row 7" ."""
    )
    table, said = explain(open_graph(file), "A", "B")
    assert said == "3 ties between A and B"
    columns = ("throughLabel", "programmeLabel", "start", "end", "partyLabel", "roleLabel",
               "gross", "locator")  # fmt: skip
    assert cells(table, *columns) == [
        ("AB 1", "", "2010", "2012", "A", "", "", ""),
        ("AB 1", "", "2010", "2012", "B", "", "", ""),
        ("AB 2", "Programme X", "2015", "", "A", "lead", "12.50", ""),
        ("AB 2", "Programme X", "2015", "", "B", "", "", "row 7"),
        ("AB 3", "", "", "", "A", "", "", ""),
        ("AB 3", "", "", "", "B", "", "", ""),
    ]


@pytest.fixture
def run(
    curated_folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Runner:
    """Runs one command on the curated graph."""
    monkeypatch.setenv("CLUSTERGRAPH_GRAPH", str(curated_folder))
    return runner(capfdbinary)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("brokers", "--between", "BE3", "--and", "NL"),
        ("brokers", "--by", "country", "--rank-by", "gatekeeper"),
        ("flows",),
        ("path", "MecaTech", "High Tech NL"),
        ("explain", "MecaTech", "Luxinnovation"),
    ],
)
def test_every_command_gives_all_forms(
    run: Runner, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    import polars as pl

    shown = run(*arguments)
    assert (shown.code == 0 and b"MecaTech" in shown.out) or b"BE" in shown.out
    file = tmp_path / "answer.parquet"
    assert run(*arguments, "-o", str(file)).code == 0
    told = run(*arguments, "--format", "csv").out.decode()
    assert pl.read_csv(told.encode()).columns == pl.read_parquet(file).columns
    picture = tmp_path / "answer.svg"
    drawn = run(*arguments, "-o", str(picture))
    if arguments[0] in ("path", "explain"):
        assert (drawn.code, picture.exists()) == (2, False)
    else:
        assert drawn.code == 0, drawn
        assert picture.read_bytes().startswith(b"<?xml")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("brokers",), "name two places, --between and --and, or a grouping, --by"),
        (("brokers", "--between", "BE"), "name two places"),
        (("brokers", "--between", "BE", "--and", "NL", "--by", "country"), "name two places"),
        (("brokers", "--by", "nuts9"), "unknown by 'nuts9'"),
        (("brokers", "--by", "country", "--rank-by", "betweenness"), "unknown order"),
        (("flows", "--by", "continent"), "unknown by 'continent'"),
        (("flows", "--stable", "2"), "flows counts participations, not ties"),
        (("flows", "--network", "everything"), "consists of direct ties"),
        (("flows", "--country", "FI"), "--country: nothing is called 'FI'"),
        (("path", "MecaTech", "MecaTech"), "name two"),
        (("explain", "MecaTech", "Nobody at all"), "nothing is called 'Nobody at all'"),
    ],
)
def test_a_wrong_request_is_one_line(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    lines = done.err.splitlines()
    assert (done.code, done.out) == (2, b"")
    assert lines[-1].startswith("error: ") and message in lines[-1], lines
