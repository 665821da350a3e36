"""What a value decides is left out of a question before it is asked, and the rows stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clustergraph import resources
from clustergraph.graph import engines, multiplying
from clustergraph.graph.settled import settled
from clustergraph.questions import queries

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "PREFIX cg: <https://w3id.org/clustergraph/ontology#> PREFIX e: <http://e/> "
ANY = "<https://w3id.org/clustergraph/ontology#>"
UNION = (
    "{ SELECT DISTINCT ?o { { ?a e:in* $p . ?o e:at ?a . } "
    "UNION { FILTER($p = cg:) ?w e:who ?o . } } }"
)
QUESTION = f"SELECT ?t ?o {{ {UNION} ?t e:who ?o ; e:what ?j }}"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight people in four places, one in the next, who work on things; three without a place."""
    lines = [f"<http://e/p{n}> <http://e/in> <http://e/p{n + 1}> ." for n in range(3)]
    for n in range(8):
        lines += [
            f"<http://e/t{n}> <http://e/who> <http://e/o{n}> .",
            f"<http://e/t{n}> <http://e/what> <http://e/j{n % 3}> .",
            f'<http://e/j{n % 3}> <http://e/begun> "{2010 + n % 3}" .',
        ]
        lines += [f"<http://e/o{n}> <http://e/at> <http://e/p{n % 4}> ."] * (n < 5)
    path = tmp_path_factory.mktemp("few") / "few.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


SINCE = (
    "SELECT ?t { ?t e:what ?j . { FILTER($y = 0) } "
    "UNION { ?j e:begun ?b . FILTER($y > 0 && <http://www.w3.org/2001/XMLSchema#integer>(?b) "
    ">= $y) } }"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "count"),
    [
        (QUESTION.replace("$p", "cg:"), 8),
        (QUESTION.replace("$p", ANY), 8),
        (QUESTION.replace("$p", "e:p2"), 4),
        (QUESTION.replace("$p", "e:p9"), 0),
        (SINCE.replace("$y", "0000"), 8),
        (SINCE.replace("$y", "2012"), 2),
        ("SELECT ?t { ?t e:who ?o FILTER(cg: IN (cg:) || ?o IN (cg:)) }", 8),
        ("SELECT ?t { ?t e:who ?o FILTER(cg: IN (e:o1, e:o2) || ?o IN (e:o1, e:o2)) }", 2),
        ('SELECT ?t { ?t e:who ?o { FILTER("true" = "any") } UNION { ?o e:at e:p1 . } }', 1),
        ("SELECT ?t { ?t e:who ?o FILTER(1 = 2) }", 0),
    ],
)
def test_the_rows_stay(text: str, count: int, few: Path) -> None:
    changed = settled(PREFIX + text)
    for name in engines.ENGINES:
        index = engines.ENGINES[name].load(few)
        expected = sorted(map(str, index.select(PREFIX + text).rows))
        assert len(expected) == count
        assert sorted(map(str, index.select(changed).rows)) == expected


# What looks decided by its spelling, or said again beside it, and is not; each lost rows once.
_TRAPS = [
    ("{ { SELECT DISTINCT ?t { ?t e:who ?o } } OPTIONAL { ?t e:none ?y } ?t e:what ?z }", 8),
    ("{ { SELECT DISTINCT ?t { ?t e:who ?o } } OPTIONAL { ?x e:at ?t } ?t e:who ?z }", 8),
    ("{ { SELECT DISTINCT ?o { ?o e:at ?p } } MINUS { ?o e:at e:p1 } ?o e:at ?z }", 4),
    (
        "{ { SELECT DISTINCT ?o { ?o e:at ?p } } BIND(STR(?o) AS ?n) ?o e:at ?z FILTER(?n > 'a') }",
        5,
    ),
    ("{ ?t e:who ?o { FILTER(1 = 1.0) } UNION { ?t e:what e:none } }", 8),
    ("{ ?t e:who ?o { FILTER(1 IN (2, 1.0)) } UNION { ?t e:what e:none } }", 8),
    ("""{ ?t e:who ?o { FILTER('''a''' = "a") } UNION { ?t e:what e:none } }""", 8),
    (r"""{ ?t e:who ?o { FILTER("\u0061" = "a") } UNION { ?t e:what e:none } }""", 8),
    ("{ ?t e:who ?o { FILTER(<a> = e:a) } UNION { ?t e:what e:none } }", 8),
    ("{ { SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(1 = 2) } } UNION { BIND(5 AS ?n) } }", 2),
    ("{ { SELECT DISTINCT ?o { ?w e:who ?o } } { SELECT DISTINCT ?o { ?x e:who ?o } } }", 8),
    (
        "{ { SELECT DISTINCT ?t { ?t e:who ?o . ?o e:at ?p } } "
        "{ SELECT DISTINCT ?o { ?o e:at ?p } } }",
        25,
    ),
    (
        "{ { SELECT DISTINCT ?t ?o { ?t e:who ?o OPTIONAL { ?o e:at ?p } } } "
        "{ SELECT DISTINCT ?o { ?o e:at ?p } } }",
        5,
    ),
    (
        "{ { SELECT DISTINCT ?t ?o { { ?t e:who ?o } UNION { ?o e:at ?t } } } "
        "{ SELECT DISTINCT ?o { ?x e:who ?o } } FILTER(ISIRI(?t)) }",
        13,
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("where", "count"), _TRAPS)
def test_what_only_looks_decided_keeps_its_rows(where: str, count: int, few: Path) -> None:
    text = f"BASE <http://e/> {PREFIX} SELECT * {where}"
    index = engines.ENGINES["oxigraph"].load(few)
    expected = sorted(map(str, index.select(text).rows))
    assert len(expected) == count
    assert sorted(map(str, index.select(settled(text)).rows)) == expected


def test_of_a_condition_that_is_not_given_nothing_is_left() -> None:
    left = settled(PREFIX + QUESTION.replace("$p", ANY))
    assert "UNION" not in left
    assert "DISTINCT" not in left
    given = settled(PREFIX + QUESTION.replace("$p", "e:p2"))
    assert "UNION" not in given
    assert "?a e:in* e:p2" in given
    within = f"SELECT ?j ?o {{ {{ SELECT DISTINCT ?j ?o {{ ?t e:what ?j ; e:who ?o }} }} {UNION} }}"
    assert settled(PREFIX + within.replace("$p", ANY)).count("DISTINCT") == 1
    # It is said by no pattern beside it here.
    alone = settled(PREFIX + f"SELECT ?o {{ {UNION} ?o e:at ?x }}".replace("$p", ANY))
    assert "?w e:who ?o" in alone


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(?o = cg:) }",
        "SELECT * { { ?s e:at ?o } UNION { ?s e:who ?o FILTER(?o = 1) } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o FILTER(1 = 1) } }",
    ],
)
def test_what_depends_on_a_match_stays_as_it_is(text: str) -> None:
    assert settled(PREFIX + text) == PREFIX + text


@pytest.mark.slow
def test_no_saved_question_asks_for_something_of_what_may_be_unbound() -> None:
    found = {}
    for path in sorted(resources.queries_dir().glob("*.rq")):
        query = queries.load(path)
        text = query.text
        for parameter in query.parameters:
            text = text.replace(f"${parameter.name}", "<http://e/given>")
        if said := multiplying.unbound(text):
            found[path.stem] = said
    assert found == {}
    loose = "SELECT * { ?a <a:in> ?b OPTIONAL { ?a <a:of> ?s } OPTIONAL { ?s <a:label> ?l } }"
    assert "?s may be unbound" in multiplying.unbound(loose)
    assert "?s may be unbound" in multiplying.why(loose)
    valued = "SELECT * { ?a ?b ?c OPTIONAL { ?a <a:of> ?s } OPTIONAL { VALUES ?s { 1 } } }"
    assert "may be unbound" in multiplying.why(valued)
    endless = "SELECT * { ?a (<a:in>|^<a:in>)* ?b }"
    assert "leads from everything" in multiplying.why(endless)
    assert multiplying.why(endless.replace("?b", "<a:b>")).startswith("narrow it")
