"""The review of a running server in a browser: keys decide, writing does not, axe finds nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.keys import Keys

import required
import servers
from clustergraph.building import build
from clustergraph.service.review import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Browser

pytestmark = pytest.mark.slow

TABLE = """relation,organisation,country,with,with_country
partnership,Acme Photonics SA,BE,Delta Optics,BE
partnership,ACME PHOTONICS,BE,Gamma Optics,BE
partnership,Acme Photonics nv,BE,Gamma Optics,BE
"""


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    return tmp_path / "decisions.csv"


@pytest.fixture
def review(tmp_path: Path, decided: Path) -> Iterator[str]:
    (tmp_path / "ours.csv").write_text(TABLE)
    build.build([("table", tmp_path / "ours.csv")], tmp_path / "graph")
    with servers.ours(str(tmp_path / "graph"), desk=Desk((decided,), "Ada")) as (address, app):
        yield f"{address}/{app.state.review}"


def lines(path: Path, count: int) -> list[str]:
    """The lines of a file when there are so many, within a while."""
    end = time.monotonic() + 20
    while True:
        found = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        if len(found) >= count:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.05)


def test_keys_and_buttons_decide_and_writing_does_not(
    browser: Browser, review: str, decided: Path, repo: Path
) -> None:
    browser.driver.get("about:blank")
    browser.log("browser")
    browser.driver.get(review)
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    browser.run(axe.read_text(encoding="utf-8"))
    found = browser.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run({ preload: false }).then((told) => done(told.violations.map((v) => v.id)));"
    )
    assert found == []
    why = browser.driver.find_element("id", "why")
    why.clear()
    why.send_keys("seen side by side")
    assert not decided.exists()
    browser.run("document.activeElement.blur()")
    browser.driver.find_element("tag name", "body").send_keys("d")
    assert lines(decided, 2)[1].endswith(",different,seen side by side,Ada")
    browser.until("document.querySelector('[role=status]')")
    browser.driver.find_element("tag name", "body").send_keys("l")
    browser.until("!document.querySelector('[role=status]')")
    button = browser.driver.find_element("css selector", "button[value=different]")
    button.send_keys(Keys.ENTER)
    assert len(lines(decided, 3)) == 3
    browser.until("document.querySelector('[role=status]')")
    assert browser.complaints() == []
