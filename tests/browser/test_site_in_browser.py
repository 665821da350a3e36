"""Sites in a browser: a published one opened from a disk, styled, searchable, asked in SPARQL, and
quiet under its own policy; a served one with its editor and the page that tries its addresses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.support.ui import WebDriverWait

import required
from clustergraph.web.site import publishing

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from conftest import Browser

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    publishing.publish(curated_graph, folder, about=["Luxinnovation"])
    return folder


def test_a_name_is_found_from_the_start_page(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    assert browser.run("return getComputedStyle(document.body).maxWidth") == "1056px"
    field = browser.driver.find_element("id", "q")
    field.send_keys("luxinnov")
    field.submit()
    wait = WebDriverWait(browser.driver, 20)
    wait.until(lambda driver: driver.find_elements("css selector", "#hits li"))
    found = browser.driver.find_elements("css selector", "#hits a")
    assert found[0].text == "Luxinnovation"
    found[0].click()
    wait.until(lambda driver: driver.title.startswith("Luxinnovation"))
    assert [entry["message"] for entry in browser.log("browser")] == []
    asked = browser.requests()
    assert len(asked) > 5
    assert all(each.startswith(site.as_uri()) for each in asked)


CHOOSE = """const box = document.getElementById("example"); box.value = "clusters-to-approach";
box.dispatchEvent(new Event("change", { bubbles: true }));"""


def test_a_published_graph_is_asked_in_the_page(browser: Browser, site: Path) -> None:
    browser.open(site / "fr" / "sparql.html")
    browser.run(CHOOSE)
    browser.run("document.querySelector('#box button').click()")
    browser.until("document.querySelector('#answer td')")
    assert "Luxembourg Materials Cluster" in browser.text("#answer")
    assert browser.text("#told").startswith("Lignes : 1 ;")
    for asked, told in (
        ("ASK { ?a ?b ?c }", "oui"), ("SELECT nothing", "error at"), ("SELECT ?s {}", "Lignes : 1"),
    ):  # fmt: skip
        browser.run("document.getElementById('query').value = arguments[0]", asked)
        browser.run("document.querySelector('#box button').click()")
        browser.until(f"document.getElementById('told').textContent.includes({told!r})")
    assert browser.complaints() == []
    assert all(each.startswith(site.as_uri()) for each in browser.requests())


def test_a_served_graph_has_an_editor_with_the_saved_questions(
    browser: Browser, our_server: str
) -> None:
    browser.driver.get(f"{our_server}/sparql")
    browser.until("document.querySelector('.yasqe_queryButton')")
    browser.run(CHOOSE)
    browser.run("document.querySelector('.yasqe_queryButton').click()")
    browser.until("document.querySelector('.yasr table td')")
    assert "Luxembourg Materials Cluster" in browser.text(".yasr")
    assert browser.complaints() == []
    asked = [each for each in browser.requests() if not each.startswith("data:")]
    assert all(each.startswith(our_server) for each in asked)


def test_every_address_for_programs_can_be_tried(browser: Browser, our_server: str) -> None:
    browser.driver.get(f"{our_server}/api.html")
    inside = "document.querySelector('rapi-doc')?.shadowRoot"
    browser.until(f"{inside}?.querySelectorAll('.section-endpoint-head, .endpoint-head').length")
    assert browser.run(f"return {inside}.textContent.includes('/api/ask/partners')")
    assert browser.complaints() == []
    asked = [each for each in browser.requests() if not each.startswith("data:")]
    assert all(each.startswith(our_server) for each in asked)


def test_a_name_with_a_slip_is_found_and_one_letter_finds_the_shortest(
    browser: Browser, site: Path
) -> None:
    browser.open(site / "search.html")
    for typed, found in (
        ("luxinovation", "Luxinnovation"), ("luxinnvoation", "Luxinnovation"),
        ("mekatech", "MecaTech"), ("mecaatech", "MecaTech"), ("meca", "MecaTech"),
    ):  # fmt: skip
        browser.run(
            "const field = document.getElementById('q'); field.value = arguments[0];"
            "field.dispatchEvent(new Event('input'))", typed,
        )  # fmt: skip
        browser.until("document.querySelector('#hits li')")
        assert browser.text("#hits li") == found, typed
    browser.run("document.getElementById('q').value = 'zzzzz zzzzz'")
    browser.run("document.getElementById('q').dispatchEvent(new Event('input'))")
    assert browser.run("return document.querySelectorAll('#hits li').length") == 0


def test_who_takes_part_in_most_comes_first_and_acronyms_are_names(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    told = {
        "kind": "organisation",
        "names": ["Frauen", "Frauenhofer Institute of Long Names", "Fhg Bau", "A Frau"],
        "ids": ["a", "/b", "c", "d"],
        "counts": [1, 200, 3, 4_000],
        "more": {"1": ["Institut", "FHG"]},
    }
    (copy / "search/names.js").write_text("clustergraphParts(1);")
    (copy / "search/names-1.js").write_text(f"clustergraphNames({json.dumps(told)});")
    long = told["names"][1]
    for typed, first in (("frau", long), ("frauen", "Frauen"), ("fhg", long), ("institut", long)):
        browser.driver.get(f"{(copy / 'search.html').as_uri()}?q={typed}")
        browser.until("document.querySelector('#hits li')")
        assert browser.text("#hits li") == first, typed
    link = "return document.querySelector('#hits a').getAttribute('href')"
    assert browser.run(link) == "organisation/b.html"


def test_what_has_no_page_of_its_own_is_found_and_read(
    browser: Browser, site: Path, repo: Path
) -> None:
    assert not (site / "fr" / "organisation" / "awex.html").exists()
    browser.open(site / "fr" / "search.html")
    field = browser.driver.find_element("id", "q")
    field.send_keys("awex-invest")
    browser.until("document.querySelector('#hits a')")
    browser.driver.find_element("css selector", "#hits a").click()
    browser.until("document.getElementById('thing')?.hidden === false")
    assert browser.text("h1") == "AWEX-Invest in Wallonia"
    assert "Agence wallonne" in browser.text("#about")
    assert browser.text("#kinds") == "Organisations"
    facts = browser.text("#facts")
    assert "pays\nBelgique" in facts
    assert "AWEX et Invest in Wallonia sont une seule agence (lecture retenue" in facts
    assert "MecaTech" in browser.text("#sources")
    assert not browser.run("return document.getElementById('plain').checkVisibility()")
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    assert browser.driver.title.startswith("AWEX-Invest in Wallonia – ")
    # From one such thing to another, to one with a page, and back.
    browser.driver.find_element("link text", "Wallonie").click()
    browser.until("document.querySelector('h1').textContent === 'Wallonie'")
    browser.driver.back()
    browser.until("document.querySelector('h1').textContent.startsWith('AWEX')")
    assert violations(browser, axe) == []
    browser.open(site / "thing.html")
    assert "JavaScript" in browser.text("main")
    browser.run("location.hash = 'organisation/nobody'")
    browser.until("!document.getElementById('unknown').hidden")
    assert browser.complaints() == []
    assert all(each.startswith(site.as_uri()) for each in browser.requests())


def test_an_organisation_leads_to_its_drawing(
    browser: Browser, site: Path, our_server: str
) -> None:
    browser.driver.get(f"{our_server}/fr/organisation/luxinnovation.html")
    browser.driver.find_element("link text", "Dessin du réseau").click()
    browser.until("window.clustergraph?.data.nodes.length")
    assert browser.selected() == "Luxinnovation"
    assert browser.complaints() == []
    browser.open(site / "organisation" / "mecatech.html")
    browser.driver.find_element("link text", "Drawing of the network").click()
    browser.until("window.clustergraph?.data.nodes.length")
    assert browser.selected() == "MecaTech"


def test_axe_finds_nothing(browser: Browser, site: Path, repo: Path) -> None:
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    for name in ("index", "fr/organisation/luxinnovation", "project/intermat-gr", "ask/partners",
                 "sparql", "downloads"):  # fmt: skip
        browser.open(site / f"{name}.html")
        assert violations(browser, axe) == [], name


def test_axe_finds_nothing_on_pages_that_run_tools_of_others(
    browser: Browser, our_server: str, repo: Path
) -> None:
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    ready = {
        "sparql": "document.querySelector('.yasqe_queryButton')",
        "api.html": "document.querySelector('rapi-doc')?.shadowRoot?.querySelector('.endpoint-head,"
        " .section-endpoint-head')",
    }
    # As wide as a desk: a narrow page leaves the descriptions of addresses out.
    browser.driver.set_window_size(1280, 800)
    for name, there in ready.items():
        browser.driver.get(f"{our_server}/{name}")
        browser.until(there)
        assert violations(browser, axe) == [], name


def violations(browser: Browser, axe: Path) -> list[str]:
    """What axe finds on the page that is open: rule and place."""
    browser.run(axe.read_text(encoding="utf-8"))
    told: list[str] = browser.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run({ preload: false }).then((told) => done(told.violations.flatMap("
        "(each) => each.nodes.map((node) => `${each.id} ${node.target}`))));"
    )
    return told


def test_a_table_is_sorted_kept_and_taken_away(browser: Browser, our_server: str) -> None:
    browser.driver.get(f"{our_server}/fr/ask/partners.html?organisation=MecaTech")
    rows = "[...document.querySelectorAll('tbody tr:not([hidden])')]"
    column = f"{rows}.map(row => row.cells[0].innerText)"
    before = browser.run(f"return {column}")
    browser.run("document.querySelector('th button').click()")
    assert browser.run(f"return {column}") == sorted(before, key=str.casefold)
    browser.run("document.querySelector('th button').click()")
    assert browser.run(f"return {column}")[0] == max(before, key=str.casefold)
    assert (
        browser.run("return document.querySelector('th').getAttribute('aria-sort')") == "descending"
    )
    browser.run(
        "const box = document.querySelector('.tools input');"
        "box.value = 'materalia'; box.dispatchEvent(new Event('input'));"
    )
    assert set(browser.run(f"return {column}")) == {"Materalia"}
    browser.run(
        "URL.createObjectURL = (blob) => {"
        "  blob.text().then((text) => { window.taken = text; }); return '#'; };"
        "HTMLAnchorElement.prototype.click = function () { window.file = this.download; };"
        "document.querySelector('.tools button').click();"
    )
    browser.until("window.taken")
    lines = browser.run("return window.taken").splitlines()
    assert lines[0].startswith("Partenaire;") and all("Materalia" in line for line in lines[1:])
    assert browser.run("return window.file").startswith("partners-mecatech-")
    # No name is run by a spreadsheet, with digits in it or without; a number stays one.
    for name, written in {
        "=HYPERLINK('http://a.example/1')": "'=HYPERLINK('http://a.example/1')",
        "-1+cmd|' /C calc'!A0": "'-1+cmd|' /C calc'!A0",
        "@x": "'@x",
        "＝1": "'＝1",
        "-12": "-12",
    }.items():
        browser.run(
            "window.taken = ''; document.querySelector('tbody tr:not([hidden]) td').textContent"
            " = arguments[0]; document.querySelector('.tools button').click();",
            name,
        )
        browser.until("window.taken")
        assert browser.run("return window.taken").splitlines()[1].startswith(f"{written};"), name
    assert browser.complaints() == []
