"""A real headless Chromium: the browser tests use the system's, and never download one. And the
pages that several files of tests open."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

import required
from clustergraph.graph.opening import open_graph
from clustergraph.networks.choice import Choice
from clustergraph.web.page import page
from clustergraph.web.page.choosing import draw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
)


def _programs() -> tuple[str, str]:
    driver = shutil.which("chromedriver")
    if not driver:
        required.missing("BROWSER", "no chromedriver on the PATH: install Debian's chromium-driver")
    return required.chromium(), driver


class Browser:
    """One Chromium window and what a test asks of it."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, path: Path, width: int = 1280, height: int = 800) -> None:
        """Open a file at a window size, with a clean log."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        self.driver.get("about:blank")
        self.log("performance")
        self.log("browser")
        self.driver.get(path.as_uri())
        # The page of a network goes on when its first picture is drawn.
        self.until("document.documentElement.className !== 'scripted' || window.clustergraph", 60)

    def log(self, kind: str) -> list[dict[str, Any]]:
        """The log entries since the last call: "browser" (console) or "performance"."""
        return list(self.driver.get_log(kind))

    def requests(self) -> list[str]:
        """The addresses asked for since the page was opened."""
        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        sent = [event for event in events if event["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def run(self, script: str, *values: object) -> Any:
        """The value of a JavaScript function body."""
        return self.driver.execute_script(script, *values)

    def click_node(self, number: int) -> None:
        """Click the shape of a node in the drawing, as a person would."""
        at = self.run("return clustergraph.place(arguments[0])", number)
        frame = self.run(
            "const r = document.getElementById('drawing').getBoundingClientRect();"
            "return {x: r.left, y: r.top}"
        )
        place = {"x": at["x"] + frame["x"], "y": at["y"] + frame["y"], "button": "left"}
        for kind in ("mousePressed", "mouseReleased"):
            event = {"type": kind, "clickCount": 1, **place}
            self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def until(self, condition: str, seconds: float = 60) -> None:
        """Wait until a JavaScript expression holds."""
        end = time.monotonic() + seconds
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"not in {seconds} s: {condition}"
            time.sleep(0.02)

    def settled(self) -> None:
        """Wait until two frames are drawn and the page has nothing left to do."""
        self.driver.execute_async_script(
            "const done = arguments[0];"
            "requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)))"
        )

    def number(self, label: str) -> int:
        """The number of the node with this English name."""
        return int(self.run(
            "return clustergraph.data.nodes.findIndex((n) => [n.label].flat()[0] === arguments[0])",
            label,
        ))  # fmt: skip

    def selected(self) -> str | None:
        """The English name of the selected node."""
        found = self.run(
            "return [clustergraph.data.nodes[clustergraph.selected()]?.label ?? null].flat()[0]"
        )
        return None if found is None else str(found)

    def go(self, address: str) -> None:
        """Change the part of the address after #."""
        self.run("location.hash = arguments[0]", address)

    def complaints(self) -> list[str]:
        """What the console says since the page was opened."""
        return [str(entry["message"]) for entry in self.log("browser")]

    def text(self, selector: str) -> str:
        """The visible text of an element."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def screenshot(self, path: Path) -> None:
        """Save what the window shows."""
        self.driver.save_screenshot(str(path))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium with a fresh profile, one for all tests."""
    chromium, chromedriver = _programs()
    options = Options()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    # An explicit driver path keeps Selenium from looking for one on the network.
    driver = webdriver.Chrome(options=options, service=Service(executable_path=chromedriver))
    driver.set_page_load_timeout(60)
    # Tools of others need a while on a busy machine.
    driver.set_script_timeout(120)
    yield Browser(driver)
    driver.quit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the pages of one file of tests."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def partners(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the partners of the curated facts."""
    path = tmp_path_factory.mktemp("curated") / "partners.html"
    path.write_bytes(page(draw(curated_graph)).encode())
    return path


@pytest.fixture(scope="session")
def everything(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of all that the curated facts hold."""
    path = tmp_path_factory.mktemp("curated") / "everything.html"
    path.write_bytes(page(draw(curated_graph, Choice("everything"))).encode())
    return path


@pytest.fixture(scope="session")
def real_facts(repo: Path) -> Location:
    """H2020 projects to 2016, keep.eu and NUTS beside the curated facts, where they were built."""
    path = repo.parent / "graphs" / "big"
    if not (path / "manifest.json").is_file():
        pytest.skip(f"no graph of real data at {path}")
    return open_graph(path)


@pytest.fixture(scope="session")
def luxinnovation(real_facts: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of Luxinnovation on real data, of five hundred entries."""
    path = tmp_path_factory.mktemp("real") / "luxinnovation.html"
    path.write_bytes(page(draw(real_facts, about="Luxinnovation", hops=2)).encode())
    return path
