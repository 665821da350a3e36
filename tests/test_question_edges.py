"""Saved questions where a small wrong change would hide: what is counted once, and who is left out.

Each case adds a few facts to the curated ones, and asks in every engine and in rdflib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from asking import everywhere, location
from clustergraph.graph import sparql
from clustergraph.questions import queries
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answers = dict[str, list[str]]
    Ask = Callable[..., Answers]

_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))


@pytest.fixture
def ask(curated_file: Path, tmp_path: Path) -> Ask:
    """Some columns of the answer to a saved question on the curated facts and more, by engine."""

    def run(name: str, turtle: str, columns: str, **given: str) -> Answers:
        path = tmp_path / "more.nt"
        more = ox.parse(_HEAD + turtle, format=ox.RdfFormat.TURTLE)
        lines = "".join(f"{quad.triple} .\n" for quad in more)
        path.write_text(curated_file.read_text(encoding="utf-8") + lines, encoding="utf-8")
        query = queries.saved()[name]
        text = sparql.fill(query.text, queries.fill(location(path), query, given))
        return {
            engine: [
                " ".join(
                    cell.value if cell is not None else "-"
                    for cell in (row[table.columns.index(column)] for column in columns.split())
                )
                for row in table.rows
            ]
            for engine, table in everywhere(text, path).items()
        }

    return run


@pytest.mark.slow
def test_a_programme_that_one_administers_itself_is_not_lost_with_a_partner(ask: Ask) -> None:
    gateway = "organisation:luxinnovation cg:administers programme:ex-own , programme:ex-theirs ."
    own = """
    programme:ex-own a cg:Programme ; rdfs:label "Own" .
    programme:ex-theirs a cg:Programme ; rdfs:label "Theirs" .
    organisation:mecatech cg:administers programme:ex-own ."""
    for engine, rows in ask("single-gateways", gateway + own, "lostLabel gatewayLabel").items():
        assert "Theirs Luxinnovation" in rows, engine
        assert "Own Luxinnovation" not in rows, engine


@pytest.mark.slow
def test_a_programme_is_open_to_whom_a_part_of_it_is(ask: Ask) -> None:
    """A has a part in whose part a project runs, B one with an office; C's is of no use here."""
    parts = "".join(
        f'programme:ex-{name} a cg:Programme ; rdfs:label "{name.upper()}" .\n'
        f"programme:ex-{name}-part a cg:Programme ; cg:partOfProgramme programme:ex-{name} .\n"
        f"organisation:luxinnovation cg:administers programme:ex-{name} .\n"
        for name in "abc"
    )
    own = """
    programme:ex-a-deep a cg:Programme ; cg:partOfProgramme programme:ex-a-part .
    project:ex-deal a cg:Project . award:ex-d cg:awardedTo project:ex-deal ;
        cg:underProgramme programme:ex-a-deep .
    participation:ex-m cg:participant organisation:mecatech ; cg:inProject project:ex-deal .
    organisation:mecatech cg:administers programme:ex-b-part ."""
    for engine, rows in ask("single-gateways", parts + own, "lostLabel gatewayLabel").items():
        lost = [row for row in rows if row[:2] in {"A ", "B ", "C "}]
        assert lost == ["C Luxinnovation"], engine


@pytest.mark.slow
def test_a_partner_with_two_participations_in_a_project_has_one_project(ask: Ask) -> None:
    twice = """
    project:ex-deal a cg:Project ; rdfs:label "DEAL" .
    participation:ex-m a cg:Participation ;
        cg:participant organisation:mecatech ; cg:inProject project:ex-deal .
    organisation:ex-two a cg:Organisation ; rdfs:label "Twice" .
    participation:ex-a a cg:Participation ; cg:participant organisation:ex-two ;
        cg:inProject project:ex-deal ; cg:role role:coordinator ;
        cg:participantContribution 100.5 .
    participation:ex-b a cg:Participation ; cg:participant organisation:ex-two ;
        cg:inProject project:ex-deal ; cg:role role:lead-partner ;
        cg:participantContribution 20.25 .
    contact-point:ex-c a cg:ContactPointRole ; cg:contactHolder organisation:ex-two ;
        cg:forProgramme programme:eureka .
    membership:ex-d a cg:Membership ; org:member organisation:ex-two ;
        org:organization organisation:ex-body .
    membership:ex-e a cg:Membership ; org:member organisation:ex-two ;
        org:organization organisation:ex-body ."""
    columns = "partnerLabel projects led gross grossUnstated netUnstated contactPoints networks"
    for engine, rows in ask("partner-quality", twice, columns).items():
        assert [row for row in rows if row.startswith("Twice")] == ["Twice 1 1 120.75 0 2 1 1"], (
            engine
        )


@pytest.mark.slow
def test_a_topic_two_levels_below_counts(ask: Ask) -> None:
    deep = """
    topic:ex-metals a skos:Concept ; skos:broader topic:materials .
    topic:ex-steel a skos:Concept ; skos:broader topic:ex-metals .
    topic:ex-paper a skos:Concept .
    place:ex-district a cg:Region ; cg:within place:ex-province .
    place:ex-province a cg:Region ; cg:within place:wallonia .
    organisation:ex-near a cg:Organisation ; cg:locatedIn place:ex-district .
    project:ex-deep a cg:Project ; cg:topic topic:ex-steel ; cg:startDate "2031"^^xsd:gYear .
    project:ex-beside a cg:Project ; cg:topic topic:ex-paper ; cg:startDate "2031"^^xsd:gYear .
    participation:ex-a a cg:Participation ; cg:participant organisation:ex-near ;
        cg:inProject project:ex-deep ; cg:participantContribution 7.5 .
    participation:ex-b a cg:Participation ; cg:participant organisation:ex-near ;
        cg:inProject project:ex-beside ; cg:participantContribution 8.5 ."""
    for engine, rows in ask("support-by-year", deep, "year projects gross").items():
        assert [row for row in rows if row.startswith("2031")] == ["2031 1 7.5"], engine


@pytest.mark.slow
def test_an_organisation_of_the_home_region_is_no_prospect(ask: Ask) -> None:
    # Germany is a target. One organisation lies there and at home, in a part of the region.
    near = """
    place:ex-district a cg:Region ; cg:within place:ex-province .
    place:ex-province a cg:Region ; cg:within place:wallonia .
    organisation:ex-home a cg:Organisation ; cg:locatedIn place:ex-district .
    organisation:ex-both a cg:Organisation ; rdfs:label "Both" ;
        cg:locatedIn place:ex-district , place:germany .
    organisation:ex-far a cg:Organisation ; rdfs:label "Far" ; cg:locatedIn place:germany ."""
    near += "".join(
        f"""
    participation:ex-{project}-{who} a cg:Participation ;
        cg:participant organisation:ex-{who} ; cg:inProject project:ex-{project} ."""
        for project in ("one", "two")
        for who in ("home", "both", "far")
    )
    for engine, rows in ask("prospects", near, "prospectLabel projects").items():
        assert [row for row in rows if row.startswith(("Both", "Far"))] == ["Far 2"], engine


@pytest.mark.slow
def test_a_project_with_several_titles_is_one_row(ask: Ask) -> None:
    titles = """
    project:ex-titles a cg:Project ; rdfs:label "TITLES" ;
        dcterms:title "Zwei Titel" , "Ein Titel" , "Two titles"@en , "Another title"@en .
    project:ex-plain a cg:Project ; rdfs:label "PLAIN" ; dcterms:title "Zwei Titel" ."""
    expected = ["PLAIN Zwei Titel", "TITLES Another title"]
    for engine, rows in ask(
        "projects-by-words", titles, "projectLabel title", words="zwei titel"
    ).items():
        assert rows == expected, engine


# Two members, four partners: in parts of Wallonia, in a country without regions, nowhere.
_REGIONS = """
    organisation:ex-body a cg:Organisation ; rdfs:label "Body" .
    topic:ex-wide a skos:Concept .
    membership:ex-a a cg:Membership ; org:member organisation:ex-member ;
        org:organization organisation:ex-body .
    membership:ex-b a cg:Membership ; org:member organisation:ex-second ;
        org:organization organisation:ex-body .
    place:ex-province a cg:Region ; rdfs:label "Province" ; cg:within place:wallonia ;
        cg:nutsCode "BE38" .
    place:ex-old a cg:Region ; rdfs:label "Old" ; cg:within place:ex-province ; cg:nutsCode "BE39" .
    organisation:ex-near cg:locatedIn place:ex-province .
    organisation:ex-former cg:locatedIn place:ex-old .
    organisation:ex-far cg:locatedIn place:germany .
    topic:ex-wide rdfs:label "Wide"@en .
    topic:ex-steel rdfs:label "Steel"@en ; skos:broader topic:ex-wide .
    topic:ex-hard rdfs:label "Hard"@en ; skos:broader topic:ex-steel .
    topic:ex-other rdfs:label "Other"@en .
    project:ex-one cg:topic topic:ex-hard , topic:ex-other .
    project:ex-two cg:topic topic:ex-wide .
""" + "".join(
    f"""
    participation:ex-{project}-{who} a cg:Participation ;
        cg:participant organisation:ex-{who} ; cg:inProject project:ex-{project} ."""
    for project, parties in {
        "one": ["member", "second", "near", "far"],
        "two": ["member", "near", "former"],
        "three": ["second", "far", "nowhere"],
        "apart": ["near", "far"],
    }.items()
    for who in parties
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"level": "1"},
         ["Wallonia Wide 2 2", "Germany - 1 1", "Germany Other 1 1", "Germany Wide 1 1",
          "Wallonia Other 1 1", "- - 1 1"]),
        ({"level": "0", "region": "place:wallonia"}, ["Belgium Wide 2 2", "Belgium Other 1 1"]),
        # The region of an older version lies in the one of today.
        ({"level": "2", "topic": "topic:ex-wide"},
         ["Province Wide 2 1", "Germany Steel 1 1", "Province Steel 1 1"]),
    ],
)  # fmt: skip
def test_partners_of_members_are_grouped_by_region_and_topic(
    given: dict[str, str], expected: list[str], ask: Ask
) -> None:
    columns = "placeLabel subjectLabel partners projects"
    found = ask("partners-by-region-and-topic", _REGIONS, columns,
                network="organisation:ex-body", **given)  # fmt: skip
    for engine, rows in found.items():
        assert sorted(rows) == sorted(expected), engine
        counted = [[int(number) for number in row.split()[-2:]] for row in rows]
        assert counted == sorted(counted, reverse=True), engine
