"""A published site opened from a disk: styled, searchable, and quiet under its own policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.support.ui import WebDriverWait

import required
from clustergraph.web.site import publishing

if TYPE_CHECKING:
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


def test_axe_finds_nothing(browser: Browser, site: Path, repo: Path) -> None:
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    for name in ("index", "fr/organisation/luxinnovation", "ask/partners"):
        browser.open(site / f"{name}.html")
        browser.run(axe.read_text(encoding="utf-8"))
        found = browser.driver.execute_async_script(
            "const done = arguments[0];"
            "axe.run({ preload: false }).then((told) => done(told.violations.map((v) => v.id)));"
        )
        assert found == [], name
