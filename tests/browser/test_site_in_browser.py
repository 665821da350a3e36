"""Sites in a browser: a published one opened from a disk, styled, searchable, asked in SPARQL, and
quiet under its own policy; a served one with its editor and the page that tries its addresses."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest
import uvicorn
from selenium.webdriver.support.ui import WebDriverWait

import required
from clustergraph.service.app import application
from clustergraph.service.graphs import Current
from clustergraph.web.site import publishing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@pytest.fixture(scope="module")
def served(curated_folder: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        app = application(Current(str(curated_folder)))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join()


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
    browser: Browser, served: str
) -> None:
    browser.driver.get(f"{served}/sparql")
    browser.until("document.querySelector('.yasqe_queryButton')")
    browser.run(CHOOSE)
    browser.run("document.querySelector('.yasqe_queryButton').click()")
    browser.until("document.querySelector('.yasr table td')")
    assert "Luxembourg Materials Cluster" in browser.text(".yasr")
    assert browser.complaints() == []
    asked = [each for each in browser.requests() if not each.startswith("data:")]
    assert all(each.startswith(served) for each in asked)


def test_every_address_for_programs_can_be_tried(browser: Browser, served: str) -> None:
    browser.driver.get(f"{served}/api.html")
    inside = "document.querySelector('rapi-doc')?.shadowRoot"
    browser.until(f"{inside}?.querySelectorAll('.section-endpoint-head, .endpoint-head').length")
    assert browser.run(f"return {inside}.textContent.includes('/api/ask/partners')")
    assert browser.complaints() == []
    asked = [each for each in browser.requests() if not each.startswith("data:")]
    assert all(each.startswith(served) for each in asked)


def test_axe_finds_nothing(browser: Browser, site: Path, repo: Path) -> None:
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    for name in ("index", "fr/organisation/luxinnovation", "ask/partners", "sparql", "downloads"):
        browser.open(site / f"{name}.html")
        browser.run(axe.read_text(encoding="utf-8"))
        found = browser.driver.execute_async_script(
            "const done = arguments[0];"
            "axe.run({ preload: false }).then((told) => done(told.violations.map((v) => v.id)));"
        )
        assert found == [], name
