"""Two pages for a meeting: what they hold, and what the files are."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import required
from clustergraph.answers.registry import run
from clustergraph.errors import RequestError
from clustergraph.formats.documents import WRITERS, Document, Picture, Rows, Section
from printing import assert_on_two_a4_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.location import Location


class _Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _document(location: Location, **asked: object) -> Document:
    found = run(location, "brief", {"about": "MecaTech", **asked}).document
    assert isinstance(found, Document)
    return found


@pytest.mark.slow
def test_a_brief_holds_what_a_manager_takes_to_a_meeting(curated_graph: Location) -> None:
    answer = run(curated_graph, "brief", {"about": "MecaTech"})
    lines = answer.to_polars().to_dicts()
    told = {(each["section"], each["what"]): each["value"] for each in lines}
    assert told["Main partners", "Luxinnovation"] == "LU"
    assert told["Scorecard", "Number of international partners"] == "3"
    assert told["Gaps", "target place"].endswith("no partner, project or event there")
    sections = [each["section"] for each in lines]
    assert list(dict.fromkeys(sections)) == [
        "Facts", "Closest partners", "Trend", "Main partners", "Scorecard", "Gaps",
        "Whom to talk to next",
    ]  # fmt: skip
    assert answer.document is not None and "0.1.0" in answer.document.source


@pytest.mark.slow
@pytest.mark.parametrize("about", ["Wallonia", "Horizon 2020", "Luxembourg"])
def test_regions_and_programmes_have_one_too(curated_graph: Location, about: str) -> None:
    lines = run(curated_graph, "brief", {"about": about}, lang="fr").to_polars().to_dicts()
    told = {each["section"] for each in lines}
    assert {"Faits", "Évolution"} <= told
    assert "Aucun projet n’a ici de début connu." in {each["words"] for each in lines}
    with pytest.raises(RequestError):
        run(curated_graph, "brief", {"about": "nobody at all"})


# Seven lines of facts, two of nothing (no partner, no net amount stated), and 5000.50 EUR.
GRANTED = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/clustergraph/scheme/role/> .
@prefix u: <urn:> .
cg:participantContribution rdfs:label "contribution" .
u:a a cg:Country ; rdfs:label "A" . u:b a cg:Country ; rdfs:label "B" .
o:us a cg:Organisation ; rdfs:label "Us" ; cg:locatedIn u:a , u:b .
u:p a cg:Project ; rdfs:label "P" .
u:one cg:participant o:us ; cg:inProject u:p ; cg:participantContribution 5000.5 ;
    cg:role role:coordinator , role:participant , role:partner , role:subcontractor .
"""


@pytest.mark.slow
def test_an_amount_that_nobody_states_takes_the_line_of_no_other(
    graph_of: Callable[[str], Location],
) -> None:
    granted = graph_of(GRANTED)
    lines = run(granted, "brief", {"about": "Us"}).to_polars().to_dicts()
    facts = [(each["what"], each["value"]) for each in lines if each["section"] == "Facts"]
    assert [value for _, value in facts[:2]] == ["A", "B"] and len(facts) == 8
    assert facts[-1] == ("contribution", "€5,000.50 (1)")
    (amount,) = [each["value"] for each in run(granted, "brief", {"about": "Us"}, lang="fr")
                 .to_polars().to_dicts() if each["what"] == "contribution"]  # fmt: skip
    assert amount == "5 000,50 € (1)"


# Of three projects in A one tells its start, one its end alone, one nothing. Idle is in none.
UNDATED = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix u: <urn:> .
cg:Country rdfs:subClassOf cg:Place .
u:a a cg:Country ; rdfs:label "A" .
o:us a cg:Organisation ; rdfs:label "Us" ; cg:locatedIn u:a .
o:idle a cg:Organisation ; rdfs:label "Idle" ; cg:locatedIn u:a .
u:p a cg:Project ; cg:startDate "2010" . u:q a cg:Project ; cg:endDate "2012" . u:r a cg:Project .
u:1 cg:participant o:us ; cg:inProject u:p . u:2 cg:participant o:us ; cg:inProject u:q .
u:3 cg:participant o:us ; cg:inProject u:r .
"""


@pytest.mark.slow
def test_a_region_says_how_many_projects_its_years_leave_out(
    graph_of: Callable[[str], Location],
) -> None:
    answer = run(graph_of(UNDATED), "brief", {"about": "A"})
    assert answer.to_polars().rows() == [
        ("Facts", "Organisations in projects", "1", None),
        ("Facts", "Projects", "3", None),
        ("Most active", "Us", None, "3"),
        ("Trend", None, None, "Projects: 2010: 1"),
        ("Trend", "2010", "1", None),
        ("Trend", None, None, "2 projects have no known start."),
    ]
    undated = run(graph_of(UNDATED.replace("cg:startDate", "cg:endDate")), "brief", {"about": "A"})
    assert undated.to_polars().row(-1)[-1] == "No project here has a known start."


@pytest.mark.slow
def test_the_page_is_accessible_and_loads_nothing(curated_graph: Location) -> None:
    text = WRITERS["html"](_document(curated_graph)).decode()
    assert text == WRITERS["html"](_document(curated_graph)).decode()
    elements = _Elements(text).found
    tags = [tag for tag, _ in elements]
    assert dict(elements)["html"]["lang"] == "en" and tags.count("h1") == 1
    assert "script" not in tags and "link" not in tags
    pictures = [attributes for tag, attributes in elements if tag == "img"]
    assert len(pictures) == 2
    assert all(each["alt"] and str(each["src"]).startswith("data:") for each in pictures)
    assert {attributes["scope"] for tag, attributes in elements if tag == "th"} == {"col"}
    assert not re.search(r"(src|href)=\"(?!data:)", text)


HOSTILE = Document(
    'A <script>alert("&")</script> | *b*', "_x_", (
        Section("# h", ("a\x00b", Rows(("|", "`"), (("<b>", "x\ny"),)))),
    ), "[l](http://x)",
)  # fmt: skip


def test_texts_are_texts_in_every_format() -> None:
    page = WRITERS["html"](HOSTILE).decode()
    assert "<script" not in page and "<b>" not in page
    plain = WRITERS["md"](HOSTILE).decode()
    assert "\\<script\\>" in plain and "\\[l\\]" in plain
    assert plain.splitlines()[-5:] == ["| \\<b\\> | x y |", "", "---", "", "\\[l\\](http://x)"]
    docx = pytest.importorskip("docx")
    read = docx.Document(io.BytesIO(WRITERS["docx"](HOSTILE)))
    assert read.tables[0].cell(1, 0).text == "<b>"


def test_signs_that_xml_cannot_hold_are_replaced_in_the_word_file() -> None:
    docx = pytest.importorskip("docx")
    odd = "a\x00\x1f\ufffe\uffffb"
    document = Document(odd, odd, (Section(odd, (odd, Rows((odd,), ((odd,),)))),), odd)
    read = docx.Document(io.BytesIO(WRITERS["docx"](document)))
    shown = [read.tables[0].cell(1, 0).text, *(each.text for each in read.paragraphs)]
    assert {text for text in shown if text} == {"a\ufffd\ufffd\ufffd\ufffdb"}


def test_the_word_file_has_alternative_texts_and_the_same_bytes() -> None:
    docx = pytest.importorskip("docx")
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
        "ffff3f0005fe02fe0def46b80000000049454e44ae426082"
    )
    document = Document(
        "T", "", (Section("H", (Picture({"png": dot}.__getitem__, "a dot"),)),), "source", "fr"
    )
    data = WRITERS["docx"](document)
    assert data == WRITERS["docx"](document)
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert 'descr="a dot"' in text
    read = docx.Document(io.BytesIO(data))
    assert (read.core_properties.title, read.core_properties.language) == ("T", "fr")
    assert round(read.sections[0].page_width.mm) == 210


@pytest.mark.slow
@pytest.mark.parametrize("about", ["MecaTech", "Wallonia", "Horizon 2020"])
def test_the_word_file_opens_in_libreoffice_on_two_a4_pages(
    curated_graph: Location, tmp_path: Path, about: str
) -> None:
    pytest.importorskip("docx")
    office = required.libreoffice()
    written = tmp_path / "brief.docx"
    written.write_bytes(WRITERS["docx"](_document(curated_graph, about=about)))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    data = (tmp_path / "brief.pdf").read_bytes()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", data)) <= 2
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?", data)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("about", "lang"),
    [("MecaTech", "en"), ("MecaTech", "fr"), ("Wallonia", "fr"), ("Horizon 2020", "en")],
)
def test_it_prints_on_two_a4_pages(
    curated_graph: Location, tmp_path: Path, about: str, lang: str
) -> None:
    document = run(curated_graph, "brief", {"about": about}, lang=lang).document  # type: ignore[arg-type]
    assert document is not None
    assert_on_two_a4_pages(document, tmp_path)
