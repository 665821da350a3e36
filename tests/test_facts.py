"""What the graph says of nodes and ties, on a graph that can be read here whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.numbers import format_currency

from clustergraph.graph.opening import open_graph
from clustergraph.languages import Text
from clustergraph.terms import PREFIXES
from clustergraph.web.facts import Fact, Reason, Source, Value
from clustergraph.web.phrasing import describe, reasons
from clustergraph.web.wording import euros

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

TURTLE = """
cg:Cluster a owl:Class ; rdfs:label "cluster"@en , "pôle"@fr .
cg:Project a owl:Class ; rdfs:label "project"@en , "projet"@fr .
cg:Event a owl:Class ; rdfs:label "event"@en .
cg:Participation a owl:Class ; rdfs:label "participation"@en .
cg:locatedIn rdfs:label "located in"@en , "situé à"@fr .
cg:topic rdfs:label "topic"@en .
cg:organisedBy rdfs:label "organised by"@en .
cg:participantContribution rdfs:label "contribution"@en .
cg:sme rdfs:label "small enterprise"@en .
foaf:homepage rdfs:label "home page"@en .
skos:altLabel rdfs:label "alternative label"@en .
role:lead rdfs:label "lead partner"@en , "chef de file"@fr .
topic:steel rdfs:label "steel"@en . topic:aluminium rdfs:label "aluminium"@en .
place:wallonia rdfs:label "Wallonia"@en , "Wallonie"@fr .

organisation:alpha a cg:Cluster ; rdfs:label "Alpha" ; skos:altLabel "Pôle Alpha" ;
  dcterms:description "Works with metal."@en , "Travaille le métal."@fr ;
  cg:locatedIn place:wallonia ; cg:topic topic:steel , topic:aluminium ;
  foaf:homepage <https://alpha.example/> ; cg:participantContribution 1234567.5 ; cg:sme true ;
  dcterms:source publication:report ; cg:locator "paragraph 10" , "paragraph 9" .
organisation:beta a cg:Cluster ; rdfs:label "Beta" .
project:joint a cg:Project ; rdfs:label "JOINT" ;
  cg:startDate "2010"^^xsd:gYear ; cg:endDate "2013-06"^^xsd:gYearMonth ;
  dcterms:source publication:report , publication:book ; cg:locator "page 3" .
participation:alpha-joint a cg:Participation ; rdfs:label "Alpha in JOINT"@en ;
  cg:participant organisation:alpha ; cg:inProject project:joint ; cg:role role:lead ;
  dcterms:source publication:report ; cg:locator "paragraph 2" .
event:fair a cg:Event ; rdfs:label "Fair" ; cg:organisedBy organisation:alpha ;
  cg:startDate "2014"^^xsd:gYear ; cg:endDate "2014"^^xsd:gYear ;
  dcterms:source publication:fair ; cg:locator "page 1" .
publication:fair a cg:Publication ; rdfs:label "The fair" .
project:paired a cg:Project ; rdfs:label "PAIRED" ;
  dcterms:source publication:report , publication:book .
record:in-report a cg:Record ; foaf:primaryTopic project:paired ;
  dcterms:isPartOf publication:report ; cg:locator "paragraph 10" , "paragraph 9" .
record:in-book a cg:Record ; foaf:primaryTopic project:paired ;
  dcterms:isPartOf publication:book ; cg:locator "page 3" .
publication:report a cg:Publication ; rdfs:label "The report" ;
  foaf:homepage <https://report.example/> .
publication:book a cg:Publication ; rdfs:label "A book" .
"""
ALPHA = f"{PREFIXES['organisation']}alpha"
BETA = f"{PREFIXES['organisation']}beta"
JOINT = f"{PREFIXES['project']}joint"
PAIRED = f"{PREFIXES['project']}paired"
REPORT = "https://report.example/"


def graph_of(path: Path, turtle: str) -> Location:
    """The graph of some Turtle, our prefixes declared."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path.write_text(head + turtle, encoding="utf-8")
    return open_graph(path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Location:
    return graph_of(tmp_path_factory.mktemp("facts") / "small.ttl", TURTLE)


def _fact(facts: tuple[Fact, ...], name: str) -> Fact:
    return next(fact for fact in facts if fact.name == name)


def test_direct_facts_with_labels(small: Location) -> None:
    found = describe(small, [ALPHA])[ALPHA]
    assert found.text == "Works with metal."
    assert found.names == ("Pôle Alpha",)
    assert [value.text for value in _fact(found.facts, "topic").values] == ["aluminium", "steel"]
    (place,) = _fact(found.facts, "located in").values
    assert (place.text, place.iri) == ("Wallonia", f"{PREFIXES['place']}wallonia")


def test_french_where_there_is_french(small: Location) -> None:
    found = describe(small, [ALPHA])[ALPHA]
    assert found.text.translated("fr") == "Travaille le métal."
    place = _fact(found.facts, "located in")
    assert place.name.translated("fr") == "situé à"
    assert place.values[0].text.translated("fr") == "Wallonie"
    assert _fact(found.facts, "topic").values[0].text.translated("fr") == "aluminium"


def test_literals_are_worded(small: Location) -> None:
    facts = describe(small, [ALPHA])[ALPHA].facts
    amount = _fact(facts, "contribution").values[0].text
    assert (amount, amount.translated("fr")) == ("€1,234,568", "1\u202f234\u202f568 €")
    answer = _fact(facts, "small enterprise").values[0].text
    assert (answer, answer.translated("fr")) == ("yes", "oui")


def test_web_addresses_are_links_and_come_last_of_the_direct_facts(small: Location) -> None:
    facts = describe(small, [ALPHA])[ALPHA].facts
    page = _fact(facts, "home page")
    assert (page.values[0].url, page.values[0].iri) == ("https://alpha.example/", None)
    own = [fact.name for fact in facts if fact.name != "event"]
    assert own == [
        "alternative label", "located in", "topic", "contribution", "small enterprise", "home page",
    ]  # fmt: skip


def test_sources_carry_their_locators_in_natural_order(small: Location) -> None:
    expected = Source(Text("The report"), REPORT, ("paragraph 9", "paragraph 10"))
    assert describe(small, [ALPHA])[ALPHA].sources == (expected,)


def test_each_of_two_sources_goes_with_its_own_locators(small: Location) -> None:
    found = describe(small, [PAIRED])[PAIRED]
    assert found.sources == (
        Source(Text("A book"), None, ("page 3",)),
        Source(Text("The report"), REPORT, ("paragraph 9", "paragraph 10")),
    )
    assert found.facts == ()
    assert reasons(small, [PAIRED])[PAIRED].sources == found.sources


def test_a_record_is_no_fact_of_its_source(small: Location) -> None:
    book = f"{PREFIXES['publication']}book"
    assert describe(small, [book])[book].facts == ()


def test_two_sources_without_records_leave_the_locators_out(small: Location) -> None:
    # The graph does not say to which of two documents a locator belongs.
    assert describe(small, [JOINT])[JOINT].sources == (
        Source(Text("A book")),
        Source(Text("The report"), REPORT),
    )


def test_what_refers_to_a_node_is_a_fact_with_its_own_source(small: Location) -> None:
    facts = describe(small, [ALPHA])[ALPHA].facts
    (fair,) = _fact(facts, "event").values
    assert (fair.text, fair.note) == ("Fair", "organised by, 2014")
    assert fair.sources == (Source(Text("The fair"), None, ("page 1",)),)


def test_what_makes_ties_is_told_with_the_ties_and_not_as_a_fact(small: Location) -> None:
    facts = describe(small, [ALPHA])[ALPHA].facts
    assert "participation" not in [fact.name for fact in facts]


def test_what_the_graph_does_not_name_is_not_shown(tmp_path: Path) -> None:
    turtle = """
    organisation:host rdfs:label "Host" ; cg:topic topic:unnamed ; <http://x.example/lat> 1.5 ;
      cg:sourceField "COAST_TYPE=0" ; cg:identifier "e843" ; cg:pic "9999" .
    cg:topic rdfs:label "topic" . cg:pic rdfs:label "PIC" . cg:identifier rdfs:label "identifier" .
    cg:sourceField rdfs:label "field" . cg:Event rdfs:label "event" .
    event:unnamed a cg:Event ; cg:organisedBy organisation:host .
    """
    host = f"{PREFIXES['organisation']}host"
    found = describe(graph_of(tmp_path / "unnamed.ttl", turtle), [host])[host]
    assert found.facts == (Fact(Text("PIC"), (Value(Text("9999")),)),)


def test_citing_a_document_is_no_fact_of_it(small: Location) -> None:
    report = f"{PREFIXES['publication']}report"
    assert [fact.name for fact in describe(small, [report])[report].facts] == ["home page"]


def test_a_publication_speaks_for_itself(small: Location) -> None:
    report = f"{PREFIXES['publication']}report"
    assert describe(small, [report])[report].sources == (Source(Text("The report"), REPORT),)


def test_reasons_from_iris_and_texts(small: Location) -> None:
    sources = (Source(Text("A book")), Source(Text("The report"), REPORT))
    assert reasons(small, [JOINT, "a handshake"]) == {
        JOINT: Reason(Text("JOINT"), Text("project"), Text("2010 – Jun 2013"), JOINT, sources),
        "a handshake": Reason(Text("a handshake")),
    }


def test_nothing_known_is_an_empty_description(small: Location) -> None:
    unknown = "https://example.org/unknown"
    assert describe(small, [unknown])[unknown].facts == ()
    assert describe(small, [BETA])[BETA].sources == ()


@pytest.mark.slow
def test_long_facts_are_shortened_and_say_so(tmp_path: Path) -> None:
    events = 'cg:Event rdfs:label "event" . ' + " ".join(
        f'event:e{number} a cg:Event ; rdfs:label "Event {number}" ; '
        "cg:organisedBy organisation:host ."
        for number in range(1, 31)
    )
    where = graph_of(tmp_path / "many.ttl", events)
    host = f"{PREFIXES['organisation']}host"
    (fact,) = describe(where, [host])[host].facts
    assert (fact.values[8].text, fact.values[9].text) == ("Event 9", "Event 10")
    assert len(fact.values) + fact.more == 30
    assert fact.more == 5


def test_amounts_are_written_as_babel_writes_them() -> None:
    amounts = ["0", "0.5", "1.5", "2.5", "999.5", "1234567.89", "999999999999999.9", "1e15", "1e22"]
    for amount in [*amounts, "-0.4", "-1234.5", "-0", "inf", "nan", "00012"]:
        for lang, pattern in (("en", "¤#,##0"), ("fr", "#,##0 ¤")):
            expected = format_currency(
                float(amount), "EUR", locale=lang, format=pattern, currency_digits=False
            )
            assert euros(amount).translated(lang) == expected
