"""Each source with its own places, whoever else tells of the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.sources import emit
from clustergraph.sources.citations import Citation, Citations
from clustergraph.sources.gathering import Gathering
from clustergraph.terms import CG, PREFIXES, compress, mint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.sources.organisations import Record

ACME = mint("organisation", "acme")
FAIR = mint("event", "fair")
PAGE, REPORT = mint("publication", "page"), mint("publication", "report")
CORDIS, KEEP = (mint("dataset", name, "0123") for name in ("cordis", "keep"))
PIC = f"{CG}pic"


def source(thing: str, document: str) -> str:
    return emit.line(thing, emit.SOURCE, emit.iri(document))


def place(thing: str, where: str) -> str:
    return emit.line(thing, emit.LOCATOR, emit.text(where))


def facts(lines: Iterable[str]) -> set[tuple[str, str, str]]:
    return {
        tuple(compress(str(term.value)) for term in quad.triple)  # type: ignore[union-attr,misc]
        for quad in ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES)
    }


def pairs(lines: Iterable[str], thing: str) -> dict[str, set[str]]:
    """Places by source: of the thing itself if it has one source, else of its records."""
    found = facts(lines)
    about = compress(thing)
    sources = {o for s, p, o in found if (s, p) == (about, "dcterms:source")}
    own = {o for s, p, o in found if (s, p) == (about, "cg:locator")}
    records = {s for s, p, o in found if (p, o) == ("foaf:primaryTopic", about)}
    assert not own or (len(sources) == 1 and not records), "a place without its source"
    if not records:
        return dict.fromkeys(sources, own)
    told = {one: set() for one in sources}
    for record in records:
        (part_of,) = (o for s, p, o in found if (s, p) == (record, "dcterms:isPartOf"))
        assert (record, "rdf:type", "cg:Record") in found
        told[part_of] |= {o for s, p, o in found if (s, p) == (record, "cg:locator")}
    return told


def test_a_thing_of_one_source_says_itself_where_it_stands() -> None:
    citations = Citations()
    citations.cite(FAIR, PAGE, "paragraph 1")
    citations.cite(FAIR, PAGE, "paragraph 2")
    lines = [*citations.lines()]
    assert sorted(lines) == sorted(
        [source(FAIR, PAGE), place(FAIR, "paragraph 1"), place(FAIR, "paragraph 2")]
    )


def test_a_thing_of_two_sources_has_a_record_for_each_that_tells_a_place() -> None:
    citations = Citations()
    citations.cite(FAIR, PAGE, "paragraph 1")
    citations.cite(FAIR, REPORT, "page 7")
    citations.cite(FAIR, CORDIS)
    lines = [*citations.lines()]
    assert pairs(lines, FAIR) == {
        "publication:page": {"paragraph 1"},
        "publication:report": {"page 7"},
        "dataset:cordis-0123": set(),
    }
    assert sum("Record>" in line for line in lines) == 2


def test_a_place_written_by_hand_keeps_its_source_when_another_comes() -> None:
    before = [source(FAIR, PAGE), place(FAIR, "paragraph 1"), emit.line(FAIR, emit.TYPE, "<x:y>")]
    alone, lines = Citations(), list(before)
    alone.learn(lines)
    assert {*lines, *alone.lines()} == {*before}, "nothing else came"
    citations, lines = Citations(), list(before)
    citations.learn(lines)
    assert citations.tails(FAIR, CORDIS, "project.csv:2") == []
    assert pairs([*lines, *citations.lines()], FAIR) == {
        "publication:page": {"paragraph 1"},
        "dataset:cordis-0123": {"project.csv:2"},
    }


def test_what_nobody_else_tells_of_is_said_at_once() -> None:
    tails = Citations().tails(FAIR, CORDIS, "project.csv:2")
    lines = [f"<{FAIR}{tail}" for tail in tails]
    assert lines == [source(FAIR, CORDIS), place(FAIR, "project.csv:2")]


def test_a_record_written_by_hand_stays_the_record() -> None:
    record = mint("record", "fair-in-page")
    written = [
        source(FAIR, PAGE),
        emit.line(record, emit.TYPE, emit.iri(f"{CG}Record")),
        emit.line(record, emit.PRIMARY_TOPIC, emit.iri(FAIR)),
        emit.line(record, emit.PART_OF, emit.iri(PAGE)),
        place(record, "paragraph 1"),
    ]
    citations, lines = Citations(), list(written)
    citations.learn(lines)
    citations.cite(FAIR, CORDIS, "project.csv:2")
    lines += citations.lines()
    assert set(written) <= set(lines)
    assert sum("Record>" in line for line in lines) == 2
    assert pairs(lines, FAIR)["publication:page"] == {"paragraph 1"}


def test_a_place_beside_two_sources_is_given_to_neither() -> None:
    written = [source(FAIR, PAGE), source(FAIR, REPORT), place(FAIR, "page 7")]
    citations, lines = Citations(), list(written)
    citations.learn(lines)
    assert set(written) == {*lines, *citations.lines()}


def test_a_source_that_is_a_text_and_a_place_in_a_language_stay_as_written() -> None:
    written = [
        emit.line(FAIR, emit.SOURCE, emit.text("A page, with spaces")),
        emit.line(ACME, emit.SOURCE, emit.text("A page")),
        source(ACME, PAGE),
        emit.line(ACME, emit.LOCATOR, '"alinéa 1"@fr'),
        emit.line(ACME, emit.LOCATOR, emit.iri(REPORT)),
        place(ACME, "paragraph 1"),
    ]
    citations, lines = Citations(), list(written)
    citations.learn(lines)
    assert {*lines, *citations.lines()} == {*written}


def test_a_second_process_knows_what_is_written_by_hand() -> None:
    first, lines = Citations(), [source(FAIR, PAGE), place(FAIR, "paragraph 1")]
    first.learn(lines)
    second = Citations(first.by_hand)
    assert second.tails(FAIR, CORDIS, "project.csv:2") == []
    first.join(second)
    assert pairs(first.lines(), FAIR)["dataset:cordis-0123"] == {"project.csv:2"}


def test_the_same_things_have_the_same_records_in_any_order() -> None:
    told = [(PAGE, "paragraph 1"), (REPORT, "page 7"), (CORDIS, "project.csv:2")]
    both = []
    for order in (told, told[::-1]):
        citations = Citations()
        for document, where in order:
            citations.cite(FAIR, document, where)
        both.append(sorted(citations.lines()))
    assert both[0] == both[1]
    names = {Citation(document).record(thing) for document, _ in told for thing in (FAIR, ACME)}
    assert len(names) == 6


# --- Organisations, which identifiers and decisions join


class Joined:
    """Records of organisations beside lines written by hand, as a build writes them."""

    def __init__(self, *by_hand: str, same: dict[str, str] | None = None) -> None:
        self.gathering = Gathering(lines=list(by_hand))
        self.gathering.prepare(same or {})

    def row(self, pic: str, dataset: str, name: str, where: str) -> Record:
        organisations = self.gathering.organisations
        key = organisations.minted("", pic=pic)
        record = organisations.seen(organisations.iri("", pic=pic), dataset, key)
        record.named(name, "")
        record.facts.add((PIC, emit.text(pic)))
        record.locators.append(where)
        return record

    def lines(self) -> list[str]:
        return [b"".join(self.gathering.finish()).decode()]


def by_record(lines: Iterable[str]) -> set[tuple[str, str, str, str]]:
    """Property, value, source and place of each fact that is part of a record."""
    found = facts(lines)
    said: dict[str, dict[str, set[str]]] = {}
    for s, p, o in found:
        said.setdefault(s, {}).setdefault(p, set()).add(o)
    return {
        (p, o, src, where)
        for fact in said.values()
        if fact.get("rdf:type") == {"rdf:Statement"}
        for p in fact["rdf:predicate"]
        for o in fact["rdf:object"]
        for record in fact["dcterms:isPartOf"]
        for src in said[record]["dcterms:isPartOf"]
        for where in said[record]["cg:locator"]
    }


def test_each_fact_of_two_sources_joined_by_a_pic_keeps_its_record() -> None:
    joined = Joined()
    joined.row("999999999", CORDIS, "ACME SA", "organization.csv:2")
    joined.row("999999999", KEEP, "Acme", "Partners row 5")
    lines = joined.lines()
    node = mint("organisation", "pic-999999999")
    assert pairs(lines, node) == {
        "dataset:cordis-0123": {"organization.csv:2"},
        "dataset:keep-0123": {"Partners row 5"},
    }
    cordis = ("dataset:cordis-0123", "organization.csv:2")
    keep = ("dataset:keep-0123", "Partners row 5")
    assert by_record(lines) == {
        ("rdfs:label", "ACME SA", *cordis),
        ("cg:pic", "999999999", *cordis),
        ("skos:altLabel", "Acme", *keep),
        ("cg:pic", "999999999", *keep),
    }


def test_two_records_of_one_source_that_a_decision_joins_keep_their_facts() -> None:
    same = {mint("organisation", "pic-222222222"): mint("organisation", "pic-111111111")}
    joined = Joined(same=same)
    joined.row("111111111", CORDIS, "ACME SA", "organization.csv:2")
    joined.row("222222222", CORDIS, "Acme", "organization.csv:9")
    lines = joined.lines()
    node = mint("organisation", "pic-111111111")
    assert pairs(lines, node) == {
        "dataset:cordis-0123": {"organization.csv:2", "organization.csv:9"}
    }
    told = {(value, where) for _property, value, _source, where in by_record(lines)}
    assert ("222222222", "organization.csv:9") in told
    assert ("222222222", "organization.csv:2") not in told
    assert {p for p, o, _s, _w in by_record(lines) if o == "222222222"} == {"cg:otherPic"}


def test_releases_of_one_source_pair_their_rows_and_are_not_taken_apart() -> None:
    joined = Joined()
    later = mint("dataset", "cordis", "4567")
    joined.row("999999999", CORDIS, "ACME SA", "organization.csv:2")
    joined.row("999999999", later, "ACME SA", "organization.csv:7")
    lines = joined.lines()
    assert pairs(lines, mint("organisation", "pic-999999999")) == {
        "dataset:cordis-0123": {"organization.csv:2"},
        "dataset:cordis-4567": {"organization.csv:7"},
    }
    assert by_record(lines) == set()


def test_an_organisation_of_one_record_has_no_further_node() -> None:
    joined = Joined()
    joined.row("999999999", CORDIS, "ACME SA", "organization.csv:2")
    (lines,) = joined.lines()
    assert {s for s, _p, _o in facts([lines])} == {"organisation:pic-999999999"}


def test_a_fact_that_somebody_gave_a_record_comes_from_no_other() -> None:
    record, fact = mint("record", "acme-in-report"), mint("fact", "acme-acronym")
    other = mint("record", "acme-in-page")
    acronym = f"{CG}acronym"
    rdf = PREFIXES["rdf"]
    joined = Joined(
        emit.line(ACME, emit.LABEL, emit.text("Acme")),
        emit.line(ACME, PIC, emit.text("999999999")),
        emit.line(ACME, acronym, emit.text("AC")),
        source(ACME, PAGE),
        source(ACME, REPORT),
        *(
            line
            for one, document, where in ((record, REPORT, "page 7"), (other, PAGE, "paragraph 1"))
            for line in (
                emit.line(one, emit.TYPE, emit.iri(f"{CG}Record")),
                emit.line(one, emit.PRIMARY_TOPIC, emit.iri(ACME)),
                emit.line(one, emit.PART_OF, emit.iri(document)),
                place(one, where),
            )
        ),
        emit.line(fact, emit.TYPE, emit.iri(f"{rdf}Statement")),
        emit.line(fact, f"{rdf}subject", emit.iri(ACME)),
        emit.line(fact, f"{rdf}predicate", emit.iri(acronym)),
        emit.line(fact, f"{rdf}object", emit.text("AC")),
        emit.line(fact, emit.PART_OF, emit.iri(record)),
    )
    joined.row("999999999", CORDIS, "ACME SA", "organization.csv:2")
    assert by_record(joined.lines()) == {
        ("cg:acronym", "AC", "publication:report", "page 7"),
        ("rdfs:label", "Acme", "publication:page", "paragraph 1"),
        ("cg:pic", "999999999", "publication:page", "paragraph 1"),
        ("cg:pic", "999999999", "dataset:cordis-0123", "organization.csv:2"),
        ("skos:altLabel", "ACME SA", "dataset:cordis-0123", "organization.csv:2"),
    }
