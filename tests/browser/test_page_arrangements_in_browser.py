"""The arrangements of the page in a real browser: partners, network, map, years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.keys import Keys

import required
from clustergraph import api

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location

# A browser takes seconds to start.
pytestmark = pytest.mark.slow

PHONE = (390, 844)


@pytest.fixture(scope="module")
def notebook(curated_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page in a frame of another page, as a notebook shows it."""
    path = tmp_path_factory.mktemp("notebook") / "notebook.html"
    shown = api.view(curated_graph, title="</iframe><script>window.pwned = 1</script>")
    path.write_text(f"<!DOCTYPE html><title>x</title>{shown._repr_html_()}", encoding="utf-8")
    return path


def _picture(browser: Any) -> str:
    """The SVG that is taken away."""
    return str(browser.driver.execute_async_script(
        "const done = arguments[0];"
        "URL.createObjectURL = (b) => { b.text().then(done); return 'data:,'; };"
        "HTMLAnchorElement.prototype.click = function () {}; clustergraph.files.take_svg();"
    ))  # fmt: skip


@pytest.mark.parametrize("shape", ["partners", "network", "map", "years", "list"])
def test_every_arrangement_has_its_button_and_its_address(
    browser: Any, partners: Path, shape: str
) -> None:
    browser.open(partners)
    browser.driver.find_element("id", f"show-{shape}").click()
    pressed = browser.run(
        "return [...document.querySelectorAll('#shape [aria-pressed=true]')].map((b) => b.id)"
    )
    assert pressed == [f"show-{shape}"]
    assert browser.run("return location.hash") == ("" if shape == "network" else f"#v={shape}")
    browser.driver.refresh()
    browser.until("window.clustergraph")
    assert browser.run("return clustergraph.state().shape") == shape
    assert browser.complaints() == []


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_on_the_map_everybody_lies_in_the_own_country(
    browser: Any, partners: Path, size: tuple[int, int]
) -> None:
    browser.open(partners, *size)
    browser.go("v=map")
    browser.until("clustergraph.headings().length > 3")
    assert {"Belgium", "Netherlands", "Place unknown"} <= set(browser.run(
        "return clustergraph.headings().map((h) => h.text)"
    ))  # fmt: skip
    at = {
        name: browser.run("return clustergraph.place(arguments[0])", browser.number(name))
        for name in ("MecaTech", "High Tech NL", "Materalia", "Luxinnovation")
    }
    assert at["High Tech NL"]["y"] < at["MecaTech"]["y"] < at["Materalia"]["y"]
    assert at["MecaTech"]["x"] < at["Luxinnovation"]["x"]
    frame = browser.run("const d = document.getElementById('drawing'); return d.clientWidth")
    assert all(0 < place["x"] < frame for place in at.values())
    # Land and sea have different colours.
    assert browser.run(
        "const c = document.querySelector('#drawing canvas'); const at = clustergraph.view();"
        "const ratio = c.width / c.clientWidth; const k = clustergraph.data.map.scale * at.scale;"
        "const [x, y] = [at.x + 24 * k, at.y - 530 * k];"
        "return x < 0 || y < 0 || y > c.clientHeight || "
        " c.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data[2] !== 255"
    )


def test_the_map_shows_flows_between_places_of_what_is_left(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("v=map")
    browser.until("clustergraph.flows().length === 4")
    browser.go("v=map&c=netherlands")
    browser.until("clustergraph.flows().length === 1")
    browser.settled()
    made = _picture(browser)
    assert made.count("<line ") == 1 and '<path transform="' in made
    assert ">Netherlands<" in made and ">Luxembourg<" not in made


def test_a_picture_of_the_partners_names_their_sectors(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("v=partners")
    browser.until("clustergraph.state().shape === 'partners'")
    browser.settled()
    made = _picture(browser)
    named = [name for name in ("Belgium", "Luxembourg", "Netherlands") if f">{name}</text>" in made]
    assert len(named) > 1


def test_partners_stand_by_country_kind_or_what_else_groups_them(
    browser: Any, partners: Path
) -> None:
    browser.open(partners)
    browser.go("v=partners&e=kind")
    browser.until("clustergraph.state().sectors === 'kind'")
    names = "return clustergraph.headings().concat(clustergraph.sectors()).map((one) => one.text)"
    browser.settled()
    assert set(browser.run(names)) == {"Agency", "Cluster", "Meta-cluster", "Organisation"}
    middle = browser.number("MecaTech")
    at = browser.run("return clustergraph.at(arguments[0])", middle)
    assert (at["x"], at["y"]) == (0, 0)
    # Those of one kind lie beside each other, all others in another direction.
    turns = browser.run("""
      return clustergraph.data.nodes.map((node, id) => [node.type, clustergraph.at(id), id])
        .filter(([, , id]) => id !== arguments[0])
        .map(([type, { x, y }]) => [Math.atan2(y, x), type])
        .sort((one, two) => one[0] - two[0]).map(([, type]) => type);
    """, middle)  # fmt: skip
    changes = sum(one != other for one, other in zip(turns, turns[1:] + turns[:1], strict=True))
    assert changes == len(set(turns))
    browser.run("document.querySelector('#languages [lang=fr]').click()")
    assert browser.run("return location.hash") == "#e=kind&v=partners&l=fr"


def test_nothing_is_arranged_again_on_the_map(browser: Any, partners: Path) -> None:
    browser.open(partners)
    for shape, offered in (("network", True), ("map", False), ("partners", True)):
        browser.go(f"v={shape}&c=netherlands")
        browser.until(f"clustergraph.state().shape === '{shape}'")
        left = browser.run("return clustergraph.left().filter(Boolean).length")
        assert left == 2, shape
        shown = browser.run("return !document.getElementById('anew').hidden")
        assert shown == offered, shape


def test_years_show_activities_as_bars_that_lead_to_them(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.driver.find_element("id", "show-years").click()
    rows = browser.run(
        "return [...document.querySelectorAll('#years tbody tr')].map((r) => "
        "[r.querySelector('th').innerText.split('\\n')[0], r.querySelectorAll('.bar').length])"
    )
    assert rows[:2] == [["MecaTech", 2], ["Luxinnovation", 2]] and len(rows) == 6
    bar = browser.driver.find_element("css selector", "#years .bar")
    assert bar.get_attribute("aria-label") == "Business-Meets-Research Forum 2014, 2014"
    bar.send_keys(Keys.ENTER)
    assert browser.text("#details h2").startswith("Business-Meets-Research Forum 2014")
    assert browser.run("return document.querySelectorAll('#years [aria-current=true].bar').length")
    browser.go("v=years&b=country&y=2015-2015")
    browser.until("document.querySelectorAll('#years tbody tr').length === 2")
    assert browser.text("#years tbody tr th") == "Belgium"
    assert "Métamorphoses 2015" in _picture(browser)


def test_a_filter_that_leaves_nothing_leaves_no_row(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("v=years&y=1950-1950")
    browser.until("clustergraph.state().years")
    assert "Nothing matches the filters." in browser.text("#years")


def test_in_a_notebook_the_page_works_in_its_frame(browser: Any, notebook: Path) -> None:
    browser.open(notebook)
    assert browser.run("return [document.querySelectorAll('iframe').length, window.pwned]") == [
        1,
        None,
    ]
    browser.driver.switch_to.frame(0)
    browser.until("window.clustergraph && clustergraph.labels().length === 6")
    browser.driver.find_element("id", "show-years").click()
    browser.driver.find_element("css selector", "#years th button").click()
    assert browser.run("return clustergraph.state().shape") == "years"
    assert browser.text("#details h2") == "MecaTech"
    browser.driver.switch_to.default_content()
    assert browser.complaints() == []


def test_what_ended_is_dashed_and_what_is_new_is_listed(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("p=interreg")
    assert "Dashed: ended" not in browser.text("#legend")
    browser.go("y=2014-2015")
    browser.until("clustergraph.state().years")
    browser.driver.find_element("id", "about").click()
    field = browser.driver.find_element("css selector", "#details .choice select")
    assert field.get_attribute("value") == "2014"
    told = browser.text("#news")
    assert told.startswith("Luxinnovation\n2014\nwith MecaTech: Business-Meets-Research Forum 2014")


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_no_finding_of_axe_of_any_level(
    browser: Any, partners: Path, repo: Path, size: tuple[int, int]
) -> None:
    axe = required.node_modules(repo) / "axe-core" / "axe.min.js"
    browser.open(partners, *size)
    browser.run(axe.read_text(encoding="utf-8") + ";window.axe = axe")
    for address, button in (
        ("", "about"),
        ("v=map&l=fr", "take"),
        ("v=years&o=luxinnovation", "filters"),
        ("v=list&c=belgium", "about"),
        ("v=network&h=materalia,awex", "zoom-in"),
    ):
        browser.go(address)
        browser.run("document.getElementById(arguments[0]).click()", button)
        browser.settled()
        found = browser.driver.execute_async_script(
            "axe.run().then((r) => arguments[0](r.violations.map((v) => "
            "[v.id, v.nodes.map((n) => n.target.join(' '))])))"
        )
        assert found == [], (address, button)
