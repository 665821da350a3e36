"""Takes the pictures of the page that README shows: the four arrangements of the curated facts.

`make pictures` runs it; it needs Chromium and its driver. What it draws is in the repository, so
that everybody gets the same pictures, but for the fonts of their system.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

import clustergraph as cg

FOLDER = Path(__file__).parent / "pictures"
SHAPES = ("partners", "network", "map", "years")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars")


def main() -> None:
    """Build the curated facts, draw their page and take a picture of each arrangement."""
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    for flag in (*FLAGS, "--window-size=1280,900"):
        options.add_argument(flag)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        graph = cg.build(graph=Path(folder) / "graph")
        page = cg.view(graph).save(Path(folder) / "page.html")
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            for shape in SHAPES:
                _take(driver, f"{page.as_uri()}#v={shape}", FOLDER / f"{shape}.png")
        finally:
            driver.quit()


def _take(driver: webdriver.Chrome, address: str, picture: Path) -> None:
    driver.get("about:blank")
    driver.get(address)
    WebDriverWait(driver, 30).until(
        lambda each: each.execute_script("return Boolean(window.clustergraph)")
    )
    driver.execute_async_script(
        "const done = arguments[0];"
        "requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)))"
    )
    driver.save_screenshot(str(picture))


if __name__ == "__main__":
    main()
