"""What counts and what nobody can judge: memberships, years, and filters with one end or a list.

A hand-made graph: a cluster with three members, of which two share a project; a partnership that
two sources state; projects with both dates, one or none, under programmes with and without years.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import clustergraph as cg
from clustergraph.answers import registry
from clustergraph.cli.program import run as command
from clustergraph.errors import RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.languages import LANGUAGES
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import FILTERS, Filters
from clustergraph.networks.projection import ties
from clustergraph.networks.years import OPEN, running
from clustergraph.questions import queries
from clustergraph.terms import PREFIXES
from clustergraph.web.page.choosing import draw
from clustergraph.web.page.texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.location import Location

TURTLE = """
cg:Cluster rdfs:subClassOf cg:Organisation . cg:Country rdfs:subClassOf cg:Place .
cg:Region rdfs:subClassOf cg:Place .
place:be a cg:Country ; rdfs:label "Belgium" ; cg:isoCode "BE" .
place:be3 a cg:Region ; rdfs:label "Wallonia" ; cg:nutsCode "BE3" ; cg:within place:be .
place:fr a cg:Country ; rdfs:label "France" ; cg:isoCode "FR" .
organisation:k a cg:Cluster ; rdfs:label "K" ; cg:locatedIn place:be3 .
organisation:a a cg:Organisation ; rdfs:label "Aa" ; cg:locatedIn place:be3 .
organisation:b a cg:Organisation ; rdfs:label "Bb" ; cg:locatedIn place:be .
organisation:c a cg:Organisation ; rdfs:label "Cc" ; cg:locatedIn place:fr .
organisation:d a cg:Organisation ; rdfs:label "Dd" ; cg:locatedIn place:fr .
organisation:e a cg:Organisation ; rdfs:label "Ee" .
<urn:m1> org:member organisation:a ; org:organization organisation:k ;
  cg:startDate "2015"^^xsd:gYear .
<urn:m1-again> org:member organisation:a ; org:organization organisation:k .
<urn:m2> org:member organisation:b ; org:organization organisation:k .
<urn:m3> org:member organisation:c ; org:organization organisation:k .
<urn:p1> cg:partner organisation:k , organisation:d ; dcterms:source <urn:s1> .
<urn:p1-again> cg:partner organisation:d , organisation:k ; dcterms:source <urn:s2> .
programme:seven a cg:Programme ; rdfs:label "Seven" ; cg:code "S" ;
  cg:startDate "2014"^^xsd:gYear ; cg:endDate "2020"^^xsd:gYear .
programme:leaf a cg:Programme ; rdfs:label "Leaf" ; cg:code "L" ;
  cg:partOfProgramme programme:seven .
programme:other a cg:Programme ; rdfs:label "Other" ; cg:code "O" .
project:both a cg:Project ; cg:startDate "2015-01-01"^^xsd:date ;
  cg:endDate "2017-01-01"^^xsd:date .
project:end a cg:Project ; cg:endDate "2016-06-30"^^xsd:date .
project:bounded a cg:Project ; cg:endDate "2016-06-30"^^xsd:date .
project:none a cg:Project .
<urn:c1> a cg:Call ; cg:callOf programme:other ; cg:endDate "2016-06-30"^^xsd:date .
<urn:c2> a cg:Call ; cg:callOf programme:other ; cg:startDate "2016-06-30"^^xsd:date .
<urn:c3> a cg:Call ; cg:callOf programme:other .
award:both cg:awardedTo project:both ;
  cg:underProgramme programme:other ; cg:alsoUnder programme:seven .
award:bounded cg:awardedTo project:bounded ; cg:underProgramme programme:leaf .
<urn:1> cg:participant organisation:a ; cg:inProject project:both ; cg:sme true .
<urn:2> cg:participant organisation:c ; cg:inProject project:both ; cg:sme false .
<urn:3> cg:participant organisation:c ; cg:inProject project:end ; cg:sme true .
<urn:4> cg:participant organisation:d ; cg:inProject project:end ; cg:sme true .
<urn:5> cg:participant organisation:b ; cg:inProject project:bounded .
<urn:6> cg:participant organisation:d ; cg:inProject project:bounded .
<urn:7> cg:participant organisation:e ; cg:inProject project:none .
<urn:8> cg:participant organisation:a ; cg:inProject project:none .
<urn:9> cg:participant organisation:d ; cg:inProject project:both .
"""
NAMED = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
ORG = PREFIXES["organisation"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("counting") / "small.ttl"
    found.write_text(NAMED + TURTLE, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def small(path: Path) -> Location:
    return open_graph(path)


def shown(location: Location, network: str = "projects", **given: Any) -> str:
    """The members in one word, and each tie with its weight: `abc ab1 bc2`."""
    found = ties(location, Choice(network, Filters(**given)))
    names = [node.removeprefix(ORG) for node in found.nodes]
    pairs = zip(*(column.tolist() for column in found.pairs()), strict=True)
    told = (f"{names[one]}{names[other]}{weight:g}" for one, other, weight in pairs)
    return " ".join(["".join(names), *told])


def notes(location: Location, name: str = "centrality", **given: Any) -> str:
    return "\n".join(map(str, registry.run(location, name, given).notes))


def test_a_cluster_is_tied_to_its_members_and_these_not_to_each_other(small: Location) -> None:
    # a, b and c are members of k; a-c and a-d and c-d and b-d and a-e share projects only.
    found = shown(small, "partners")
    assert found == "abcdek ac1 ad1 ae1 ak1 bd1 bk1 cd2 ck1 dk1"


def test_what_two_sources_state_is_one_activity(small: Location) -> None:
    # The membership of a in k is stated twice, once without its year: one tie of weight 1.
    assert {"ak1", "dk1"} <= set(shown(small, "partners").split())
    assert "ak1" in shown(small, "partners", years=(2015, 2015)).split()
    assert "k" not in shown(small, "partners", years=(2014, 2014))


def test_questions_take_the_same_partners(small: Location) -> None:
    table = queries.rows(small, queries.saved()["partner-involvement"], {"organisation": f"{ORG}k"})
    counts = {row[0].value: int(row[2].value) for row in table.rows if row[0] and row[2]}
    assert counts == {f"{ORG}a": 1, f"{ORG}b": 1, f"{ORG}c": 1, f"{ORG}d": 1}
    table = queries.rows(small, queries.saved()["partners"], {"organisation": f"{ORG}b"})
    assert {row[0].value for row in table.rows if row[0]} == {f"{ORG}k", f"{ORG}d"}


def test_evidence_of_one_tie_comes_from_both_sources(small: Location) -> None:
    answer = registry.run(small, "explain", {"one": f"{ORG}k", "other": f"{ORG}d"})
    found = {
        name: sorted({str(cell).strip("<>") for cell in answer.table.column(name)})
        for name in ("through", "statement", "source")
    }
    assert found == {
        "through": ["urn:p1"],
        "statement": ["urn:p1", "urn:p1-again"],
        "source": ["urn:s1", "urn:s2"],
    }
    assert "1 tie between " in str(answer.notes[-1])


def test_two_that_are_members_of_each_other_have_two_memberships(
    graph_of: Callable[[str], Location],
) -> None:
    """C belongs to K, and K to C, as nobody says since when: two ties in each answer."""
    both = graph_of(
        NAMED + TURTLE + "<urn:m4> org:member organisation:k ; org:organization organisation:c ."
    )
    assert "ck2" in shown(both, "partners").split()
    table = queries.rows(both, queries.saved()["partner-involvement"], {"organisation": f"{ORG}k"})
    at = [table.columns.index(name) for name in ("partner", "ties", "networks")]
    found = {tuple(cell.value for place in at if (cell := row[place])) for row in table.rows}
    assert (f"{ORG}c", "2", "2") in found
    answer = registry.run(both, "explain", {"one": f"{ORG}k", "other": f"{ORG}c"})
    through = {str(cell).strip("<>") for cell in answer.table.column("through")}
    assert through == {"urn:m3", "urn:m4"}
    assert "2 ties between " in str(answer.notes[-1])


def test_a_path_leads_from_a_cluster_to_its_member_in_one_step(small: Location) -> None:
    assert "1 step from K to Bb" in notes(small, "path", one="K", other="Bb")
    found = registry.run(small, "explain", {"one": "Bb", "other": "K"})
    assert {str(cell) for cell in found.table.column("through")} == {"<urn:m2>"}


def test_a_date_that_is_not_known_is_not_always(small: Location) -> None:
    project = PREFIXES["project"]
    found = {through.removeprefix(project): rest for through, *rest in running(small).iter_rows()}
    assert found["both"] == [2015, 2017, False]
    assert found["end"] == [2016, 2016, True]
    assert found["bounded"] == [2014, 2016, True]
    assert found["urn:m1"] == [2015, OPEN, True]
    assert "none" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014", "bd bd1"),
        ("2015", "abcd ac1 ad1 bd1 cd1"),
        ("2016", "abcd ac1 ad1 bd1 cd2"),
        ("2017..", "acd ac1 ad1 cd1"),
        ("..2014", "bd bd1"),
        ("..2015", "abcd ac1 ad1 bd1 cd1"),
    ],
)
def test_years_take_what_surely_runs(small: Location, text: str, expected: str) -> None:
    assert shown(small, years=FILTERS["years"].parse(text)) == expected
    assert str(Filters(years=FILTERS["years"].parse(text))).startswith(f"years {text[:4]}")


@pytest.mark.parametrize(
    ("year", "partners", "calls"),
    [
        (2013, "", ""),
        (2014, "b", ""),
        (2015, "abc", ""),
        (2016, "abcc", "c2 c1"),
        (2017, "ac", "c2"),
    ],
)
def test_questions_of_a_year_guess_no_more(
    small: Location, year: int, partners: str, calls: str
) -> None:
    given = {"organisation": f"{ORG}d", "year": str(year)}
    table = queries.rows(small, queries.saved()["partners-in-year"], given)
    assert "".join(row[0].value.removeprefix(ORG) for row in table.rows if row[0]) == partners
    given = {"programme": "Other", "year": str(year)}
    table = queries.rows(small, queries.saved()["open-calls"], given)
    assert " ".join(row[0].value.removeprefix("urn:") for row in table.rows if row[0]) == calls


@pytest.mark.parametrize("text", ["", "..", "18..", "2020..2014", "2014-2020"])
def test_what_is_no_range_of_years_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        FILTERS["years"].parse(text)


def test_what_years_cannot_judge_is_counted(small: Location) -> None:
    said = notes(small, network="projects", years="2014..2020")
    assert "1 of 4 activities cannot be judged and are left out: no date is known" in said
    assert "2 activities have a start or an end only" in said
    course = notes(small, "evolution", network="projects", measure="degree")
    assert "1 activity has no date" in course
    assert "2 activities have a start or an end only" in course


def test_the_course_counts_no_guess(small: Location) -> None:
    found = registry.run(small, "evolution", {"network": "projects", "measure": "degree"})
    steps = [str(each).split(",")[0] for each in found.notes]
    assert [each for each in steps if each[:2] == "20"] == [
        "2014: 2 members", "2015: 4 members", "2016: 4 members", "2017: 3 members",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"region": "BE3"}, "a"),
        ({"near": "BE3"}, "acde ac1 ad1 ae1"),
        ({"near": "BE"}, "abcde ac1 ad1 ae1 bd1"),
        ({"near": "Wallonia", "years": (2016, 2016)}, "acd ac1 ad1"),
        ({"country": "FR"}, "cd cd2"),
        ({"sme": True}, "acd cd1"),
        ({"sme": False}, "c"),
        ({"members_of": "K"}, "abc ac1"),
        ({"organisations": ("Aa", "organisation:d")}, "ad ad1"),
        ({"programme": "S"}, "bd bd1"),
        ({"programme": "S", "basis": "any"}, "abcd ac1 ad1 bd1 cd1"),
    ],
    ids=str,
)
def test_a_filter_leaves(small: Location, given: dict[str, Any], expected: str) -> None:
    assert shown(small, **given) == expected


def test_who_is_in_two_places_passes_each_filter_by_one_of_them(
    graph_of: Callable[[str], Location],
) -> None:
    """a moves to Wallonia and keeps an address in France: it is in both, and c in France only."""
    moved = graph_of(f"{NAMED}{TURTLE}organisation:a cg:locatedIn place:fr .")
    assert shown(moved, country="FR") == "acd ac1 ad1 cd2"
    assert shown(moved, region="BE3", country="FR") == "a"
    assert shown(moved, region="BE3", country="BE") == "a"
    assert shown(moved, "partners", region="BE3", country="FR") == "a"


def test_near_cuts_direct_ties_and_courses_alike(small: Location) -> None:
    # k with a, b, c and d, and a with both its projects.
    assert shown(small, "everything", near="BE3").count(" ") == 6
    found = registry.run(
        small, "evolution", {"network": "projects", "measure": "degree", "near": "BE3"}
    )
    assert "2016: 3 members, 2 ties, 0 entrants, 0 leavers" in map(str, found.notes)


def test_every_filter_says_what_it_could_not_judge(small: Location) -> None:
    def said(**given: Any) -> str:
        return notes(small, network="projects", **given)

    assert "7 of 9 participations" in said(region="BE3")
    assert "1 of 9 participations" in said(country="BE")
    # Those of which nothing is known stay where they work with somebody there.
    assert "7 of 9 participations cannot be judged and count only with" in said(near="BE3")
    assert "who is there: the place of the member is not known, or not closely" in said(near="BE3")
    assert "1 of 9 participations" in said(near="BE")
    assert "5 of 9 participations cannot be judged" in said(sme=True)
    assert "cannot be judged" not in said(organisations="Aa; Dd")


def test_a_prime_contractor_leads_its_project(graph_of: Callable[[str], Location]) -> None:
    """As the scorecard has it: d leads the project that it shares with b."""
    led = graph_of(f"{NAMED}{TURTLE}<urn:6> cg:role role:prime-contractor .")
    table = queries.rows(led, queries.saved()["partner-quality"], {"organisation": f"{ORG}b"})
    told = {row[0].value: row[table.columns.index("led")] for row in table.rows if row[0]}
    assert {iri: cell.value for iri, cell in told.items() if cell}[f"{ORG}d"] == "1"


@pytest.mark.parametrize("years", [(2021, 2019), (2019,), (2019, None), ("2019", "2021")])
def test_years_that_are_no_range_are_refused_from_python_too(years: Any) -> None:
    with pytest.raises(
        RequestError, match=r"years .*(ends before it begins|give a year or a range)"
    ):
        Filters(years=years)


def test_every_analysis_takes_years_as_a_number_or_a_pair(small: Location) -> None:
    for years in (2015, (2015, 2015), [2015, 2015], "2015"):
        asked = {"organisation": "Aa", "years": years, "rows": "partners-abroad"}
        assert {row[0].value for row in registry.run(small, "scorecard", asked).table.rows if row[0]
                } == {f"{ORG}c", f"{ORG}d"}  # fmt: skip
    with pytest.raises(RequestError, match="range ends before it begins"):
        registry.run(small, "scorecard", {"organisation": "Aa", "years": (2021, 2019)})
    with pytest.raises(RequestError, match="size"):
        registry.run(small, "consortium", {"with": "Aa", "size": (4, 5)})


def test_a_basis_alone_is_refused() -> None:
    with pytest.raises(RequestError, match="basis"):
        Filters(basis="any")
    with pytest.raises(RequestError, match="basis"):
        Filters(programme="S", basis="all")


@pytest.mark.parametrize(
    ("options", "members"),
    [
        (["--sme"], "3 members, 1 tie;"),
        (["--no-sme"], "1 member, 0 ties"),
        (["--organisations", "Aa;Dd"], "2 members, 1 tie;"),
        (["--organisations", "list.txt"], "2 members, 1 tie;"),
        (["--near", "BE3"], "4 members, 3 ties"),
        (["--members-of", "K"], "3 members, 1 tie;"),
    ],
    ids=str,
)
def test_the_command_line_spells_them(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], options: list[str], members: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text("# Ours\nAa\n\nDd\n", encoding="utf-8")
    asked = ["--network", "projects", "--graph", str(path), *options]
    assert command(["centrality", "degree", *asked]) == 0
    assert members in capsys.readouterr().err
    assert command(["export", "net.csv", *asked]) == 0


FILTERED: dict[str, dict[str, Any]] = {
    "centrality": {"measures": ("closeness", "katz", "coordinator", "participation")},
    "communities": {},
    "backbone": {"alpha": 0.9},
    "network-info": {},
    "brokers": {"by": "country"},
    "flows": {},
    "path": {"one": "Aa", "other": "Cc"},
    "evolution": {"measure": "degree"},
    "what-if": {"remove": ("Aa",)},
}


@pytest.mark.parametrize("name", FILTERED)
def test_notes_are_in_the_language_of_the_answer(small: Location, name: str) -> None:
    given = {"network": "projects", "years": "2015..2017", "sme": True} | FILTERED[name]
    if name == "path":
        given |= {"sme": None}
    said = {lang: [str(note) for note in registry.run(small, name, given, lang=lang).notes]
            for lang in LANGUAGES}  # fmt: skip
    assert len(said["en"]) == len(said["fr"]) > 1
    # What a name was taken for differs in its kind of thing only.
    same = [one for one, other in zip(said["en"], said["fr"], strict=True) if one == other]
    assert not same
    words = {word for line in said["fr"] for word in re.findall(r"[a-z]+", line)}
    assert not words & {"the", "of", "members", "ties", "activities", "known", "left", "with"}


def test_pictures_files_and_graphs_say_what_filters_could_not_judge(
    path: Path, small: Location, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "1 of 4 activities cannot be judged and are left out: no date is known"
    french = "activités impossibles à juger, hors réseau : 1 sur 4 (date inconnue)"
    given = ["--network", "projects", "--years", "2014..2020", "--graph", str(path)]
    for name in ("view", "export"):
        out = ["-o", str(tmp_path / "x.html")] if name == "view" else [str(tmp_path / "x.gexf")]
        assert command([name, *out, *given]) == 0
        assert line in capsys.readouterr().err
        assert command([name, *out, *given, "--lang", "fr"]) == 0
        assert french in capsys.readouterr().err
    shown = draw(small, Choice("projects", Filters(years=(2014, 2020))))
    assert line in texts(shown, "en")["chosen"]
    # On the page no line begins with a colon.
    assert french in texts(shown, "fr")["chosen"].replace("\u00a0", " ")
    found = cg.network(small, "projects", years="2014..2020")
    assert found.graph["unjudged"].split(" | ")[0] == line
    assert "unjudged" not in cg.network(small, "projects").graph


def test_what_leaves_nothing_says_what_it_could_not_judge(small: Location) -> None:
    with pytest.raises(RequestError) as caught:
        cg.network(small, "projects", years="1990")
    assert "matches years 1990..1990 (1 of 4 activities cannot be judged" in str(caught.value)
