"""SPARQL as tokens: keywords and parameters are seen only where they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
