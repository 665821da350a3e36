"""What the page promises to a cluster's staff, tried by doing it in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.keys import Keys

from clustergraph.graph.opening import open_graph
from clustergraph.networks.choice import Choice
from clustergraph.questions import queries
from clustergraph.terms import PREFIXES, RDFS_LABEL
from clustergraph.web.page import page
from clustergraph.web.page.choosing import draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.location import Location

# A browser takes seconds to start.
pytestmark = pytest.mark.slow

PHONE, ASIDE, SMALL = (390, 844), (844, 390), (667, 375)
# An IRI, a compact name or a column name, as no reader should meet one.
MACHINE = re.compile(r"^[a-z-]+:\S+$|wgs84|#lat|^https?://")


@pytest.fixture(scope="module")
def about(curated_graph: Location, folder: Path) -> Path:
    path = folder / "about.html"
    path.write_bytes(page(draw(curated_graph, about="Luxinnovation")).encode())
    return path


@pytest.fixture(scope="module")
def narrow(curated_graph: Location, folder: Path) -> Path:
    """Only Luxinnovation and its first partner have room."""
    path = folder / "narrow.html"
    path.write_bytes(page(draw(curated_graph, about="AWEX", hops=3, limit=2)).encode())
    return path


def _names(browser: Any, which: str) -> set[str]:
    """The English names of the nodes for which an expression in `id` holds."""
    return set(browser.run(
        "return clustergraph.data.nodes.map((n, id) => [[n.label].flat()[0], id])"
        f".filter(([, id]) => {which}).map(([name]) => name)"
    ))  # fmt: skip


def _left(browser: Any) -> set[str]:
    return _names(browser, "clustergraph.left()[id]")


# --- Our organisation is always there


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), PHONE, ASIDE])
def test_ours_is_selected_labelled_and_told_on_opening(
    browser: Any, partners: Path, size: tuple[int, int]
) -> None:
    browser.open(partners, *size)
    browser.until("clustergraph.labels().length > 2")
    assert browser.selected() == "MecaTech"
    ours = browser.number("MecaTech")
    assert browser.run("return clustergraph.labels().some((b) => b.id === arguments[0])", ours)
    assert browser.run("return document.querySelector('#details h2').textContent") == "MecaTech"


def test_the_one_it_is_about_stands_in_the_middle_of_its_partners(
    browser: Any, about: Path
) -> None:
    browser.open(about)
    browser.until("clustergraph.labels().length > 2")
    assert browser.run("return clustergraph.state().shape") == "partners"
    middle = browser.number("Luxinnovation")
    assert browser.run("return clustergraph.data.ego[arguments[0]]", middle) == [0, 0]
    browser.driver.find_element("id", "show-network").click()
    assert browser.run("return location.hash") == "#v=network"
    browser.driver.find_element("id", "show-partners").click()
    browser.until("location.hash === ''")


def test_a_name_that_is_in_the_graph_but_not_on_the_page_is_said_to_be(
    browser: Any, narrow: Path
) -> None:
    browser.open(narrow)
    field = browser.driver.find_element("id", "search")
    field.send_keys("high tech")
    browser.until("document.querySelector('#suggestions li')")
    browser.run(
        "[...document.querySelectorAll('#suggestions li')]"
        ".find((item) => item.textContent.includes('In the graph, not on this page')).click()"
    )
    told = browser.text("#details")
    assert told.startswith("High Tech NL") and "is in the graph but not among the 2" in told


# --- Filters


def test_a_country_never_hides_ours_and_everything_counts_again(
    browser: Any, partners: Path
) -> None:
    browser.open(partners)
    browser.driver.find_element("id", "filters").click()
    browser.run(
        "[...document.querySelectorAll('[data-facet=country] label')]"
        ".find((l) => l.textContent.startsWith('Netherlands')).querySelector('input').click()"
    )
    assert _left(browser) == {"MecaTech", "High Tech NL"}
    assert browser.text("#counts") == "2 of 6 entries, 1 of 7 connections"
    assert "Agency\n0 of 2" in browser.text("#legend")
    assert browser.text("#filters") == "Filters (1)"
    assert browser.run("return location.hash") == "#c=netherlands"
    assert "Country: Netherlands" in browser.run("return clustergraph.told().join(' ')")
    browser.run("document.querySelector('#facets .row button').click()")
    assert browser.run("return clustergraph.left().every(Boolean)")
    assert browser.run("return location.hash") == ""


def test_years_leave_what_ran_then(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.driver.find_element("id", "filters").click()
    assert browser.run("return document.querySelectorAll('.bars rect').length") > 1
    browser.run(
        "const f = document.querySelector('[data-years=years_from]');"
        "f.value = '2015'; f.dispatchEvent(new Event('change'))"
    )
    browser.until("clustergraph.state().years")
    assert browser.run("return clustergraph.state().years[0]") == 2015
    assert _left(browser) == {"MecaTech", "Luxinnovation"}


def test_a_selection_that_is_filtered_out_is_let_go(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("o=luxinnovation")
    browser.until("clustergraph.state().focus")
    browser.run("document.getElementById('filters').click()")
    browser.run(
        "[...document.querySelectorAll('[data-facet=country] label')]"
        ".find((l) => l.textContent.startsWith('Netherlands')).querySelector('input').click()"
    )
    assert browser.selected() == "MecaTech"


def test_show_all_clears_every_choice(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("o=luxinnovation&c=luxembourg&y=2014-2020&n=2")
    browser.until("!clustergraph.left().every(Boolean)")
    browser.driver.find_element("id", "fit").click()
    assert browser.run("return clustergraph.left().every(Boolean)")
    assert browser.run("return location.hash") == ""
    assert browser.text("#counts") == "6 entries, 7 connections"


def test_the_few_that_are_left_are_arranged_again(browser: Any, partners: Path) -> None:
    browser.open(partners)
    places = "clustergraph.data.nodes.map((n, id) => clustergraph.left()[id] ? [clustergraph.at(id).x, clustergraph.at(id).y] : null)"  # noqa: E501
    before = browser.run(f"return {places}")
    assert not browser.driver.find_element("id", "anew").is_displayed()
    browser.go("c=netherlands")
    browser.until("!document.getElementById('anew').hidden")
    browser.driver.find_element("id", "anew").click()
    browser.until("location.hash === '#c=netherlands&z=1'")
    after = browser.run(f"return {places}")
    assert [place for place in before if place in after] == []
    browser.driver.find_element("id", "fit").click()
    assert browser.run(f"return {places}") == before


def test_the_page_counts_as_the_commands_do(browser: Any, curated_graph: Location, folder: Path,
                                            partners: Path) -> None:  # fmt: skip
    from clustergraph.networks.filters import Filters

    for filters, address in (
        (Filters(years=(2014, 2014)), "y=2014-2014"),
        (Filters(programme="INTERREG"), "p=interreg"),
    ):
        chosen = draw(curated_graph, Choice("partners", filters))
        browser.open(partners)
        browser.go(address)
        browser.until("document.getElementById('filters').textContent.includes('(1)')")
        assert _left(browser) == {str(node.label) for node in chosen.nodes} | {"MecaTech"}
        assert browser.run("return clustergraph.ties().length") == len(chosen.edges)


# --- The panel


def test_no_identifier_is_ever_shown(browser: Any, everything: Path, partners: Path) -> None:
    script = """
    const seen = [];
    const walk = () => {
      for (const d of document.querySelectorAll('details')) d.open = true;
      for (const b of document.querySelectorAll('button.more')) b.click();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) if (texts.currentNode.parentElement.closest('script, style') === null)
        seen.push(texts.currentNode.textContent.trim());
    };
    walk();
    const go = (hash) => { history.replaceState(null, '', hash); window.dispatchEvent(new HashChangeEvent('hashchange')); walk(); };
    clustergraph.data.nodes.forEach((n) => go('#' + encodeURIComponent(n.iri)));
    document.getElementById('show-list').click();
    walk();
    return [...new Set(seen)];
    """  # noqa: E501
    for path in (everything, partners):
        browser.open(path)
        browser.until("window.clustergraph")
        texts = browser.run(script)
        assert len(texts) > 100
        assert [text for text in texts if MACHINE.search(text)] == []


def test_a_project_tells_who_took_part_in_which_role(browser: Any, partners: Path) -> None:
    browser.open(partners)
    field = browser.driver.find_element("id", "search")
    field.send_keys("gr intermat", Keys.ENTER)
    browser.until("clustergraph.state().activity !== null")
    told = browser.text("#details")
    for expected in ("INTERMAT GR", "INTERREG", "Materalia", "MecaTech"):
        assert expected in told
    assert browser.run("return location.hash") == "#a=intermat-gr"
    browser.driver.refresh()
    browser.until("window.clustergraph && clustergraph.state().activity !== null")


def test_the_panel_says_what_a_partner_is_to_us(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("o=luxinnovation")
    browser.until("clustergraph.state().focus")
    assert re.search(
        r"With MecaTech in \d activities, since 20\d\d\. \d partners", browser.text("#details")
    )


# --- Search, keyboard, languages


@pytest.mark.parametrize("typed", ["meca tech", "mecatehc", "MECATECH CLUSTER", "hightech"])
def test_search_as_people_type(browser: Any, partners: Path, typed: str) -> None:
    browser.open(partners)
    browser.driver.find_element("id", "search").send_keys(typed)
    browser.until("document.querySelector('#suggestions bdi')")
    first = browser.run("return document.querySelector('#suggestions bdi').textContent")
    assert first == ("High Tech NL" if typed == "hightech" else "MecaTech")


def test_the_network_is_walked_by_keys(browser: Any, partners: Path) -> None:
    browser.open(partners)
    drawing = browser.driver.find_element("id", "drawing")
    start = browser.run("return clustergraph.place(clustergraph.selected())")
    drawing.send_keys(Keys.ARROW_RIGHT)
    browser.until("clustergraph.state().focus")
    assert browser.run("return clustergraph.data.nodes.length") > 2
    assert browser.selected() != "MecaTech" and start["x"] >= 0
    drawing.send_keys(Keys.ENTER)
    assert browser.run("return document.activeElement.tagName") == "H2"
    browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    browser.until("clustergraph.selected() === null")
    assert browser.run("return document.activeElement.id") == "drawing"
    drawing.send_keys("m")
    assert browser.run("return document.activeElement.id") == "search"


def test_few_stops_before_the_drawing(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.run("document.getElementById('search').focus()")
    order = browser.run(
        "return [...document.querySelectorAll('button, input, select, [tabindex=\"0\"]')]"
        ".filter((e) => e.offsetParent && e.tabIndex === 0).map((e) => e.id)"
    )
    assert order.index("drawing") <= 6
    browser.driver.find_element("id", "show-network").send_keys(Keys.ARROW_RIGHT)
    assert browser.run("return document.activeElement.id") == "show-map"


def test_the_table_sorts_and_says_so(browser: Any, everything: Path) -> None:
    browser.open(everything)
    browser.driver.find_element("id", "show-list").click()
    browser.driver.find_element("css selector", "th[data-key=name] button").click()
    names = browser.run(
        "return [...document.querySelectorAll('#list tbody bdi')].map((e) => e.textContent)"
    )
    compare = "return arguments[0].every((n, i, all) => !i || new Intl.Collator('en', {numeric: true, sensitivity: 'base'}).compare(all[i - 1], n) <= 0)"  # noqa: E501
    assert browser.run(compare, names)
    head = browser.driver.find_element("css selector", "th[data-key=name]")
    assert head.get_attribute("aria-sort") == "ascending"
    browser.driver.find_element("id", "search").send_keys("intermat")
    browser.until("document.querySelectorAll('#list tbody tr').length < 20")


def test_the_language_is_switched_on_the_page_itself(browser: Any, everything: Path) -> None:
    browser.open(everything)
    browser.run("document.querySelector('#languages [lang=fr]').click()")
    browser.until("document.documentElement.lang === 'fr'")
    told = browser.text("body")
    for expected in ("Tout le graphe", "Filtres", "Exporter", "Réseau", "relations"):
        assert expected in told
    assert browser.run("return location.hash") == "#l=fr"
    browser.driver.find_element("id", "search").send_keys("pays-bas")
    browser.until("document.querySelector('#suggestions bdi')")
    assert (
        browser.run("return document.querySelector('#suggestions bdi').textContent") == "Pays-Bas"
    )


# --- Take away


def test_what_is_taken_away_holds_what_is_shown(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("c=netherlands")
    browser.until("clustergraph.left().filter(Boolean).length === 2")
    files = browser.run(
        "const kept = []; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { kept.push(blob); return 'data:,'; };"
        "HTMLAnchorElement.prototype.click = function () {};"
        "for (const way of ['take_entries', 'take_ties', 'take_gexf', 'take_svg'])"
        "  clustergraph.files[way]();"
        "URL.createObjectURL = make; window.kept = kept; return kept.length"
    )  # fmt: skip
    assert files == 4
    entries, ties, gexf, svg = browser.driver.execute_async_script(
        "const done = arguments[0];"
        "Promise.all(kept.map(async (b) => new TextDecoder('utf-8', {ignoreBOM: true}).decode(await b.arrayBuffer()))).then(done)"  # noqa: E501
    )
    assert entries.startswith("\ufeffRank,Name,Kind,Country,")
    assert len(entries.strip().splitlines()) == 3 and "High Tech NL" in entries
    assert len(ties.strip().splitlines()) == 2
    assert gexf.count("<node ") == 2 and gexf.count("<edge ") == 1
    for expected in ("Network of partners", "Country: Netherlands", "High Tech NL", "maintainers"):
        assert expected in svg
    build = browser.run("return clustergraph.data.build")
    assert re.search(rf"Graph {build}\. Taken on \w+ \d+, \d{{4}}\.", svg)


def test_what_this_is_and_how_complete_is_said(browser: Any, partners: Path) -> None:
    browser.open(partners)
    foot = browser.text("#foot p")
    assert foot.startswith("Sources: Facts curated by the clustergraph maintainers (0.1.0). Graph ")
    browser.driver.find_element("id", "about").click()
    told = browser.text("#details")
    assert "Country known for 83% of the entries." in told  # of all but INTERMAT
    assert "Found a mistake?" in told
    browser.run("document.querySelector('#languages button:last-child').click()")
    assert browser.text("#foot p").startswith("Sources\u00a0: ")
    assert "Pays connu pour 83\xa0% des fiches" in browser.text("#details")


def test_the_address_holds_every_choice(browser: Any, partners: Path) -> None:
    address = "o=luxinnovation&c=luxembourg&y=2014-2020&col=country&v=list&l=fr"
    browser.open(partners)
    browser.driver.get(f"{partners.as_uri()}#{address}")
    browser.driver.refresh()
    browser.until("window.clustergraph && clustergraph.state().focus")
    state = browser.run("return clustergraph.state()")
    assert (state["years"], state["colour"], state["shape"]) == ([2014, 2020], "country", "list")
    assert (browser.selected(), state["lang"]) == ("Luxinnovation", "fr")
    assert browser.driver.title.startswith("Luxinnovation – ")


# --- Room


@pytest.mark.parametrize("size", [PHONE, ASIDE, SMALL, (640, 400)])
def test_the_picture_has_more_than_half_of_the_height(
    browser: Any, everything: Path, size: tuple[int, int]
) -> None:
    browser.open(everything, *size)
    browser.until("clustergraph.labels().length > 0")
    height = browser.run(
        "const d = document.getElementById('drawing').getBoundingClientRect();"
        "const p = document.getElementById('panel').getBoundingClientRect();"
        "return Math.min(d.bottom, p.left > d.left + 10 ? d.bottom : p.top) - d.top"
    )
    assert height >= 0.55 * size[1]
    widths = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]


def test_enlarged_fourfold_everything_is_reached_by_scrolling(browser: Any, partners: Path) -> None:
    browser.open(partners, 320, 256)
    browser.run("document.getElementById('details').lastElementChild.scrollIntoView()")
    bottom = browser.run(
        "return document.getElementById('details').lastElementChild.getBoundingClientRect().top"
    )
    assert 0 <= bottom < 256
    assert browser.run("return document.getElementById('drawing').clientHeight") >= 200


def test_a_turn_of_the_phone_keeps_the_selection_in_its_frame(
    browser: Any, everything: Path
) -> None:
    browser.open(everything, *PHONE)
    browser.go("o=intermat")
    browser.until("clustergraph.state().focus")
    browser.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 844, "height": 390, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.until("document.getElementById('drawing').clientWidth > 500")
    browser.settled()
    at = browser.run("return clustergraph.place(clustergraph.selected())")
    box = browser.run(
        "const d = document.getElementById('drawing'); return [d.clientWidth, d.clientHeight]"
    )
    assert browser.run("return clustergraph.state().focus")
    assert 0 < at["x"] < box[0] and 0 < at["y"] < box[1]


# --- Real data, where it is


@pytest.mark.slow
def test_all_direct_partners_are_on_a_page_of_five_hundred(
    browser: Any, luxinnovation: Path
) -> None:
    browser.open(luxinnovation)
    browser.until("clustergraph.labels().length > 5")
    middle = browser.number("Luxinnovation")
    shown, degree = browser.run(
        "return [clustergraph.data.ties.filter(([a, b]) => a === arguments[0] || b === arguments[0]).length,"  # noqa: E501
        " clustergraph.data.nodes[arguments[0]].degree]",
        middle,
    )
    assert shown == degree == 73
    assert browser.run("return clustergraph.data.nodes.length") == 500
    assert luxinnovation.stat().st_size <= 1_500_000


@pytest.fixture(scope="module")
def of_size(real_facts: Location, luxinnovation: Path, folder: Path) -> Callable[[int], Path]:
    """The page of so many entries; of 500 that of Luxinnovation."""

    @cache
    def made(limit: int) -> Path:
        path = folder / f"real-{limit}.html"
        path.write_bytes(page(draw(real_facts, limit=limit)).encode())
        return path

    return lambda limit: luxinnovation if limit == 500 else made(limit)


@pytest.fixture(scope="module")
def projects(real_facts: Location, folder: Path) -> Path:
    """The page of those who share projects, of five hundred entries."""
    path = folder / "projects.html"
    path.write_bytes(page(draw(real_facts, Choice("projects"))).encode())
    return path


NEARER = """
const far = (b, d) => Math.hypot(
  Math.max(b.left - d.x, 0, d.x - b.right), Math.max(b.top - d.y, 0, d.y - b.bottom)) - d.radius;
const {data: {about, nodes}, labels, place} = clustergraph;
return labels().filter((b) => b.id !== about && nodes.some((_n, id) =>
  id !== b.id && far(b, place(id)) < far(b, place(b.id)) - 1)).length;
"""
OVERLAPS = """
const all = [...clustergraph.labels(), ...clustergraph.headings()];
const frame = document.getElementById("drawing").getBoundingClientRect();
const over = ["legend", "zoom"].map((id) => document.getElementById(id).getBoundingClientRect()).map((r) =>
  ({left: r.left - frame.left, right: r.right - frame.left, top: r.top - frame.top, bottom: r.bottom - frame.top}));
const apart = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
return all.filter((a, n) => [...all.slice(n + 1), ...over].some((b) => !apart(a, b))).length;
"""  # noqa: E501
# The three circles of the legend, and the discs of the values that they stand for.
SCALE = """
const shown = [...document.querySelectorAll("#legend .scale circle")].map((c) => Number(c.getAttribute("r")));
const radii = clustergraph.data.nodes.map((_n, id) => clustergraph.place(id).radius);
return [Math.min(...shown) / Math.min(...radii), Math.max(...shown) / Math.max(...radii)];
"""  # noqa: E501


@pytest.mark.slow
@pytest.mark.parametrize(("size", "most"), [((1280, 800), 20), (PHONE, 10)])
@pytest.mark.parametrize("limit", [60, 200, 500])
def test_the_most_important_are_labelled_and_no_label_misleads(
    browser: Any, of_size: Callable[[int], Path], limit: int, size: tuple[int, int], most: int
) -> None:
    browser.open(of_size(limit), *size)
    browser.go("v=network")
    browser.until("clustergraph.state().shape === 'network'")
    browser.settled()
    labelled, lines = browser.run(
        "const s = new Set(clustergraph.labels().map((b) => b.id));"
        "return [[...Array(20).keys()].filter((id) => s.has(id)).length, clustergraph.lines()]"
    )
    assert labelled >= most
    assert lines <= 1500
    assert browser.run(NEARER) == 0
    assert browser.run(OVERLAPS) == 0


# The names of communities that stand over the shape of another one, or nearer to it than to theirs.
STRAYED = """
const {data: {nodes}, headings, place, left} = clustergraph;
const far = (b, d) => Math.hypot(
  Math.max(b.left - d.x, 0, d.x - b.right), Math.max(b.top - d.y, 0, d.y - b.bottom)) - d.radius;
const name = (n) => "Around " + [nodes.find(({community}) => community === n).short].flat()[0];
const named = new Map(nodes.filter((n) => n.community !== undefined).map(({community: c}) => [name(c), c]));
return [headings().length, headings().filter((b) => {
  const all = nodes.flatMap((n, id) => (left()[id] ? [[far(b, place(id)), n.community === named.get(b.text)]] : []));
  const least = (own) => Math.min(...all.filter((one) => one[1] === own).map(([d]) => d));
  return least(false) < 0 || least(true) > Math.min(least(false), 20);
}).map(({text}) => text)];
"""  # noqa: E501


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), PHONE])
def test_the_name_of_a_community_stands_among_its_own_shapes(
    browser: Any, projects: Path, size: tuple[int, int]
) -> None:
    browser.open(projects, *size)
    browser.go("v=network")
    browser.until("clustergraph.state().shape === 'network'")
    browser.settled()
    named, strayed = browser.run(STRAYED)
    assert named >= 3
    assert strayed == []


@pytest.mark.slow
@pytest.mark.parametrize(("limit", "least"), [(60, 6.0), (200, 2.4)])
def test_discs_are_large_enough_and_the_legend_shows_how_large(
    browser: Any, of_size: Callable[[int], Path], limit: int, least: float
) -> None:
    browser.open(of_size(limit))
    browser.until("clustergraph.labels().length > 5")
    browser.settled()
    radii = browser.run(
        "return clustergraph.data.nodes.map((_n, id) => clustergraph.place(id).radius)"
    )
    assert min(radii) >= least
    # A circle is drawn to a tenth of a pixel, none larger than there is room.
    smallest, largest = browser.run(SCALE)
    assert smallest == pytest.approx(largest, rel=0.05)
    assert largest == pytest.approx(min(1, 16 / max(radii)), rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("limit", [60, 200, 500])
def test_no_two_discs_are_called_the_same(
    browser: Any, of_size: Callable[[int], Path], limit: int
) -> None:
    browser.open(of_size(limit))
    browser.until("window.clustergraph")
    short = browser.run("return clustergraph.data.nodes.map((n) => [n.short ?? n.label].flat()[0])")
    assert len(set(short)) == len(short)


@pytest.mark.slow
def test_real_panels_are_short_and_show_no_identifier(browser: Any, luxinnovation: Path) -> None:
    browser.open(luxinnovation)
    browser.until("window.clustergraph")
    found = json.loads(
        browser.run("""
      const out = {high: 0, many: 0, texts: []};
      clustergraph.data.nodes.forEach((n, id) => { if (id % 10) return;
        history.replaceState(null, '', '#' + encodeURIComponent(n.iri));
        window.dispatchEvent(new HashChangeEvent('hashchange'));
        const d = document.getElementById('details');
        out.high = Math.max(out.high, d.scrollHeight);
        out.many = Math.max(out.many, d.querySelectorAll('*').length);
        for (const o of d.querySelectorAll('details')) o.open = true;
        const texts = document.createTreeWalker(d, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) out.texts.push(texts.currentNode.textContent.trim());
      });
      return JSON.stringify(out);
    """)
    )
    assert found["high"] <= 4000
    assert found["many"] <= 600
    assert [text for text in found["texts"] if MACHINE.search(text)] == []


# --- How do we reach somebody?


def _chains(browser: Any) -> list[list[str]]:
    """Each chain as the panel tells it, line by line."""
    found = browser.run(
        "return [...document.querySelectorAll('#details .chain')]"
        ".map((chain) => [...chain.children].map((line) => line.textContent))"
    )
    return [[str(line) for line in chain] for chain in found]


def test_how_one_reaches_another_is_told_and_drawn_alone(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("h=high-tech-nl,luxinnovation")
    browser.until("document.querySelector('#details .chain')")
    assert "High Tech NL reaches Luxinnovation through one other." in browser.text("#details")
    (chain,) = _chains(browser)
    assert chain[::2] == ["High Tech NL", "MecaTech", "Luxinnovation"]
    assert "MecaTech and High Tech NL" in chain[1]
    assert "Business-Meets-Research Forum 2014" in chain[3]
    assert _left(browser) == {"High Tech NL", "MecaTech", "Luxinnovation"}
    assert browser.run("return clustergraph.lines()") == 2
    assert browser.requests()[1:] == []
    browser.driver.refresh()
    browser.until("window.clustergraph && document.querySelector('#details .chain')")
    browser.driver.find_element("id", "fit").click()
    assert browser.run("return clustergraph.left().every(Boolean)")
    assert browser.run("return location.hash") == ""


def test_the_ends_of_a_way_are_typed_and_its_steps_lead_on(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.driver.find_element("id", "about").click()
    browser.run(
        "[...document.querySelectorAll('.ways button')]"
        ".find((b) => b.textContent === 'How do we reach somebody?').click()"
    )
    field = browser.driver.find_element("id", "way-until")
    field.send_keys("awex", Keys.TAB)
    browser.until("clustergraph.state().way?.to !== null")
    assert "MecaTech and AWEX-Invest in Wallonia know each other." in browser.text("#details")
    start = browser.driver.find_element("id", "way-from")
    start.clear()
    start.send_keys("materialia", Keys.TAB)
    browser.until("document.querySelectorAll('#details .chain > li').length === 5")
    assert _chains(browser)[0][::2] == ["Materalia", "MecaTech", "AWEX-Invest in Wallonia"]
    browser.run("document.querySelector('#details .chain .joint button').click()")
    browser.until("clustergraph.state().activity !== null && clustergraph.state().way === null")
    browser.driver.back()
    browser.until("clustergraph.state().way !== null")
    assert browser.run("return location.hash") == "#h=materalia,awex"


def test_whoever_is_not_on_the_page_is_reached_too(browser: Any, narrow: Path) -> None:
    browser.open(narrow)
    browser.driver.find_element("id", "search").send_keys("high tech")
    browser.until("document.querySelector('#suggestions li')")
    browser.run(
        "[...document.querySelectorAll('#suggestions li')]"
        ".find((item) => item.textContent.includes('In the graph, not on this page')).click()"
    )
    browser.run("document.querySelector('#details .ask').click()")
    browser.until("document.querySelector('#details .chain')")
    (chain,) = _chains(browser)
    assert chain[0] == "AWEX-Invest in Wallonia" and chain[2] == "MecaTech"
    assert chain[3:] == [
        "MecaTech and High Tech NL",
        "High Tech NL (In the graph, not on this page)",
    ]
    assert browser.run("return location.hash") == "#h=awex,~high-tech-nl"


def test_who_reaches_nobody_is_said(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("h=mecatech,mecatech")
    browser.until("document.querySelector('#way-told')")
    assert browser.text("#way-told") == "Both are the same."
    browser.go("h=%E0%A4,~~~,&c=nothing")
    browser.until("clustergraph.state().way === null")
    assert browser.complaints() == []


# --- Shapes moved by hand, questions to begin with, few controls


def _drag(browser: Any, number: int, by: tuple[int, int], shift: bool = False) -> None:
    at = browser.run("return clustergraph.place(arguments[0])", number)
    frame = browser.run(
        "const r = document.getElementById('drawing').getBoundingClientRect();"
        "return [r.left, r.top]"
    )
    x, y = at["x"] + frame[0], at["y"] + frame[1]
    steps = [("mousePressed", 0), ("mouseMoved", 0.5), ("mouseMoved", 1), ("mouseReleased", 1)]
    for kind, share in steps:
        event = {"type": kind, "button": "left", "buttons": 1, "clickCount": 1,
                 "modifiers": 8 if shift else 0,
                 "x": x + share * by[0], "y": y + share * by[1]}  # fmt: skip
        browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
    browser.settled()


def test_a_drag_pans_and_shapes_move_only_when_asked(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.until("clustergraph.labels().length > 2")
    number = browser.number("Materalia")
    spot = f"return [clustergraph.at({number}).x, clustergraph.at({number}).y]"
    start, view = browser.run(spot), browser.run("return clustergraph.view()")
    _drag(browser, number, (-60, 40))
    assert browser.run(spot) == start
    assert browser.run("return clustergraph.view()")["x"] == pytest.approx(view["x"] - 60, abs=2)
    assert not browser.driver.find_element("id", "back").is_displayed()
    _drag(browser, number, (-60, 40), shift=True)
    moved = browser.run(spot)
    assert moved[0] < start[0] and moved[1] > start[1]
    assert browser.selected() == "MecaTech"
    browser.driver.find_element("id", "back").click()
    assert browser.run(spot) == start
    assert not browser.driver.find_element("id", "back").is_displayed()
    browser.run("document.getElementById('moving').closest('label').querySelector('input').click()")
    _drag(browser, number, (30, 30))
    assert browser.run(spot) != start
    browser.click_node(number)
    browser.until("clustergraph.state().focus")
    assert browser.selected() == "Materalia"


def test_names_in_another_language_say_which(browser: Any, folder: Path) -> None:
    names = {"a": '"Haus"@de', "b": '"House"@en, "Maison"@fr', "c": '"Foyer"@fr', "d": '"HAL"'}
    told = [f"<urn:x:{end}> <{RDFS_LABEL}> {label} ." for end, label in names.items()]
    told += [f"<urn:x:b> <urn:x:p> <urn:x:{end}> ." for end in "acd"]
    told += [f'<urn:x:b> <{PREFIXES["dcterms"]}description> "A house."@en .']
    told += [f'<urn:x:b> <{PREFIXES["skos"]}altLabel> "Huis"@nl, "42" .']
    told += [f'<{PREFIXES["skos"]}altLabel> <{RDFS_LABEL}> "other name"@en .']
    # A thing that is linked but not drawn, and a document whose title alone says its language.
    topic, source, title = (PREFIXES[at] + end for at, end in (
        ("skos", "related"), ("dcterms", "source"), ("dcterms", "title")))  # fmt: skip
    told += [f'<{topic}> <{RDFS_LABEL}> "related"@en . <urn:x:b> <{topic}> <urn:x:t> .']
    told += [f'<urn:x:t> <{RDFS_LABEL}> "Stahl"@de . <urn:x:b> <{source}> <urn:x:r> .']
    told += [f'<urn:x:r> <{RDFS_LABEL}> "The report" ; <{title}> "The report"@en .']
    (folder / "tongues.ttl").write_text("\n".join(told))
    text = "CONSTRUCT { ?a <urn:x:p> ?b } { ?a <urn:x:p> ?b }"
    choice = Choice(queries.parse(text, "own", "own.rq"))
    path = folder / "tongues.html"
    path.write_bytes(page(draw(open_graph(folder / "tongues.ttl"), choice)).encode())
    browser.open(path)
    browser.driver.find_element("id", "show-list").click()
    script = "return Object.fromEntries([...document.querySelectorAll('#list bdi')].map((e) => [e.textContent, e.getAttribute('lang')]))"  # noqa: E501
    assert browser.run(script) == {"Haus": "de", "House": None, "Foyer": "fr", "HAL": None}
    browser.run("document.querySelector('#languages [lang=fr]').click()")
    browser.until("document.documentElement.lang === 'fr'")
    assert browser.run(script) == {"Haus": "de", "Maison": None, "Foyer": None, "HAL": None}
    # So do what is said of them in prose, and their facts.
    browser.run(
        "[...document.querySelectorAll('#list .go')]"
        ".find((b) => b.textContent === 'Maison').click()"
    )
    spoken = (
        "return [...document.querySelectorAll('#details p[lang], #details dd bdi, .origin bdi')]"
        ".map((e) => [e.textContent, e.getAttribute('lang')])"
    )
    assert sorted(browser.run(spoken)) == [
        ["42", None],
        ["A house.", "en"],
        ["Huis", "nl"],
        ["Stahl", "de"],
        ["The report", "en"],
    ]


def test_names_elsewhere_and_titles_of_sources_say_their_language(
    browser: Any, folder: Path, partners: Path
) -> None:
    names = {"a": '"Haus"@de', "b": '"House"@en', "c": '"Foyer"@fr', "d": '"Home"@en', "e": '"HAL"'}
    told = [f"<urn:x:{end}> <{RDFS_LABEL}> {label} ." for end, label in names.items()]
    told += [f"<urn:x:b> <urn:x:p> <urn:x:{end}> ." for end in "acde"]
    (folder / "elsewhere.ttl").write_text("\n".join(told))
    text = "CONSTRUCT { ?a <urn:x:p> ?b } { ?a <urn:x:p> ?b }"
    choice = Choice(queries.parse(text, "own", "own.rq"))
    path = folder / "elsewhere.html"
    graph = open_graph(folder / "elsewhere.ttl")
    path.write_bytes(page(draw(graph, choice, limit=1)).encode())
    for lang, others in [
        ("en", {"Haus": "de", "Foyer": "fr"}),
        ("fr", {"Haus": "de", "Home": "en"}),
    ]:
        browser.open(path)
        browser.run(f"document.querySelector('#languages [lang={lang}]').click()")
        for name in ("Haus", "Foyer", "Home", "HAL"):
            assert browser.run(SEARCHED, name) == [[name, others.get(name)]] * 2
    browser.open(partners)
    marked = (
        "return [...document.querySelectorAll('#foot bdi')]"
        ".map((e) => [e.textContent, e.getAttribute('lang')])"
    )
    title = "Facts curated by the clustergraph maintainers"
    assert browser.run(marked) == [[title, None]]
    assert browser.text("#foot p").startswith(f"Sources: {title} (")
    browser.run("document.querySelector('#languages [lang=fr]').click()")
    assert browser.run(marked) == [[title, "en"]]


# What a search offers, and the heading when it is chosen: each with its language.
SEARCHED = """
const field = document.getElementById("search");
field.value = arguments[0];
field.dispatchEvent(new Event("input"));
const told = (e) => [e.textContent, e.getAttribute("lang")];
const offered = document.querySelector("#suggestions li bdi");
const first = told(offered);
offered.closest("li").dispatchEvent(new MouseEvent("mousedown", {bubbles: true}));
offered.closest("li").click();
return [first, told(document.querySelector("#details h2 bdi"))];
"""


def test_questions_under_the_heading_set_what_is_shown(browser: Any, partners: Path) -> None:
    browser.open(partners)
    asked = browser.run(
        "return [...document.querySelectorAll('#asks > *')].map((e) => e.querySelector('select')"
        " ? [...e.querySelectorAll('option')].map((o) => o.text) : e.textContent)"
    )
    assert asked == [
        "Who are the partners of MecaTech?",
        ["in which country", "in France", "in Luxembourg", "in the Netherlands"],
        "What has run since 2014?",
        "How do we reach somebody?",
        "A tour in 3 steps",
    ]
    browser.run("""
      const field = document.querySelector('#asks .asked select');
      field.value = [...field.options].find((one) => one.text === 'in France').value;
      field.dispatchEvent(new Event('change'));
    """)
    assert _left(browser) == {"MecaTech", "Materalia"}
    assert browser.run("return location.hash") == "#c=france"
    # What is chosen stands in the sentence, and is taken back there.
    field = "document.querySelector('#asks .asked select')"
    assert browser.run(f"return {field}.selectedOptions[0].text") == "in France"
    browser.run(f"{field}.value = ''; {field}.dispatchEvent(new Event('change'))")
    assert len(_left(browser)) == 6
    browser.run(
        "[...document.querySelectorAll('#asks button')]"
        ".find((b) => b.textContent === 'What has run since 2014?').click()"
    )
    assert browser.run("return location.hash").startswith("#y=2014-")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_question_lies_below_the_row_that_can_be_seen(
    browser: Any, of_size: Callable[[int], Path], lang: str
) -> None:
    browser.open(of_size(60))
    browser.go(f"l={lang}")
    browser.until(f"document.documentElement.lang === '{lang}'")
    assert (
        browser.run("""
      const row = document.getElementById("asks").getBoundingClientRect();
      return [...document.querySelectorAll("#asks > *")].map((e) => e.getBoundingClientRect())
        .filter((r) => r.bottom > row.bottom + 1 || r.right > row.right).length;
    """)
        == 0
    )
    assert len(browser.driver.find_elements("css selector", "#asks > *")) == 6


def _step(browser: Any) -> list[str]:
    return [str(line) for line in browser.run(
        "return [...document.querySelectorAll('#asks > :not(button)')]"
        ".map((e) => e.value ?? e.textContent)"
    )]  # fmt: skip


def _press(browser: Any, name: str) -> None:
    browser.run(
        "[...document.querySelectorAll('#asks button, #take-menu button')]"
        ".find((b) => b.textContent === arguments[0]).click()",
        name,
    )


def test_three_views_lead_through_the_page_as_steps(browser: Any, partners: Path) -> None:
    browser.open(partners)
    _press(browser, "A tour in 3 steps")
    steps = []
    for _turn in range(3):
        steps.append((*_step(browser), browser.run("return clustergraph.state().shape")))
        if _turn < 2:
            _press(browser, "Next")
    assert steps == [
        ("1 of 3", "The partners of MecaTech", "partners"),
        ("2 of 3", "Where they are", "map"),
        ("3 of 3", "When they worked together", "years"),
    ]
    assert not browser.driver.find_element("css selector", "[data-turn=step_on]").is_enabled()
    assert browser.run("return document.getElementById('years').hidden") is False
    browser.driver.back()
    browser.until("clustergraph.state().step === 1")
    assert _step(browser) == ["2 of 3", "Where they are"]
    _press(browser, "End the tour")
    assert "A tour in 3 steps" in browser.text("#asks")


def test_a_view_is_kept_as_a_step_and_the_address_shows_it_to_others(
    browser: Any, partners: Path
) -> None:
    browser.open(partners)
    browser.go("c=netherlands&v=list")
    browser.until("clustergraph.state().shape === 'list'")
    browser.driver.find_element("id", "take").click()
    _press(browser, "Keep this view as a step")
    assert _step(browser) == ["4 of 4", "Country: Netherlands"]
    field = browser.driver.find_element("css selector", "#asks input")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("Our <b>Dutch</b> partners, ~ & all", Keys.TAB)
    browser.until("location.hash.includes('Dutch')")
    kept = browser.run("return location.hash")
    # Somebody else opens the link, goes back a step and on again.
    browser.open(partners)
    browser.go(kept)
    browser.until("clustergraph.state().step === 3")
    assert _step(browser) == ["4 of 4", "Our <b>Dutch</b> partners, ~ & all"]
    _press(browser, "Back")
    assert browser.run("return clustergraph.state().shape") == "years"
    assert browser.run("return clustergraph.left().every(Boolean)")
    _press(browser, "Next")
    assert browser.run("return clustergraph.state().shape") == "list"
    assert _left(browser) == {"MecaTech", "High Tech NL"}
    for _turn in range(3):
        _press(browser, "Remove this step")
    assert _step(browser) == ["1 of 1", "The partners of MecaTech"]
    assert browser.complaints() == []


def test_a_step_can_be_sent_alone_and_is_gone_through_on_a_phone(
    browser: Any, partners: Path
) -> None:
    browser.open(partners, *PHONE)
    browser.go("i=2")
    browser.until("clustergraph.state().shape === 'map'")
    browser.driver.find_element("css selector", "[data-turn=step_on]").click()
    browser.until("clustergraph.state().shape === 'years'")
    assert browser.run("return document.activeElement.closest('#asks') !== null")
    browser.go("i=9")
    browser.until("clustergraph.state().step === 8")
    assert browser.run("return document.querySelectorAll('#asks select').length") > 0


def test_a_simple_page_has_few_controls(
    browser: Any, curated_graph: Location, folder: Path
) -> None:
    path = folder / "simple.html"
    path.write_bytes(page(draw(curated_graph, simple=True)).encode())
    browser.open(path, 600, 400)
    browser.until("clustergraph.labels().length > 2")
    seen = "return [...document.querySelectorAll('button, input, select')].filter((e) => e.checkVisibility()).map((e) => e.id)"  # noqa: E501
    assert set(browser.run(seen)) <= {"fit", "about", "zoom-in", "zoom-out"}
    assert browser.run("return document.getElementById('drawing').clientHeight") > 280
    browser.click_node(browser.number("Luxinnovation"))
    browser.until("document.getElementById('panel').classList.contains('open')")
    assert browser.text("#details").startswith("Agency")
    browser.driver.find_element("css selector", "#details .close").click()
    assert not browser.driver.find_element("id", "panel").is_displayed()


def _taken(browser: Any, *ways: str) -> list[str]:
    """The texts of files that are taken away."""
    return list(browser.driver.execute_async_script(
        "const done = arguments[arguments.length - 1]; const kept = [];"
        "const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { kept.push(blob); return 'data:,'; };"
        "HTMLAnchorElement.prototype.click = function () {};"
        "for (const way of [...arguments].slice(0, -1)) clustergraph.files[way]();"
        "URL.createObjectURL = make; Promise.all(kept.map((one) => one.text())).then(done)",
        *ways,
    ))  # fmt: skip


def test_the_table_that_is_taken_away_is_the_one_that_is_seen(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("v=list")
    browser.until("document.querySelectorAll('#list tbody tr').length > 1")
    browser.run("document.querySelector('th[data-key=name] button').click()")
    seen = browser.run(
        "return [...document.querySelectorAll('#list tbody tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent.replace('–', '')))"
    )
    (taken,) = _taken(browser, "take_entries")
    assert [row[:6] for row in csv.reader(io.StringIO(taken))][1:] == seen
    browser.run(
        "const field = document.getElementById('search'); field.value = 'luxinn';"
        "field.dispatchEvent(new Event('input'))"
    )
    browser.until("document.querySelectorAll('#list tbody tr').length === 1")
    (taken,) = _taken(browser, "take_entries")
    assert [row[1] for row in csv.reader(io.StringIO(taken))] == ["Name", "Luxinnovation"]


def test_lines_among_partners_and_what_fades_are_as_faint_in_the_picture(
    browser: Any, partners: Path
) -> None:
    browser.open(partners)
    browser.go("v=partners")
    browser.until("clustergraph.lines() === 7")
    (made,) = _taken(browser, "take_svg")
    lines = re.findall(r"<line [^>]*>", made)
    assert [sum('opacity="0.22"' in line for line in lines), len(lines)] == [2, 7]
    browser.go("v=partners&o=awex")
    browser.until("clustergraph.state().focus")
    (made,) = _taken(browser, "take_svg")
    # AWEX and MecaTech, the line between them, all else behind a veil.
    assert len(re.findall(r'<line [^>]*stroke="#44525f"', made)) == 1
    assert len(re.findall(r'<(?:polygon|circle) [^>]*opacity="0.14"', made)) == 4


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three who work together, and thirty whom nothing ties."""
    folder = tmp_path_factory.mktemp("scattered")
    base = PREFIXES["organisation"]
    names = [f"tied-{n}" for n in range(3)] + [f"alone-{n}" for n in range(30)]
    lines = [f'<{base}{name}> <{RDFS_LABEL}> "{name}" .' for name in names]
    lines += [f"<{base}tied-0> <urn:knows> <{base}tied-{n}> ." for n in (1, 2)]
    lines += [f"<{base}alone-{n}> <urn:knows> <{base}alone-{n}> ." for n in range(30)]
    (folder / "graph.nt").write_text("\n".join(lines), encoding="utf-8")
    asked = "SELECT ?source ?target { ?source <urn:knows> ?target }"
    own = Choice(queries.parse(asked, "own", "own.rq"))
    path = folder / "page.html"
    path.write_bytes(page(draw(open_graph(folder / "graph.nt"), own)).encode())
    return path


def test_whom_nothing_ties_is_counted_and_listed_not_drawn(browser: Any, scattered: Path) -> None:
    browser.open(scattered)
    browser.settled()
    drawn = "return clustergraph.labels().map(({id}) => clustergraph.data.nodes[id].label).sort()"
    tied = ["tied-0", "tied-1", "tied-2"]
    assert browser.run(drawn) == tied
    (made,) = _taken(browser, "take_svg")
    assert "alone-" not in made
    assert browser.text("#counts").startswith("33 entries")
    # The one that is selected is drawn as long as it is.
    browser.go("o=alone-7")
    browser.until("clustergraph.labels().length === 1")
    assert browser.run(drawn) == ["alone-7"]
    browser.driver.find_element("id", "fit").click()
    browser.until("clustergraph.labels().length === 3")
    assert browser.run(drawn) == tied
    assert browser.text("#alone") == "30 without connection here"
    browser.driver.find_element("css selector", "#alone button").click()
    first = browser.run("return document.querySelector('#list tbody tr').innerText")
    assert "alone-" in first and first.endswith("0")
    assert len(browser.run("return [...document.querySelectorAll('#list tbody tr')]")) == 33
