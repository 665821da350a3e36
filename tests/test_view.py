"""The view of a network: its nodes, ties, ranks and sizes, on networks that can be read here."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from clustergraph.answers import ranking
from clustergraph.errors import RequestError
from clustergraph.graph.location import Location, open_graph
from clustergraph.measures import registry as measures
from clustergraph.networks.choice import Choice
from clustergraph.networks.projection import ties
from clustergraph.terms import PREFIXES
from clustergraph.web.facts import Source
from clustergraph.web.page.view import View, draw, view

TURTLE = """
cg:Cluster a owl:Class ; rdfs:label "cluster"@en , "pôle"@fr .
cg:Agency a owl:Class ; rdfs:label "agency"@en , "agence"@fr .
cg:Project a owl:Class ; rdfs:label "project"@en , "projet"@fr .
cg:locatedIn rdfs:label "located in"@en , "situé à"@fr .
place:belgium a cg:Country ; rdfs:label "Belgium"@en , "Belgique"@fr ; cg:isoCode "BE" .
place:france a cg:Country ; rdfs:label "France"@en , "France"@fr ; cg:isoCode "FR" .
organisation:alpha a cg:Cluster ; rdfs:label "Alpha" ; cg:locatedIn place:belgium ;
  dcterms:source publication:report ; cg:locator "paragraph 1" .
organisation:beta a cg:Cluster ; rdfs:label "Beta" .
organisation:gamma a cg:Agency ; rdfs:label "Gamma"@en , "Gammà"@fr .
organisation:delta a cg:Agency ; rdfs:label "Delta" .
project:joint a cg:Project ; rdfs:label "JOINT" ; cg:startDate "2010"^^xsd:gYear .
publication:report a cg:Publication ; rdfs:label "The report" .
"""
ALPHA, BETA, GAMMA, DELTA = (
    f"{PREFIXES['organisation']}{name}" for name in ("alpha", "beta", "gamma", "delta")
)
JOINT, LOCATED = f"{PREFIXES['project']}joint", f"{PREFIXES['cg']}locatedIn"
BELGIUM = f"{PREFIXES['place']}belgium"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Location:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path = tmp_path_factory.mktemp("view") / "small.ttl"
    path.write_text(head + TURTLE, encoding="utf-8")
    return open_graph(path)


def _chain(**attributes: dict[str, Any]) -> nx.Graph[str]:
    """alpha - beta - gamma - delta."""
    network: nx.Graph[str] = nx.Graph(name="chain")
    for iri, cls in ((ALPHA, "Cluster"), (BETA, "Cluster"), (GAMMA, "Agency"), (DELTA, "Agency")):
        name, kind = iri.rpartition("/")[2], {"class": f"{PREFIXES['cg']}{cls}"}
        network.add_node(iri, label=name.capitalize(), type=cls.lower(), country="", **kind)
        network.nodes[iri].update(attributes.get(name, {}))
    network.add_edge(ALPHA, BETA, weight=2.0, reasons=(JOINT, "a text"))
    network.add_edge(BETA, GAMMA, weight=1.0, reasons=())
    network.add_edge(GAMMA, DELTA, weight=1.0, reasons=(JOINT,))
    return network


SCORES = {ALPHA: 1.0, BETA: 2.0, GAMMA: 2.0, DELTA: 1.0}


def _labels(found: View) -> list[str]:
    return [node.label for node in found.nodes]


def test_nodes_stand_by_rank_and_equal_scores_share_one(small: Location) -> None:
    found = view(small, _chain(), SCORES)
    ranked = [(node.label, node.rank, node.score) for node in found.nodes]
    assert ranked == [("Beta", 1, 2.0), ("Gamma", 1, 2.0), ("Alpha", 3, 1.0), ("Delta", 3, 1.0)]
    assert (found.total, found.ranked) == (4, 4)


def test_an_undefined_score_has_no_rank_and_comes_last(small: Location) -> None:
    found = view(small, _chain(), SCORES | {BETA: math.nan})
    last = found.nodes[-1]
    assert (last.label, last.score, last.rank) == ("Beta", None, None)
    assert [node.rank for node in found.nodes] == [1, 2, 2, None]


def test_higher_scores_have_larger_shapes(small: Location) -> None:
    radius = {n.label: n.radius for n in view(small, _chain(), SCORES | {BETA: 8.0}).nodes}
    assert radius["Beta"] > radius["Gamma"] > radius["Alpha"] == radius["Delta"]


def test_ties_carry_their_reasons(small: Location) -> None:
    first, *_rest = view(small, _chain(), SCORES).edges
    assert (first.source, first.target, first.weight) == (ALPHA, BETA, 2.0)
    told = [(reason.label, reason.kind, reason.period) for reason in first.reasons]
    assert told == [("a text", "", ""), ("JOINT", "project", "2010–")]


def test_a_linking_property_says_where_to_and_who_says_so(small: Location) -> None:
    network = _chain()
    network.add_node(BELGIUM, label="Belgium")
    network.add_edge(ALPHA, BELGIUM, weight=1.0, reasons=(LOCATED,))
    found = view(small, network, SCORES)
    (edge,) = [edge for edge in found.edges if BELGIUM in (edge.source, edge.target)]
    (reason,) = edge.reasons
    assert reason.label == "located in: Belgium"
    assert reason.sources == (Source("The report", None, ("paragraph 1",)),)


def test_around_one_node(small: Location) -> None:
    near = view(small, _chain(), SCORES, about=ALPHA)
    assert _labels(near) == ["Beta", "Alpha"]
    assert [node.rank for node in near.nodes] == [1, 3]
    farther = view(small, _chain(), SCORES, about=ALPHA, hops=2)
    assert sorted(_labels(farther)) == ["Alpha", "Beta", "Gamma"]


def test_about_something_outside_the_network(small: Location) -> None:
    with pytest.raises(RequestError, match="place:belgium is not in the network 'chain'"):
        view(small, _chain(), SCORES, about=BELGIUM)


def test_the_most_central_are_kept_and_the_node_it_is_about(small: Location) -> None:
    found = view(small, _chain(), SCORES, about=DELTA, hops=3, limit=2)
    assert sorted(_labels(found)) == ["Beta", "Delta"]
    assert (found.total, found.edges) == (4, ())


def test_countries_by_their_labels(small: Location) -> None:
    network = _chain(alpha={"country": "FR BE"}, beta={"country": "XX"})
    found = view(small, network, SCORES)
    by_label = {node.label: node.countries for node in found.nodes}
    assert by_label["Alpha"] == ("Belgium", "France")
    assert (by_label["Beta"], by_label["Gamma"]) == (("XX",), ())
    assert found.countries == ("Belgium", "France", "XX")


def test_labels_that_the_network_lacks_come_from_the_graph(small: Location) -> None:
    network = _chain(gamma={"label": "", "type": ""}, delta={"type": ""})
    found = view(small, network, SCORES, lang="fr")
    assert "Gammà" in _labels(found)
    assert [(kind.label, kind.count) for kind in found.types] == [("agence", 2), ("cluster", 2)]


def test_long_labels_are_broken_between_words(small: Location) -> None:
    label = "Institute for Advanced Manufacturing and the Mechanical Engineering of Tomorrow"
    network = _chain(alpha={"label": label}, beta={"label": "B" * 200}, delta={"label": ""})
    lines = {node.label: node.lines for node in view(small, network, SCORES).nodes}
    assert lines[label] == ("Institute for Advanced", "Manufacturing and the", "Mechanical …")
    assert all(len(line) <= 22 for line in lines["B" * 200])
    assert lines["Delta"] == ("Delta",)


def test_the_measure_and_what_it_means(small: Location) -> None:
    degree = measures.find("degree")
    found = view(small, _chain(), SCORES, measure=degree)
    assert (found.measure, found.measure_label) == ("degree", degree.label)
    assert found.measure_meaning == degree.meaning


@pytest.mark.parametrize("nodes", [0, 1])
def test_networks_with_nothing_to_tie(small: Location, nodes: int) -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from([ALPHA][:nodes])
    found = view(small, network, {})
    assert (len(found.nodes), found.edges) == (nodes, ())


def test_equal_networks_give_equal_views(small: Location) -> None:
    network = _chain()
    backwards: nx.Graph[str] = nx.Graph(name="chain")
    backwards.add_nodes_from(reversed(list(network.nodes(data=True))))
    backwards.add_edges_from(
        (b, a, data) for a, b, data in reversed(list(network.edges(data=True)))
    )
    assert view(small, backwards, SCORES) == view(small, network, SCORES)


class _Counting:
    """A location that counts how often it is asked."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.asked = 0

    def select(self, sparql: str) -> Any:
        self.asked += 1
        return self.location.select(sparql)

    def labels(self, iris: Any, lang: str = "en") -> dict[str, str]:
        self.asked += 1
        return self.location.labels(iris, lang)


def test_the_number_of_questions_does_not_grow_with_the_nodes(small: Location) -> None:
    asked = []
    for nodes in (3, 40):
        network: nx.Graph[str] = nx.path_graph(nodes)
        network = nx.relabel_nodes(network, {n: f"https://example.org/{n}" for n in network})
        counting = _Counting(small)
        view(counting, network, {})  # type: ignore[arg-type]
        asked.append(counting.asked)
    assert asked[0] == asked[1] <= 15


def test_drawing_the_curated_network_by_name(curated_graph: Location) -> None:
    found = draw(curated_graph, about="mécatech")
    assert (found.network, found.measure, found.hops) == ("partners", "degree", 1)
    assert found.about == f"{PREFIXES['organisation']}mecatech"
    assert {"MecaTech", "Materalia", "Luxinnovation"} <= set(_labels(found))
    assert all(edge.reasons for edge in found.edges)
    assert all(reason.sources for edge in found.edges for reason in edge.reasons)


def test_brokerage_roles_are_those_between_countries(curated_graph: Location) -> None:
    found = draw(curated_graph, "partners", measure="liaison")
    table = ranking.centrality(curated_graph, ties(curated_graph, Choice("partners")), ["liaison"])
    pairs = zip(table.column("iri"), table.column("liaison"), strict=True)
    expected = {iri.value: float(value.value) for iri, value in pairs if iri and value}
    assert {n.iri: n.score for n in found.nodes if n.score is not None} == expected
    assert max(expected.values()) > 0


def test_every_tie_of_the_curated_graph_has_a_reason_with_a_source(curated_graph: Location) -> None:
    found = draw(curated_graph, "everything")
    assert len(found.edges) > 50
    unsourced = [r for edge in found.edges for r in edge.reasons if not r.sources]
    assert unsourced == []
    assert all(node.sources for node in found.nodes)


def test_french_differs_only_in_words(curated_graph: Location) -> None:
    english, french = (draw(curated_graph, "everything", lang=lang) for lang in ("en", "fr"))
    assert [node.iri for node in english.nodes] == [node.iri for node in french.nodes]
    assert {node.label for node in french.nodes} >= {"Pays-Bas", "Allemagne"}
    words = ("ties", "measure_label", "measure_meaning")
    assert all(getattr(english, name) != getattr(french, name) for name in words)
    left_out = {"nodes": (), "edges": (), "types": (), "countries": ()} | dict.fromkeys(words, "")
    assert replace(english, **left_out) == replace(french, **left_out, lang="en")


@pytest.mark.parametrize(
    ("name", "about", "measure", "message"),
    [
        ("partnerz", None, "degree", "unknown network 'partnerz': did you mean partners"),
        ("partners", "Mecateck", "degree", "nothing is called 'Mecateck'"),
        ("partners", None, "degre", "unknown measure 'degre': did you mean degree"),
        ("partners", "wallonia", "degree", "place:wallonia is not in the network 'partners'"),
    ],
)
def test_requests_that_cannot_be_met(
    curated_graph: Location, name: str, about: str | None, measure: str, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        draw(curated_graph, name, about=about, measure=measure)
