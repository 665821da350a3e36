"""The view of a network: its nodes, ties, ranks and sizes, on networks that can be read here."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from clustergraph.answers import ranking
from clustergraph.errors import QueryError, RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.languages import LANGUAGES, Text
from clustergraph.measures import registry as measures
from clustergraph.networks.choice import Choice
from clustergraph.networks.projection import Network, made, ties
from clustergraph.questions import queries
from clustergraph.terms import PREFIXES
from clustergraph.web.facts import Source
from clustergraph.web.page import ego, names, told
from clustergraph.web.page import view as view_module
from clustergraph.web.page.choosing import draw
from clustergraph.web.page.gather import view
from clustergraph.web.page.room import broken
from clustergraph.web.page.texts import texts

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.web.page.view import View

LONG = "Institute for Advanced Manufacturing and the Mechanical Engineering of Tomorrow"
TURTLE = """
cg:Cluster a owl:Class ; rdfs:label "cluster"@en , "pôle"@fr .
cg:Agency a owl:Class ; rdfs:label "agency"@en , "agence"@fr .
cg:Project a owl:Class ; rdfs:label "project"@en , "projet"@fr .
cg:locatedIn rdfs:label "located in"@en , "situé à"@fr .
place:belgium a cg:Country ; rdfs:label "Belgium"@en , "Belgique"@fr ; cg:isoCode "BE" .
place:france a cg:Country ; rdfs:label "France"@en , "France"@fr ; cg:isoCode "FR" .
organisation:alpha a cg:Cluster ; rdfs:label "Alpha" ; cg:locatedIn place:belgium , place:lille ;
  dcterms:source publication:report ; cg:locator "paragraph 1" .
place:lille a cg:City ; rdfs:label "Lille" ; cg:within place:france .
place:nowhere a cg:Country ; cg:isoCode "XX" .
organisation:beta a cg:Cluster ; rdfs:label "Beta" ; cg:locatedIn place:nowhere .
organisation:gamma a cg:Agency ; rdfs:label "Gamma"@en , "Gammà"@fr .
organisation:delta a cg:Agency ; rdfs:label "Delta" .
organisation:long rdfs:label "LONG" .
organisation:wide rdfs:label "WIDE" .
project:joint a cg:Project ; rdfs:label "JOINT" ; cg:startDate "2010"^^xsd:gYear .
publication:report a cg:Publication ; rdfs:label "The report" .
""".replace("LONG", LONG).replace("WIDE", "B" * 200)
ALPHA, BETA, GAMMA, DELTA = (
    f"{PREFIXES['organisation']}{name}" for name in ("alpha", "beta", "gamma", "delta")
)
JOINT, LOCATED = f"{PREFIXES['project']}joint", f"{PREFIXES['cg']}locatedIn"
BELGIUM = f"{PREFIXES['place']}belgium"
MECATECH = f"{PREFIXES['organisation']}mecatech"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Location:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path = tmp_path_factory.mktemp("view") / "small.ttl"
    path.write_text(head + TURTLE, encoding="utf-8")
    return open_graph(path)


# alpha - beta - gamma - delta
CHAIN = ((ALPHA, BETA, JOINT), (ALPHA, BETA, "a text"), (BETA, GAMMA, None), (GAMMA, DELTA, JOINT))


def _network(*rows: tuple[str, str, str | None]) -> Network:
    """The network of direct ties between source and target, each for a reason."""
    columns = {"source": pl.String, "target": pl.String, "reason": pl.String}
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    weighed = frame.with_columns(pl.lit(None, pl.Float64).alias("weight"))
    return made(weighed, Choice(queries.parse("SELECT * {}", "chain", "chain.rq")))


def _chain() -> Network:
    return _network(*CHAIN)


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
    network = _network(*CHAIN, (ALPHA, BELGIUM, LOCATED))
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


def test_the_middle_and_its_partners_are_kept_before_all_others(small: Location) -> None:
    for limit, expected in (
        (1, ["Delta"]),
        (2, ["Delta", "Gamma"]),
        (3, ["Beta", "Delta", "Gamma"]),
    ):
        found = view(small, _chain(), SCORES, about=DELTA, hops=3, limit=limit)
        assert (sorted(_labels(found)), found.total) == (expected, 4)


def test_names_that_are_not_shown_are_told(small: Location) -> None:
    found = view(small, _chain(), SCORES, about=DELTA, hops=3, limit=2)
    told = [(each.name, (each.before or "").rpartition("/")[2]) for each in found.elsewhere]
    assert told == [("Alpha", "beta"), ("Beta", "gamma")]


def test_countries_by_their_labels(small: Location) -> None:
    found = view(small, _chain(), SCORES)
    by_label = {node.label: node.countries for node in found.nodes}
    assert by_label["Alpha"] == ("Belgium", "France")
    assert (by_label["Beta"], by_label["Gamma"]) == (("XX",), ())
    assert found.countries == ("Belgium", "France", "XX")


def test_texts_are_there_in_every_language(small: Location) -> None:
    found = view(small, _chain(), SCORES, lang="fr")
    assert "Gammà" in [node.label.translated("fr") for node in found.nodes]
    told = [(kind.label, kind.label.translated("fr"), kind.count) for kind in found.types]
    assert told == [("agency", "agence", 2), ("cluster", "pôle", 2)]


def test_a_node_without_a_name_goes_by_the_end_of_its_iri(small: Location) -> None:
    nameless = f"{PREFIXES['place']}nowhere"
    found = view(small, _network((ALPHA, nameless, None)), {})
    assert set(_labels(found)) == {"Alpha", "nowhere"}


def test_long_labels_are_broken_between_words() -> None:
    assert broken(LONG) == ("Institute for Advanced", "Manufacturing and the", "Mechanical …")
    assert all(len(line) <= 22 for line in broken("B" * 200))
    assert broken("Delta") == ("Delta",)


def test_the_measure_and_what_it_means(small: Location) -> None:
    degree = measures.find("degree")
    found = view(small, _chain(), SCORES, measure=degree)
    first, *others = found.sizes
    assert (first.id, first.label, first.meaning) == ("degree", degree.label, degree.meaning)
    assert [size.id for size in others] == ["strength"]
    assert {node.label: node.sizes["strength"] for node in found.nodes}["Beta"] == 3.0


@pytest.mark.parametrize("rows", [(), ((ALPHA, ALPHA, None),)])
def test_networks_with_nothing_to_tie(small: Location, rows: Any) -> None:
    found = view(small, _network(*rows), {})
    assert (len(found.nodes), found.edges) == (len(rows), ())


def test_equal_networks_give_equal_views(small: Location) -> None:
    backwards = _network(*((two, one, reason) for one, two, reason in reversed(CHAIN)))
    assert view(small, backwards, SCORES) == view(small, _chain(), SCORES)


class _Counting:
    """A location that counts how often it is asked."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.location, name)

    def stream(self, sparql: str) -> Any:
        self.asked.append(sparql)
        return self.location.stream(sparql)

    def select(self, sparql: str) -> Any:
        self.asked.append(sparql)
        return self.location.select(sparql)

    def labels(self, iris: Any, lang: str = "en") -> dict[str, str]:
        self.asked.append(" ".join(iris))
        return self.location.labels(iris, lang)

    def best_labels(self, iris: Any, lang: str) -> Any:
        self.asked.append(" ".join(iris))
        return self.location.best_labels(iris, lang)


@pytest.mark.slow
def test_the_number_of_questions_does_not_grow_with_the_nodes(small: Location) -> None:
    asked = []
    for nodes in (3, 40):
        names = [f"https://example.org/{number}" for number in range(nodes)]
        counting = _Counting(small)
        view(counting, _network(*((one, two, None) for one, two in pairwise(names))), {})  # type: ignore[arg-type]
        asked.append(len(counting.asked))
    assert asked[0] == asked[1] <= 24


def test_nothing_but_names_is_asked_about_what_is_not_drawn(small: Location) -> None:
    counting = _Counting(small)
    view(counting, _chain(), SCORES, limit=2)  # type: ignore[arg-type]
    asked = " ".join(text for text in counting.asked if "?s ?p ?o" in text or "?o ?s ?p" in text)
    assert (BETA in asked, GAMMA in asked) == (True, True)
    assert (ALPHA in asked, DELTA in asked, JOINT in asked) == (False, False, False)


def test_drawing_the_curated_network_by_name(curated_graph: Location) -> None:
    found = draw(curated_graph, about="mécatech")
    assert (found.network, found.sizes[0].id, found.hops) == ("partners", "degree", 1)
    assert found.about == MECATECH
    assert {"MecaTech", "Materalia", "Luxinnovation"} <= set(_labels(found))
    members = [{part.member for part in each.parts} for each in found.activities]
    for edge in found.edges:
        assert any({edge.source, edge.target} <= each for each in members)
    assert all(activity.sources and activity.label for activity in found.activities)


def test_the_own_cluster_of_the_graph_is_in_the_middle_unless_another_is_named(
    curated_graph: Location,
) -> None:
    whole = draw(curated_graph)
    assert (whole.about, whole.hops, whole.total) == (MECATECH, None, len(whole.nodes))
    other = draw(curated_graph, about="Luxinnovation")
    assert (other.about, other.hops) == (f"{PREFIXES['organisation']}luxinnovation", 1)


def test_activities_tell_who_did_what_when(curated_graph: Location) -> None:
    view_ = draw(curated_graph)
    found = {activity.label: activity for activity in view_.activities}
    project, event = found["INTERMAT GR"], found["Métamorphoses 2015"]
    assert (project.kind, project.kind.translated("fr")) == ("project", "projet")
    members = [part.member.rpartition("/")[2] for part in project.parts]
    assert members == ["luxinnovation", "materalia", "mecatech"]
    assert [view_.named[iri] for iri in project.programmes] == ["INTERREG"]
    assert (event.first, event.last, event.period) == (2015, 2015, "2015")


def test_brokerage_roles_are_those_between_countries(curated_graph: Location) -> None:
    found = draw(curated_graph, Choice("partners"), measure="liaison")
    table = ranking.centrality(curated_graph, ties(curated_graph, Choice("partners")), ["liaison"])
    pairs = zip(table.column("iri"), table.column("liaison"), strict=True)
    expected = {iri.value: float(value.value) for iri, value in pairs if iri and value}
    assert {n.iri: n.score for n in found.nodes if n.score is not None} == expected
    assert max(expected.values()) > 0


@pytest.mark.slow
def test_every_tie_of_the_curated_graph_has_a_reason_with_a_source(curated_graph: Location) -> None:
    found = draw(curated_graph, Choice("everything"))
    assert len(found.edges) > 50
    unsourced = [r for edge in found.edges for r in edge.reasons if not r.sources]
    assert unsourced == []
    assert all(node.sources for node in found.nodes)


@pytest.mark.slow
def test_the_language_of_the_page_changes_nothing_else(curated_graph: Location) -> None:
    english, french = (
        draw(curated_graph, Choice("everything"), lang=lang) for lang in ("en", "fr")
    )
    assert replace(french, lang="en") == english
    assert {node.label.translated("fr") for node in french.nodes} >= {"Pays-Bas", "Allemagne"}
    assert french.ties.translated("fr").startswith("Deux")


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
        draw(curated_graph, Choice(name), about=about, measure=measure)


def test_of_the_backbone_only_what_stands_out_is_drawn(small: Location) -> None:
    # Two with five ties of weight 1 each, and one of 100 between them.
    ends = [(hub, f"urn:x:{hub[-1]}{n}", 1) for hub in ("urn:x:a", "urn:x:b") for n in range(5)]
    rows = " ".join(f"(<{a}> <{b}> {w})" for a, b, w in [*ends, ("urn:x:a", "urn:x:b", 100)])
    text = f"SELECT ?source ?target ?weight {{ VALUES (?source ?target ?weight) {{ {rows} }} }}"
    choice = Choice(queries.parse(text, "own", "own.rq"))
    assert len(draw(small, choice).edges) == 11
    found = draw(small, choice, backbone=True)
    assert [(each.source, each.target, each.weight) for each in found.edges] == [
        ("urn:x:a", "urn:x:b", 100)
    ]
    assert [node.iri for node in found.nodes] == ["urn:x:a", "urn:x:b"]
    assert found.chosen["backbone"].translated("fr") == "alpha 0,05"


WORKED = "https://example.org/workedWith"


@pytest.mark.parametrize(
    ("text", "weight", "why"),
    [
        # Each direction is one row; the tie weighs 2 + 3, and both rows say why.
        (
            f"SELECT * {{ VALUES (?source ?target ?weight ?label) {{"
            f' (<{ALPHA}> <{BETA}> 2 "met in Mons"@fr) (<{BETA}> <{ALPHA}> 3 "met in Liège") }} }}',
            5.0,
            ["met in Liège", "met in Mons"],
        ),
        (
            f"CONSTRUCT {{ <{ALPHA}> <{WORKED}> <{BETA}> ; <{WORKED}> 3 }} {{}}",
            1.0,
            ["worked with"],
        ),
        (
            f"CONSTRUCT {{ <{ALPHA}> <{WORKED}> <{BETA}> . <{BETA}> <urn:x:saw> <{ALPHA}> }} {{}}",
            2.0,
            ["saw", "worked with"],
        ),
    ],
)  # fmt: skip
def test_a_picture_of_any_query(small: Location, text: str, weight: float, why: list[str]) -> None:
    found = draw(small, Choice(queries.parse(text, "own", "own.rq")), title="Who met whom")
    assert (_labels(found), found.title) == (["Alpha", "Beta"], "Who met whom")
    (edge,) = found.edges
    assert (edge.source, edge.target, edge.weight) == (ALPHA, BETA, weight)
    assert [str(each.label) for each in edge.reasons] == why


def test_whatever_a_query_finds_has_a_name_and_a_kind(small: Location) -> None:
    others = "<http://x.org/ns#> , <http://x.org/onto/> , <urn:a:b> , <http://x.org/>"
    text = f"CONSTRUCT {{ <{ALPHA}> <urn:p> {others} }} {{}}"
    found = draw(small, Choice(queries.parse(text, "own", "own.rq")))
    assert sorted(_labels(found)) == ["Alpha", "b", "ns", "onto", "x.org"]
    kinds = {(str(kind.label), kind.label.translated("fr")) for kind in found.types}
    assert kinds == {("cluster", "pôle"), ("kind unknown", "type inconnu")}


def test_a_kind_that_the_graph_does_not_name_is_told_in_words(small: Location) -> None:
    tie = f"<{LOCATED}> <urn:p> <{PREFIXES['cg']}Cluster>"
    found = draw(small, Choice(queries.parse(f"CONSTRUCT {{ {tie} }} {{}}", "own", "own.rq")))
    assert "class" in {str(kind.label) for kind in found.types}


def test_the_title_that_a_query_states_is_the_heading(small: Location) -> None:
    tie = f"CONSTRUCT {{ <{ALPHA}> <urn:p> <{BETA}> }} {{}}"
    stated = "#+ title: Who meets whom\n#+ title@fr: Qui rencontre qui\n"
    own = Choice(queries.parse(stated + tie, "own", "own.rq"))
    assert [texts(draw(small, own), lang)["title"] for lang in LANGUAGES] == [
        "Who meets whom", "Qui rencontre qui",
    ]  # fmt: skip
    assert texts(draw(small, own, title="Mine"), "fr")["title"] == "Mine"
    assert texts(draw(small, own, about=ALPHA), "en")["title"] == "Alpha and its connections"
    plain = Choice(queries.parse(tie, "own", "own.rq"))
    assert texts(draw(small, plain), "en")["title"] == "Network"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONSTRUCT { ?s <urn:x:p> 1 } { ?s ?p ?o }", "makes no triple that leads from one thing"),
        ("ASK { ?s ?p ?o }", "must be a SELECT or CONSTRUCT query"),
        (f"SELECT * {{ VALUES (?source ?target ?label ?reason) {{ (<{ALPHA}> <{BETA}> 1 2) }} }}",
         "needs the columns"),
    ],
)  # fmt: skip
def test_a_query_without_ties_is_refused(small: Location, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        draw(small, Choice(queries.parse(text, "own", "own.rq")))


def test_whoever_is_not_shown_can_be_reached_step_by_step(curated_graph: Location) -> None:
    found = draw(curated_graph, limit=1)
    ways = {each.name: each for each in found.elsewhere}
    assert [str(node.label) for node in found.nodes] == ["MecaTech"]
    assert (ways["Materalia"].before, ways["Materalia"].through) == (MECATECH, "VITAMIN")


def test_a_large_page_leaves_out_what_only_one_took_part_in_and_says_so(
    curated_graph: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = draw(curated_graph, limit=2)
    assert texts(usual, "en")["held"] == ""
    for module in (told, view_module):
        monkeypatch.setattr(module, "SMALL", 1)
    large = draw(curated_graph, limit=2)
    assert large.large
    assert [a.iri for a in large.activities] == [
        a.iri for a in usual.activities if len(a.parts) > 1
    ]
    assert len(large.activities) < len(usual.activities)
    assert large.activities
    sentences = [texts(large, lang)["held"] for lang in ("en", "fr")]
    assert sentences == [
        "Activities in which only one of them took part are left out. What refers to an "
        "entry is not listed among its facts: a smaller page does so.",
        "Les activités qui ne comptent qu’un seul de ces participants n’y figurent pas. "
        "Ce qui renvoie à une fiche n’est pas repris parmi ses informations\u00a0; une page plus "
        "petite l’indique.",
    ]


def test_names_with_lost_letters_or_all_in_capitals_are_not_drawn() -> None:
    long = Text("EIDGENOESSISCHE TECHNISCHE HOCHSCHULE ZUERICH")
    assert names.short(long, ("ETH Z\ufffdrich",)) == "ETH"
    own = "CESKE UCENI V PRAZE"
    assert names.named(Text(own), (own,)) == "Ceske Uceni V Praze"
    assert names.named(Text("GRUPO XYLON DE SEVILLA"), ("XYLON",)) == "Grupo XYLON de Sevilla"


def test_in_a_crowd_partners_stand_farther_apart_than_others() -> None:
    partners, others = ([f"urn:{kind}{n:02}" for n in range(12)] for kind in "ab")
    rows = [("urn:x", one, None) for one in partners] + [
        (partners[0], other, None) for other in others
    ]
    ties = _network(*rows).ties
    room = dict.fromkeys(ties.nodes, (20.0, 20.0, 0.0))
    for crowded, apart in ((False, 30), (True, 60)):
        found = ego.around(ties, "urn:x", {}, room, crowded)
        places = [found.places[one] for one in partners]
        least = min(math.dist(one, two) for one, two in itertools.combinations(places, 2))
        assert least >= apart - 2
        far = [math.hypot(*found.places[one]) for one in others]
        assert max(math.hypot(*place) for place in places) <= min(far) + 1
