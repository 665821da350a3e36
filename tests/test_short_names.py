"""Names as a drawing shows them: short, each its own, and none with a hole."""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.web.page.names import readable, short, shorts


def test_two_that_share_an_acronym_are_told_apart() -> None:
    labels = {
        "urn:l": Text("University College London"),
        "urn:b": Text("Universite Catholique de Louvain"),
        "urn:i": Text("Idryma Proothisis Erevnas"),
        "urn:r": Text("Research Promotion Foundation"),
        "urn:n": Text("Rapid Prototyping Foundation"),
        "urn:g": Text("Universite de Geneve"),
    }
    acronyms = {iri: ["UCL" if iri < "urn:g" or iri == "urn:l" else "RPF"] for iri in labels}
    acronyms["urn:g"] = ["UNIGE"]
    countries = {"urn:l": "GB", "urn:b": "BE", "urn:i": "CY", "urn:r": "CY", "urn:g": "CH"}
    assert shorts(labels, acronyms, countries) == {
        **labels,
        "urn:l": Text("UCL (GB)"),
        "urn:b": Text("UCL (BE)"),
        "urn:g": Text("UNIGE"),
    }


def test_an_acronym_that_has_lost_a_letter_is_cut_only_where_a_name_is_left() -> None:
    assert short(Text("Eidgenoessische Technische Hochschule"), ["ETH Z\ufffdrich"]) == Text("ETH")
    chamber = Text("Chambre des Metiers du Grand-Duche du Luxembourg")
    assert short(chamber, ["Chambre des M\ufffdtiers"]) == chamber


def test_a_lost_letter_ends_no_word() -> None:
    assert readable("FONDS ZUR F\ufffdRDERUNG") == "Fonds zur F\ufffdrderung"


def test_the_form_of_a_company_is_written_as_it_is_always() -> None:
    assert short(Text("AVL List Gesellschaft mit Haftung"), ["AVL GMBH"]) == Text("AVL GmbH")
