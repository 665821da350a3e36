"""The curated facts: complete, sourced, labelled, in our own words."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import FOAF, RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_canonical_graph

from clustergraph import resources
from clustergraph.terms import PREFIXES, compress, expand

ROOT = Path(__file__).parents[1]
DATA = resources.data_dir()
SEED = Path(__file__).parents[2] / "shared" / "seed" / "mecatech-international.txt"
CG = Namespace(PREFIXES["cg"])
DCTERMS = Namespace(PREFIXES["dcterms"])
ORG = Namespace(PREFIXES["org"])
SKOS = Namespace(PREFIXES["skos"])
PAGE = URIRef(PREFIXES["publication"] + "mecatech-international")
MECATECH = URIRef(PREFIXES["organisation"] + "mecatech")
STATUSES = ("accepted", "preferred", "disputed", "rejected", "opinion")

# What the page names, by hand: prefix, class, local names.
ENTITIES = """
organisation  Cluster  mecatech materalia luxembourg-materials-cluster
organisation  MetaCluster  intermat
organisation  Agency  luxinnovation awex
organisation  Organisation  high-tech-nl esa cross-border-materials-network
project  Project  intermat-gr vitamin
programme  Programme  interreg horizon-2020 esa-programmes eureka
contact-point  ContactPointRole  luxinnovation-horizon-2020 luxinnovation-esa luxinnovation-eureka
event  Event  business-meets-research-forum-2014 metamorphoses metamorphoses-2015
event  Event  intermat-seminars intermat-rd-centre-visits intermat-speaker-exchanges
publication  Publication  mecatech-international high-tech-industry-geographic-perspective
place  Country  netherlands germany luxembourg france belgium romania canada united-states
place  Region  wallonia quebec massachusetts grande-region blue-banana
goal  StrategicGoal  technology-projects recognition foreign-investors foreign-subsidiaries
indicator  Indicator  number-of-partners quality-of-partners partner-involvement
indicator  Indicator  expert-participation access-to-financing access-to-networks
activity  InternationalActivity  target-netherlands target-germany target-luxembourg target-france
activity  InternationalActivity  long-distance-quebec long-distance-massachusetts
activity  InternationalActivity  long-distance-romania long-distance-elsewhere
activity  InternationalActivity  european-programmes missions promotion
partnership  Partnership  mecatech-awex mecatech-high-tech-nl mecatech-materalia
partnership  Partnership  mecatech-luxinnovation
membership  Membership  mecatech-intermat materalia-intermat
participation  Participation  materalia-intermat-gr mecatech-intermat-gr luxinnovation-intermat-gr
participation  Participation  materalia-vitamin mecatech-vitamin
award  Award  interreg-intermat-gr interreg-vitamin
testimonial  Testimonial  high-tech-nl-on-mecatech materalia-on-mecatech luxinnovation-on-mecatech
"""


def expected() -> list[tuple[str, str]]:
    rows = [line.split() for line in ENTITIES.strip().splitlines()]
    return [(f"{row[0]}:{name}", row[1]) for row in rows for name in row[2:]]


def files() -> list[Path]:
    return sorted(DATA.glob("*.ttl"))


@cache
def data() -> Graph:
    merged = Graph()
    for path in files():
        merged.parse(path, format="turtle")
    return merged


def iri(curie: str) -> URIRef:
    expanded = expand(curie)
    assert expanded, curie
    return URIRef(expanded)


def names(subjects: set[URIRef]) -> set[str]:
    return {compress(subject) for subject in subjects}


def typed() -> dict[URIRef, URIRef]:
    """Every thing of one of our classes, with its class."""
    pairs = data().subject_objects(RDF.type)
    return {thing: kind for thing, kind in pairs if kind in CG}


def values(curie: str, predicate: URIRef) -> set[str]:
    return {compress(str(value)) for value in data().objects(iri(curie), predicate)}


def test_there_are_five_files_and_both_parsers_read_the_same_triples() -> None:
    assert len(files()) == 5
    for path in files():
        lines = {f"{triple} ." for triple in ox.parse(path=path)}
        theirs = Graph().parse(path, format="turtle").serialize(format="nt")
        again = {f"{triple} ." for triple in ox.parse(theirs, format=ox.RdfFormat.N_TRIPLES)}
        assert lines == again, path.name


def test_there_are_no_blank_nodes() -> None:
    assert not [term for triple in data() for term in triple if isinstance(term, BNode)]
    assert len(to_canonical_graph(data())) == len(data())


def test_no_file_uses_a_prefix_of_its_own() -> None:
    for path in files():
        found = re.findall(r"^@prefix ([\w-]+): <(.+)> \.$", path.read_text("utf-8"), re.M)
        assert found
        assert all(PREFIXES[prefix] == namespace for prefix, namespace in found), path.name


def test_no_statement_stands_in_two_files() -> None:
    assert sum(len(Graph().parse(path, format="turtle")) for path in files()) == len(data())


def test_the_list_of_entities_is_whole() -> None:
    assert len(expected()) == len(set(expected())) == 76
    outside = {"publication", "claim", "record"}
    listed = {curie for curie, _kind in expected()}
    unlisted = names(set(typed())) - listed
    assert {curie for curie in unlisted if curie.split(":")[0] not in outside} == set()


@pytest.mark.parametrize(("curie", "kind"), expected(), ids=lambda value: value)
def test_an_entity_has_its_class_and_no_other(curie: str, kind: str) -> None:
    assert list(data().objects(iri(curie), RDF.type)) == [CG[kind]]


def located() -> dict[URIRef, dict[URIRef, set[str]]]:
    """Of each thing: its sources, and the places in each."""
    found: dict[URIRef, dict[URIRef, set[str]]] = {}
    for thing, source in data().subject_objects(DCTERMS.source):
        records = set(data().subjects(FOAF.primaryTopic, thing))
        chosen = {one for one in records if (one, DCTERMS.isPartOf, source) in data()} or {thing}
        places = {str(place) for one in chosen for place in data().objects(one, CG.locator)}
        found.setdefault(thing, {})[source] = places
    return found


def test_everything_has_a_source_and_a_locator_in_each() -> None:
    # A document that others rest on ends the chain; it tells its own address instead.
    ends = set(data().objects(None, DCTERMS.source))
    records = set(data().subjects(RDF.type, CG.Record))
    things = set(typed()) - ends - records
    assert len(things) > 100 and len(records) > 20
    for thing in things:
        assert all(located()[thing].values()), thing
    several = {thing for thing, sources in located().items() if len(sources) > 1}
    assert set(data().objects(None, FOAF.primaryTopic)) == several
    assert not [thing for thing in several if list(data().objects(thing, CG.locator))]


def test_every_source_is_a_publication_described_here() -> None:
    for source in set(data().objects(None, DCTERMS.source)):
        assert typed()[source] == CG.Publication
        assert data().value(source, DCTERMS.description)


def test_a_fact_of_the_page_names_paragraphs_of_the_page() -> None:
    for thing, sources in located().items():
        for place in sources.get(PAGE, ()):
            assert re.fullmatch(r"paragraph \d+", place), thing


def test_no_document_says_what_measures_an_indicator() -> None:
    measured = set(data().subject_objects(CG.measuredBy))
    own = URIRef(PREFIXES["publication"] + "clustergraph-readings")
    claims = {
        (data().value(one, CG.claimSubject), data().value(one, CG.claimValue))
        for one in data().subjects(CG.claimProperty, Literal(CG.measuredBy, datatype=XSD.anyURI))
        if set(data().objects(one, DCTERMS.source)) == {own}
    }
    assert len(measured) == 6 and claims == measured
    page = Graph().parse(DATA / "mecatech-international.ttl", format="turtle")
    assert not list(page.subject_objects(CG.measuredBy))


def test_every_paragraph_that_is_not_a_heading_is_used() -> None:
    found = re.findall(r"paragraph (\d+)", " ".join(data().objects(None, CG.locator)))
    assert {int(number) for number in found} == set(range(1, 23)) - {1, 2, 4, 9, 11}


def test_every_thing_has_one_label_to_show_and_at_most_one_in_french() -> None:
    records = {CG.Record, RDF.Statement}
    for thing in data().subjects(RDF.type, unique=True):
        if records & set(data().objects(thing, RDF.type)):
            continue
        tags = sorted(label.language or "" for label in data().objects(thing, RDFS.label))
        assert tags in ([""], ["en", "fr"]), (thing, tags)


def test_an_alternative_label_is_another_name() -> None:
    for thing, other in data().subject_objects(SKOS.altLabel):
        assert other not in set(data().objects(thing, RDFS.label)), thing


@pytest.mark.parametrize(("predicate", "least"), [(DCTERMS.description, 78), (SKOS.scopeNote, 6)])
def test_prose_is_in_both_languages(predicate: URIRef, least: int) -> None:
    subjects = set(data().subjects(predicate))
    assert len(subjects) >= least
    for subject in subjects:
        texts = list(data().objects(subject, predicate))
        assert sorted(str(text.language) for text in texts) == ["en", "fr"], subject
        assert texts[0].value != texts[1].value, subject
        assert all(str(text).endswith(".") for text in texts), subject


def test_each_property_has_one_datatype() -> None:
    found: dict[URIRef, set[str]] = defaultdict(set)
    for _subject, predicate, value in data():
        if isinstance(value, Literal):
            found[predicate].add("text" if value.language else str(value.datatype))
    several = {compress(name) for name, kinds in found.items() if len(kinds) > 1}
    # A label of a proper name has no language; a claim can have a class as value.
    assert several == {"rdfs:label", "skos:altLabel", "cg:claimValue"}


def test_mecatech_has_four_partners() -> None:
    ties = set(data().subjects(CG.partner, MECATECH))
    partners = {other for tie in ties for other in data().objects(tie, CG.partner)} - {MECATECH}
    assert names(partners) == {
        "organisation:awex",
        "organisation:high-tech-nl",
        "organisation:materalia",
        "organisation:luxinnovation",
    }


def test_who_takes_part_in_which_project() -> None:
    found = {
        (compress(str(data().value(one, CG.participant))), compress(str(project)))
        for one, project in data().subject_objects(CG.inProject)
    }
    assert found == {
        ("organisation:materalia", "project:intermat-gr"),
        ("organisation:mecatech", "project:intermat-gr"),
        ("organisation:luxinnovation", "project:intermat-gr"),
        ("organisation:materalia", "project:vitamin"),
        ("organisation:mecatech", "project:vitamin"),
    }


def test_two_members_of_intermat_are_stated() -> None:
    found = {
        compress(str(data().value(one, ORG.member)))
        for one in data().subjects(ORG.organization, iri("organisation:intermat"))
    }
    assert found == {"organisation:mecatech", "organisation:materalia"}


def test_what_results_from_intermat() -> None:
    found = names(set(data().subjects(CG.resultsFrom, iri("organisation:intermat"))))
    assert found == {
        "project:intermat-gr",
        "project:vitamin",
        "partnership:mecatech-materalia",
        "event:metamorphoses",
        "event:intermat-seminars",
        "event:intermat-rd-centre-visits",
        "event:intermat-speaker-exchanges",
    }


def test_near_and_long_distance_targets() -> None:
    near = set(data().subjects(CG.proximity, iri("proximity:near")))
    far = set(data().subjects(CG.proximity, iri("proximity:long-distance")))
    assert len(near) == len(far) == 4
    assert far == set(data().subjects(CG.status, iri("status:ongoing")))
    places = {place for one in near for place in data().objects(one, CG.targetsPlace)}
    assert {str(data().value(place, CG.isoCode)) for place in places} == {"NL", "DE", "LU", "FR"}
    assert not values("activity:long-distance-elsewhere", CG.targetsPlace)


def test_goals_indicators_and_stages() -> None:
    assert len(values("goal:recognition", CG.hasIndicator)) == 6
    assert len(values("goal:technology-projects", CG.valueChainStage)) == 4
    for half in ("goal:foreign-investors", "goal:foreign-subsidiaries"):
        assert values(half, CG.involves) == {"organisation:awex"}


def test_the_blue_banana_and_the_grande_region_are_within_nothing() -> None:
    for area in ("place:blue-banana", "place:grande-region"):
        assert not values(area, CG.within)
        assert not list(data().subjects(CG.within, iri(area)))


def test_only_the_exchanged_signatures_differ_from_the_speaker() -> None:
    differing = {
        one
        for one, speaker in data().subject_objects(CG.speaker)
        if data().value(one, CG.printedSignatory) != speaker
    }
    assert names(differing) == {
        "testimonial:materalia-on-mecatech",
        "testimonial:luxinnovation-on-mecatech",
    }


def claims(status: str) -> list[URIRef]:
    return sorted(data().subjects(CG.claimStatus, iri(f"claim-status:{status}")))


def statement(claim: URIRef) -> tuple[URIRef, URIRef, URIRef | Literal]:
    subject = data().value(claim, CG.claimSubject)
    value = data().value(claim, CG.claimObject) or data().value(claim, CG.claimValue)
    if isinstance(value, Literal) and value.datatype == XSD.anyURI:
        value = URIRef(value)  # a class
    return subject, URIRef(data().value(claim, CG.claimProperty)), value


def test_there_are_claims_of_every_status() -> None:
    assert sum(len(claims(status)) for status in STATUSES) == 42
    assert all(claims(status) for status in STATUSES)
    for claim in data().subjects(RDF.type, CG.Claim):
        assert data().value(claim, DCTERMS.description), claim


def test_the_graph_states_what_is_accepted_and_never_what_is_rejected_or_disputed() -> None:
    assert all(statement(claim) in data() for claim in claims("accepted"))
    against = claims("rejected") + claims("disputed")
    assert len(against) > 10
    assert not [claim for claim in against if statement(claim) in data()]


def test_a_rejected_signature_has_a_preferred_counterpart() -> None:
    rejected = {statement(claim)[:2] for claim in claims("rejected")}
    preferred = {statement(claim)[:2] for claim in claims("preferred")}
    both = {compress(subject) for subject, name in rejected & preferred if name == CG.speaker}
    assert len(both) == 2


def test_every_ambiguity_is_in_the_table() -> None:
    table = re.findall(r"^\| A(\d+) \|", (DATA / "README.md").read_text("utf-8"), re.M)
    assert [int(number) for number in table] == list(range(1, 23))


def test_what_the_table_names_exists() -> None:
    text = (DATA / "README.md").read_text("utf-8").split("## Ambiguities")[1]
    prefixes = "|".join(kind for kind in PREFIXES if PREFIXES[kind].split("/")[-3:-2] == ["id"])
    curies = re.findall(rf"`((?:{prefixes}):[\w*-]+)`", text)
    assert len(curies) > 30
    known = names(set(typed()))
    for curie in curies:
        stem = curie.removesuffix("*")
        assert any(name == stem or (stem != curie and name.startswith(stem)) for name in known), (
            curie
        )


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def texts_of_the_project() -> list[Path]:
    folders = ("data", "queries", "ontology", "docs", "src")
    kinds = {".ttl", ".md", ".rq", ".py", ".html", ".css", ".js", ".txt", ".toml", ".yaml"}
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return [path for path in [*found, *ROOT.glob("*.md")] if path.suffix in kinds]


def test_runs_ignore_case_space_and_punctuation() -> None:
    assert runs("One two,\nthree", 3) == runs("one  TWO three", 3) != set()


def test_no_sentence_of_the_page_is_repeated() -> None:
    if not SEED.is_file():
        pytest.skip(f"the text of the page is not at {SEED}")
    page = runs(SEED.read_text("utf-8"))
    assert len(page) > 700
    assert len(texts_of_the_project()) > 10
    for path in texts_of_the_project():
        repeated = page & runs(path.read_text("utf-8", errors="ignore"))
        assert not repeated, (path, [" ".join(words) for words in repeated])
