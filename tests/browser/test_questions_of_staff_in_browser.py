"""Twelve questions of a cluster's staff, each answered on the page in at most three actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# A browser takes seconds to start.
pytestmark = pytest.mark.slow

MOST = 3


class Reader:
    """Somebody before a page, who sees what is visible; each action counts."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.actions = 0

    def click(self, words: str) -> None:
        """Click the button in sight that says so."""
        self.actions += 1
        found = self.browser.run(
            "const found = [...document.querySelectorAll('button')].find((one) =>"
            " one.checkVisibility() && one.textContent.trim() === arguments[0]);"
            "found?.click(); return Boolean(found)",
            words,
        )
        assert found, f"no button in sight says {words!r}"
        self.browser.settled()

    def search(self, name: str) -> None:
        """Type a name, and take the first that is offered."""
        self.actions += 2
        self.browser.driver.find_element("id", "search").send_keys(name, Keys.ENTER)
        self.browser.settled()

    def choose(self, sentence: str, words: str) -> None:
        """Choose something in a sentence that begins so."""
        self.actions += 1
        found = self.browser.run(
            """
            const asked = [...document.querySelectorAll('#asks .asked')].find((one) =>
              one.checkVisibility() && one.textContent.startsWith(arguments[0]));
            const field = asked?.querySelector('select');
            const option = [...field?.options ?? []].find((one) => one.text === arguments[1]);
            if (!option) return false;
            field.value = option.value;
            field.dispatchEvent(new Event('change'));
            return true;
            """,
            sentence,
            words,
        )
        assert found, f"{sentence!r} does not offer {words!r}"
        self.browser.settled()

    def panel(self) -> str:
        return str(self.browser.text("#details"))

    def subject(self) -> str:
        return str(self.browser.text("#details h2"))

    def left(self) -> set[str]:
        """The names of those who are drawn."""
        return set(self.browser.run(
            "return clustergraph.data.nodes.filter((_node, id) => clustergraph.left()[id])"
            ".map((node) => [node.label].flat()[0])"
        ))  # fmt: skip


@pytest.fixture
def reader(browser: Any, partners: Path) -> Iterator[Reader]:
    """Before the page of the curated facts."""
    browser.open(partners)
    browser.until("clustergraph.labels().length > 2")
    found = Reader(browser)
    yield found
    assert found.actions <= MOST


@pytest.fixture
def real(browser: Any, luxinnovation: Path) -> Iterator[Reader]:
    """Before the page of Luxinnovation on real data."""
    browser.open(luxinnovation)
    browser.until("clustergraph.labels().length > 2")
    found = Reader(browser)
    yield found
    assert found.actions <= MOST


def test_where_am_i(reader: Reader) -> None:
    assert reader.browser.text("h1") == "Network of partners"
    assert reader.subject() == "MecaTech" and "Our organisation." in reader.panel()


def test_who_is_in_the_middle_and_around_on_real_data(real: Reader) -> None:
    assert real.browser.text("h1") == "Luxinnovation and its connections"
    assert "73 partners" in real.panel() and "MAGIC" in real.panel()
    assert "Dublin City University" in real.panel() and "Horizon 2020" in real.panel()


def test_where_is_our_organisation(reader: Reader) -> None:
    reader.search("meca tech")
    assert reader.subject() == "MecaTech"


def test_where_is_our_organisation_on_real_data(real: Reader) -> None:
    # It is no partner of a partner: the page says where it is.
    real.search("mecatech")
    assert "MecaTech" in real.panel()


def test_who_are_our_partners_in_the_netherlands(reader: Reader) -> None:
    reader.choose("Who is", "in the Netherlands")
    assert reader.left() == {"MecaTech", "High Tech NL"}


def test_who_are_our_partners_in_the_netherlands_on_real_data(real: Reader) -> None:
    real.choose("Who is", "in the Netherlands")
    left = real.left()
    assert "Luxinnovation" in left and 5 < len(left) < 100
    assert f"{len(left)} of 500" in real.browser.text("#shown")


def test_how_do_we_know_luxinnovation(reader: Reader) -> None:
    reader.search("luxinnovation")
    told = reader.panel()
    assert "With MecaTech in" in told and "Business-Meets-Research Forum 2014" in told


def test_under_which_programme(real: Reader) -> None:
    # This release of CORDIS has no amounts; where one has, they stand beside the role.
    real.click("MAGIC")
    told = real.panel()
    assert real.subject() == "MAGIC" and "Jan 2016 – Apr 2020 · Horizon 2020" in told
    assert "Luxinnovation" in told and "More on CORDIS" in told


def test_belgian_partners_in_horizon_2020_since_2015(real: Reader) -> None:
    real.choose("Who is", "in Belgium")
    real.choose("Who works under", "Horizon 2020")
    real.choose("What has run since", "2015")
    told = " ".join(real.browser.run("return clustergraph.told()"))
    assert all(part in told for part in ("Belgium", "Horizon 2020", "2015"))
    assert "Luxinnovation" in real.left() and len(real.left()) > 5
    assert real.browser.text("#filters") == "Filters (3)"
    # What was chosen stands in the sentences.
    chosen = "return [...document.querySelectorAll('#asks select')].map((e) => e.selectedOptions[0].text)"  # noqa: E501
    assert real.browser.run(chosen) == ["in Belgium", "Horizon 2020", "2015"]


def test_who_is_the_contact_point_for_horizon_2020(browser: Any, everything: Path) -> None:
    browser.open(everything)
    browser.until("clustergraph.labels().length > 2")
    asking = Reader(browser)
    asking.search("horizon 2020")
    assert "contact point" in asking.panel().casefold()
    assert asking.actions <= MOST


def test_who_can_introduce_us(reader: Reader) -> None:
    reader.search("high tech nl")
    reader.click("How does MecaTech reach High Tech NL?")
    assert "MecaTech and High Tech NL" in reader.panel()


def test_what_has_changed(reader: Reader) -> None:
    reader.click("What am I looking at?")
    assert "WHAT IS NEW" in reader.panel().upper() and "with MecaTech" in reader.panel()


def test_where_are_they(reader: Reader) -> None:
    reader.click("Map")
    named = reader.browser.run("return clustergraph.headings().map((one) => one.text)")
    assert {"Belgium", "Luxembourg", "Netherlands"} <= set(named)


@pytest.mark.parametrize(("words", "kind"), [("Entries (CSV)", "csv"), ("Picture (PNG)", "png")])
def test_the_list_to_a_spreadsheet_and_the_picture_to_the_director(
    reader: Reader, words: str, kind: str
) -> None:
    reader.browser.run("""
      window.taken = null;
      HTMLAnchorElement.prototype.click = function () { window.taken = this.download; };
    """)
    reader.click("Take away")
    reader.click(words)
    reader.browser.until("window.taken !== null")
    assert reader.browser.run("return window.taken").endswith(f".{kind}")


def test_how_far_can_it_be_trusted(real: Reader) -> None:
    real.click("What am I looking at?")
    told = real.panel()
    assert "Country known for" in told and "Found a mistake?" in told and "CORDIS" in told
