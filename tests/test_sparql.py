"""SPARQL as tokens: keywords and parameters are seen only where they are."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import faults
from clustergraph.graph import sparql


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(token.text for token in sparql.tokens(text)) == text


def test_a_parameter_is_filled_only_as_a_token() -> None:
    text = 'SELECT ?x { ?x ?p $a ; <http://e/$a> "$a" } # $a'
    assert sparql.fill(text, {"a": "<urn:b>"}) == (
        'SELECT ?x { ?x ?p <urn:b> ; <http://e/$a> "$a" } # $a'
    )
    assert sparql.dollar_names(text) == {"a"}


def test_a_value_that_looks_like_a_parameter_is_not_filled_again() -> None:
    assert sparql.fill("$a $b", {"a": '"$b"', "b": "1"}) == '"$b" 1'


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * from <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("select * FROM NAMED <http://e/> { ?s ?p ?o }", "FROM"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("SELECT * { ?s ?p 'FROM SERVICE' . ?service service:load ?from } # LOAD", None),
        ("SELECT * { <http://e/FROM> ?p 'x'@from }", None),
        ('SELECT * { ?s ?p """ " SERVICE """ }', None),
        ("SELECT * { ?s ?p 'a\\'FROM' }", None),
        ("PREFIX service: <urn:s> SELECT * { GRAPH service:g { ?s service:p service:o } }", None),
        ("PREFIX from: <urn:f> SELECT * { ?s from:p from:o } ORDER BY from:key(?s)", None),
        ("SELECT * { ?s ?p <http://e/(a)/service> . # SERVICE:c {\n }", None),
        ('SELECT * { ?s ?p "SERVICE:c {", """\nFROM:g""" }', None),
    ],
)
def test_remote_words_are_seen_only_where_they_are_keywords(text: str, word: str | None) -> None:
    assert sparql.remote_word(text) == word


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("# DESCRIBE this\nPREFIX select: <urn:ask> SELECT * { }", "SELECT"),
        ("base <http://e/> ask { }", "ASK"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", None),
        ("", None),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(text: str, form: str | None) -> None:
    assert sparql.form(text) == form


# What Oxigraph reads as a service, though the longest token is another word, name or IRI.
SERVICES = [
    "SERVICE:c",
    "service:",
    "SERVICEx:c",
    "Service\\n:c",
    "SERVICESILENT:c",
    "SERVICESILENTx:c",
    "SERVICE SILENT:c",
    "SERVICESILENT<{url}>",
    "SERVICE#\\n<{url}>",
    "# a comment ends here\\rSERVICE<{url}>",
    "SERVICE:%41",
    "SERVICE:c # a comment\\n",
    "BIND(1 AS ?a).SERVICE:c",
    "BIND(1 AS ?a) FILTER(?a<2)SERVICE#>\\n:c",
    "BIND(1 AS ?a) FILTER(?a<2)SERVICE:c#>\\n",
]


@pytest.mark.parametrize("spelling", SERVICES)
def test_a_service_is_seen_however_it_is_spelled(spelling: str) -> None:
    with faults.serving() as server:
        url = server.url("ok", lambda handler: handler.reply(faults.results("a")))
        clause = spelling.replace("\\n", "\n").replace("\\r", "\r").replace("{url}", url)
        text = f"PREFIX : <{url}?> PREFIX x: <{url}?> SELECT * {{ {clause} {{ ?s ?p ?o }} }}"
        list(ox.Store().query(text))
        # The engine did ask it, so that the check is one that can fail.
        assert server.received
    assert sparql.remote_word(text) == "SERVICE"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("PREFIX : <urn:> SELECT * FROM:g { ?s ?p ?o }", "FROM"),
        ("PREFIX x: <urn:> SELECT * FROMNAMEDx:g { ?s ?p ?o }", "FROM"),
        ("SELECT * FROMNAMED<urn:g> { ?s ?p ?o }", "FROM"),
        ("PREFIX : <urn:> DESCRIBE * FROM:g { ?s ?p ?o }", "FROM"),
        ("PREFIX : <urn:> SELECT(1<2AS?b)FROM#>\n:g { ?s ?p ?o }", "FROM"),
    ],
)
def test_a_dataset_is_seen_however_it_is_spelled(text: str, word: str) -> None:
    ox.Store().query(text)
    assert sparql.remote_word(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { \\u0053ERVICE <urn:c> { ?s ?p ?o } }",
        "SELECT * { SERV\\U00000049CE <urn:c> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a\\u0027 . SERVICE <urn:c> { ?s ?p ?o } } #' }",
        "SELECT * { ?s ?p 1e5SERVICE<urn:c> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<urn:c> { ?s ?p ?o } }",
    ],
)
def test_a_service_is_seen_that_only_some_engines_see(text: str) -> None:
    assert sparql.remote_word(text) == "SERVICE"
