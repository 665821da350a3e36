"""IRIs, CURIEs and the comparison of names."""

import pytest

from clustergraph import terms


def test_curies_go_both_ways() -> None:
    iri = "https://w3id.org/clustergraph/id/organisation/mecatech"
    assert terms.mint("organisation", "mecatech") == iri
    assert terms.expand("organisation:mecatech") == iri
    assert terms.compress(iri) == "organisation:mecatech"


def test_the_longest_namespace_wins() -> None:
    assert terms.compress("https://w3id.org/clustergraph/scheme/role") == "cgs:role"
    assert terms.compress("https://w3id.org/clustergraph/scheme/role/partner") == "role:partner"


@pytest.mark.parametrize("iri", ["https://example.org/a", terms.CG + "a/b", terms.CG + "a."])
def test_what_is_no_local_name_stays_an_iri(iri: str) -> None:
    assert terms.compress(iri) == iri


def test_a_minted_key_is_percent_encoded() -> None:
    assert terms.mint("organisation", "a b/ç").endswith("/organisation/a%20b%2F%C3%A7")


def test_an_unknown_kind_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="planet"):
        terms.mint("planet", "mars")


@pytest.mark.parametrize(
    ("left", "right"),
    [("Métamorphoses", "metamorphoses"), ("INTERMAT GR", "InterMat-GR"), ("L'Oréal", "loreal")],
)
def test_names_are_compared_without_case_accents_and_punctuation(left: str, right: str) -> None:
    assert terms.fold(left) == terms.fold(right)


def test_composed_and_decomposed_accents_are_the_same_name() -> None:
    assert terms.fold("Lie\u0301ge") == terms.fold("Li\u00e9ge")


def test_an_unknown_name_brings_the_nearest() -> None:
    error = terms.unknown("measure", "betwenness", ["degree", "betweenness", "closeness"])
    assert "did you mean betweenness" in str(error)


def test_a_hopeless_name_brings_them_all() -> None:
    assert str(terms.unknown("engine", "zzz", ["sparq", "oxigraph"])).endswith(
        "there are: oxigraph, sparq"
    )


@pytest.mark.parametrize(
    ("text", "fits"),
    [("https://a.example/b", True), ("no scheme", False), ("http://a> . <b", False)],
)
def test_what_may_stand_between_angle_brackets(text: str, fits: bool) -> None:
    assert terms.is_absolute_iri(text) is fits
