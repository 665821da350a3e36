"""A query that does not parse says what to mend."""

from __future__ import annotations

import pytest

from clustergraph.graph.engines import syntax_error
from clustergraph.graph.slips import slip, twice
from clustergraph.questions.queries import parse

PREFIX = "PREFIX c: <urn:c>\n"
ORDER = "after the last } come GROUP BY, HAVING, ORDER BY, LIMIT, in this order"
COMPUTED = "a column that is computed stands in brackets with its name: (COUNT(?x) AS ?n)"
NAME = "what rows are grouped by needs a name to be a column: "
HAVING = "a count or sum is judged after GROUP BY: HAVING(COUNT(?x) > 3), not FILTER"


def loose(name: str) -> str:
    return (
        f"rows are counted together, and ?{name} may differ in them: write it after GROUP BY too, "
        f"or take SAMPLE(?{name}) of it"
    )


CASES = {
    "SELECT ?p { ?p c:b ?o\nFILTER(YEAR(?o) = 2019 }": (
        "the ( in line 3 is not closed before the } in line 3"
    ),
    "SELECT ?p {\n?p c:b ?o": "the { in line 2 is never closed",
    "SELECT ?p { ?p c:b ?o } }": "the } in line 2 closes nothing",
    "SELECT ?p { ?p c:b ')' ; }}": "the } in line 2 closes nothing",
    "SELECT ?o ?l (COUNT(*) AS ?n) { ?p c:b ?o ; c:l ?l } GROUP BY ?o": loose("l"),
    "SELECT ?p (COUNT(?o) AS ?n) { ?p c:b ?o } ORDER BY ?n": loose("p"),
    "SELECT ?p { ?p c:b ?o } HAVING (COUNT(?o) > 3)": loose("p"),
    "SELECT (YEAR(?s) AS ?y) (COUNT(*) AS ?n) { ?p c:b ?s } GROUP BY (YEAR(?s))": (
        f"{NAME}SELECT ?year … GROUP BY (YEAR(?start) AS ?year)"
    ),
    "SELECT ?p { ?p c:b ?o FILTER(COUNT(?o) > 3) }": HAVING,
    "SELECT ?p { ?p c:b ?o FILTER(?o == 3) }": "= stands for ==",
    "SELECT ?p { ?p c:b ?o FILTER(?o > 3 AND ?o < 5) }": "&& stands for AND",
    "SELECT ?p { ?p c:b ?o FILTER(?o like 'x') }": (
        "CONTAINS(?name, 'x') or REGEX(?name, 'x', 'i') stands for LIKE"
    ),
    "SELECT ?p { ?p c:b ?o FILTER(SUBSTRING(?o, 1, 4) = 'x') }": "SUBSTR stands for SUBSTRING",
    "SELECT ?p { ?p c:b ?o FILTER NOT EXIST { ?p c:d ?q } }": "EXISTS stands for EXIST",
    "SELECT TOP 10 ?p { ?p c:b ?o }": "LIMIT 10 at the end stands for TOP 10",
    "SELECT ?p { ?p c:b “x” }": "quotes are \" or ', not “",
    "SELECT ?p, ?o { ?p c:b ?o }": "no commas stand between columns: SELECT ?a ?b",
    "SELECT COUNT(?p) WHERE { ?p c:b ?o }": COMPUTED,
    "SELECT ?p ?o AS ?z WHERE { ?p c:b ?o }": COMPUTED,
    "SELECT p WHERE { ?p c:b ?o }": "a variable begins with ?: ?p",
    "SELECT ?p { ?p c:b ?o } LIMIT 3 ORDER BY ?p": ORDER,
    "SELECT ?p { ?p c:b ?o } ORDER BY ?p GROUP BY ?p": ORDER,
    "SELECT ?p { ?p c:b ?o LIMIT 3 }": ORDER,
    "SELECT ?p { ?p cg:inProject ?o }": (
        "write above it: PREFIX cg: <https://w3id.org/clustergraph/ontology#>"
    ),
    "SELECT ?p { ?p zz:inProject ?o }": "",
    "SELECT ?p { { SELECT ?p { ?p c:b ?o } LIMIT 3 } ?p ?o }": "",
    "SELECT ?p { ?p c:b 'AND, (' ; ?x }": "",
}


@pytest.mark.parametrize("text", CASES)
def test_a_slip_is_said_with_what_to_mend(text: str) -> None:
    message = syntax_error(PREFIX + text)
    assert message
    assert slip(PREFIX + text, message) == CASES[text]


@pytest.mark.parametrize(
    ("text", "there"),
    [("SELECT ?s ?p\n?s { ?s ?p ?o }", "own:2:1: not valid SPARQL: ?s is a column already: "),
     ("SELECT (1 AS ?x) (2 AS ?x) {}", "own:1:24: not valid SPARQL: ?x is a column already: "),
     ("SELECT ?s { { SELECT ?s ?s { ?s ?p ?o } } }", "own:1:25: not valid SPARQL: ?s is a column"),
     ("SELECT * {\n{ ?s ?p ?o }\nBIND(1 AS ?s) }", "own:3:11: not valid SPARQL: ?s has a value")],
)  # fmt: skip
def test_a_name_that_is_given_twice_is_told_where_it_stands(text: str, there: str) -> None:
    message = syntax_error(text)
    assert message
    assert str(parse(text, "own", "own").fault(text, message)).startswith(there)


@pytest.mark.parametrize(
    "text",
    ["SELECT ?s (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?s",
     "SELECT * { { BIND(1 AS ?k) } UNION { BIND(2 AS ?k) } }",
     "SELECT ?s { { SELECT ?s { ?s ?p ?o } } UNION { ?s ?p ?q BIND(?q AS ?r) } }",
     "SELECT ?y (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY (YEAR(?o) AS ?y) ORDER BY ?n"],
)  # fmt: skip
def test_what_may_stand_twice_is_no_slip(text: str) -> None:
    assert syntax_error(text) is None
    assert twice(text) is None
