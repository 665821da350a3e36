"""The page in a real browser: opened from disk, searched, clicked, filtered, on two screens."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pyoxigraph as ox
import pytest
from selenium.webdriver.common.keys import Keys

from clustergraph.graph.opening import open_graph
from clustergraph.languages import Text
from clustergraph.measures import registry as measures
from clustergraph.networks.choice import Choice
from clustergraph.networks.projection import made
from clustergraph.questions import queries
from clustergraph.terms import CG, PREFIXES, RDF_TYPE
from clustergraph.web.facts import Fact, Value
from clustergraph.web.page import page
from clustergraph.web.page.choosing import draw
from clustergraph.web.page.gather import view

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.web.page.view import View

# A browser takes seconds to start.
pytestmark = pytest.mark.slow

MECATECH = f"{PREFIXES['organisation']}mecatech"
HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    'href="javascript:window.pwned = 1" title="href"',
    "\"quoted\" 'twice' & <b>bold</b>",
    "مركز الابتكار",
    "Émoji 🚀🔬 Labs",
)
PHONE = (390, 844)


_OWN = Choice(queries.parse("SELECT * {}", "partners", "partners.rq"))


def _direct(rows: list[tuple[str, str, float | None, str | None]]) -> pl.DataFrame:
    """Rows of direct ties."""
    columns = {"source": pl.String, "target": pl.String, "weight": pl.Float64, "reason": pl.String}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _written(path: Path, shown: View) -> Path:
    path.write_bytes(page(shown).encode())
    return path


# By rank, each found by "zephyr" a little better than the one before: by another name, inside the
# label, at the beginning of a word, at the beginning.
NAMES = {"Hub": ("Zephyr",), "Azephyr": (), "New Zephyr": (), "Zephyr Ltd": (), "Last": ()}
# The ties of Hub: how strong, and how many reasons; of equal ones the more central comes first.
TIES = {"Azephyr": (2.0, 12), "New Zephyr": (3.0, 13), "Zephyr Ltd": (2.0, 1), "Last": (4.0, 0)}
REASONS = [f"Project {number:02}" for number in range(1, 14)]


@pytest.fixture(scope="module")
def star(folder: Path) -> Path:
    """Hub and its four neighbours, with other names and a fact that is cut."""
    iris = {label: f"urn:x:{place}" for place, label in enumerate(NAMES)}
    named = ox.NamedNode(f"{PREFIXES['rdfs']}label")
    facts = [ox.Triple(ox.NamedNode(iri), named, ox.Literal(name)) for name, iri in iris.items()]
    path = folder / "star.nt"
    path.write_text("".join(f"{fact} .\n" for fact in facts), encoding="utf-8")
    rows: list[tuple[str, str, float | None, str | None]] = []
    for label, (weight, count) in TIES.items():
        rows.append((iris["Hub"], iris[label], weight, REASONS[0] if count else None))
        rows += [(iris["Hub"], iris[label], None, reason) for reason in REASONS[1:count]]
    scores = {iri: 9.0 - place for place, iri in enumerate(iris.values())}
    network = made(_direct(rows), _OWN)
    shown = view(open_graph(path), network, scores, measure=measures.find("degree"))
    cut = (
        Fact(Text("keyword"), (Value(Text("robots")),), 0),
        Fact(Text("topic"), (Value(Text("materials")),), 5),
    )
    nodes = [node._replace(names=NAMES[str(node.label)]) for node in shown.nodes]
    nodes[0] = nodes[0]._replace(facts=cut)
    return _written(folder / "star.html", replace(shown, nodes=tuple(nodes)))


@pytest.fixture(scope="module")
def hostile(folder: Path) -> Path:
    """A star whose every name is hostile, the first in the middle."""
    kind = ox.NamedNode(f"{CG}Cluster")
    label, locality = ox.NamedNode(f"{PREFIXES['rdfs']}label"), ox.NamedNode(f"{CG}locatedIn")
    facts = [ox.Triple(kind, label, ox.Literal(HOSTILE[0]))]
    for number, name in enumerate(HOSTILE):
        node, place = (ox.NamedNode(f"https://example.org/{of}{number}") for of in ("", "in/"))
        facts += [
            ox.Triple(node, ox.NamedNode(RDF_TYPE), kind),
            ox.Triple(node, label, ox.Literal(name)),
            ox.Triple(node, locality, place),
            ox.Triple(place, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{CG}Country")),
            ox.Triple(place, ox.NamedNode(f"{CG}isoCode"), ox.Literal(f"X{number}")),
            ox.Triple(place, label, ox.Literal(name)),
        ]
    path = folder / "hostile.nt"
    path.write_text("".join(f"{fact} .\n" for fact in facts), encoding="utf-8")
    rows = [
        ("https://example.org/0", f"https://example.org/{number}", None, name)
        for number, name in enumerate(HOSTILE)
        if number
    ]
    network = made(_direct(rows), _OWN)
    degrees = network.ties.degrees().tolist()
    shown = view(
        open_graph(path),
        network,
        dict(zip(network.ties.nodes, degrees, strict=True)),
        measure=measures.find("degree"),
        title=HOSTILE[1],
        ties=HOSTILE[2],
    )
    return _written(folder / "hostile.html", shown)


def test_opens_from_disk_and_asks_for_nothing(browser: Any, everything: Path) -> None:
    browser.open(everything)
    browser.until("clustergraph.labels().length > 5")
    browser.go(MECATECH)
    browser.until("clustergraph.state().focus")
    browser.settled()
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert {url.partition("#")[0] for url in asked} == {everything.as_uri()}
    assert browser.complaints() == []


def test_the_policy_stops_a_request(browser: Any, partners: Path) -> None:
    # The test above would prove nothing if the browser did not report requests at all.
    browser.open(partners)
    browser.run(
        "const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i)"
    )
    end = time.monotonic() + 60
    messages: list[str] = []
    while not messages and time.monotonic() < end:
        messages += [entry["message"] for entry in browser.log("browser")]
        time.sleep(0.05)
    assert any("Content Security Policy" in message for message in messages)


def test_a_search_without_accents_or_case_finds_and_selects(browser: Any, everything: Path) -> None:
    browser.open(everything)
    field = browser.driver.find_element("id", "search")
    field.send_keys("METAMORPHOSES 2015")
    browser.until("document.querySelectorAll('#suggestions [role=option]').length === 1")
    field.send_keys(Keys.ENTER)
    browser.until("clustergraph.state().focus")
    assert browser.selected() == "Métamorphoses 2015"
    assert "Métamorphoses 2015" in browser.text("#details h2")
    at = browser.run("return clustergraph.place(clustergraph.selected())")
    width, height = browser.run("const d = document.getElementById('drawing'); return [d.clientWidth, d.clientHeight]")  # fmt: skip  # noqa: E501
    assert 0 < at["x"] < width
    assert 0 < at["y"] < height


def test_arrows_choose_among_suggestions(browser: Any, everything: Path) -> None:
    browser.open(everything)
    field = browser.driver.find_element("id", "search")
    field.send_keys("intermat")
    browser.until("document.querySelectorAll('#suggestions [role=option]').length > 1")
    second = browser.run("return document.querySelectorAll('#suggestions bdi')[1].textContent")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    browser.until("clustergraph.state().focus")
    assert browser.selected() == second != "INTERMAT"


def test_a_name_that_is_not_there_says_so(browser: Any, partners: Path) -> None:
    browser.open(partners)
    field = browser.driver.find_element("id", "search")
    field.send_keys("zzzz", Keys.ENTER)
    assert browser.text("#suggestions") == "No matching name"
    assert browser.run("return clustergraph.state().focus") is False


def test_a_click_shows_activities_partners_facts_and_sources(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.click_node(browser.number("MecaTech"))
    browser.until("clustergraph.state().focus")
    browser.run("document.querySelector('#details .origin').open = true")
    told = browser.text("#details")
    assert "CLUSTER" in told.upper().splitlines()[0]
    for expected in (
        "Belgium",
        "Materalia",
        "INTERMAT GR",
        "paragraph 3",
        "mechanical engineering",
    ):
        assert expected in told
    links = browser.run(
        "return [...document.querySelectorAll('#details a')].map((a) => [a.protocol, a.rel])"
    )
    assert links
    assert all(rel == "noopener noreferrer" and scheme.startswith("http") for scheme, rel in links)


def test_the_panel_lists_the_strongest_ties_first_and_says_what_it_cuts(
    browser: Any, star: Path
) -> None:
    browser.open(star)
    browser.go("urn:x:0")
    browser.until("clustergraph.selected() === 0")
    ties = browser.run(
        "return [...document.querySelectorAll('#details ol > li')].map((item) =>"
        " [item.querySelector('button').textContent,"
        "  [...item.querySelectorAll('ul > li')].map((reason) => reason.textContent)])"
    )
    assert [label for label, _ in ties] == ["Last", "New Zephyr", "Azephyr", "Zephyr Ltd"]
    told = dict(ties)
    assert told["New Zephyr"] == [*REASONS[:6], "and 7 more, not listed here"]
    assert told["Zephyr Ltd"] == REASONS[:1]
    assert len(told["Last"]) == 1 and "more" not in told["Last"][0]
    facts = browser.run(
        "return [...document.querySelectorAll('#details dl > *')].map((line) => line.textContent)"
    )
    assert facts == ["keyword", "robots", "topic", "materials", "and 5 more, not listed here"]


def test_another_name_typed_in_full_is_found_before_parts_of_labels(
    browser: Any, star: Path
) -> None:
    browser.open(star)
    browser.driver.find_element("id", "search").send_keys("Zéphyr")
    found = browser.run(
        "return [...document.querySelectorAll('#suggestions bdi')].map((item) => item.textContent)"
    )
    assert found == ["Hub", "Zephyr Ltd", "New Zephyr", "Azephyr"]


def test_a_neighbour_in_the_panel_leads_to_it_and_back_returns(
    browser: Any, partners: Path
) -> None:
    browser.open(partners)
    browser.click_node(browser.number("MecaTech"))
    browser.until("clustergraph.state().focus")
    browser.run(
        "[...document.querySelectorAll('#details button.go')]"
        ".find((button) => button.textContent === 'Materalia').click()"
    )
    browser.until("document.querySelector('#details h2').textContent === 'Materalia'")
    browser.run("history.back()")
    browser.until("document.querySelector('#details h2').textContent === 'MecaTech'")


def test_a_click_beside_everything_or_show_all_clears(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.click_node(browser.number("MecaTech"))
    browser.until("clustergraph.state().focus")
    browser.driver.find_element("id", "fit").click()
    browser.until("clustergraph.selected() === null")
    assert browser.text("#details h2") == "What am I looking at?"


def test_the_address_selects(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.driver.get(f"{partners.as_uri()}#{MECATECH}")
    browser.driver.refresh()
    browser.until("window.clustergraph && clustergraph.state().focus")
    assert browser.selected() == "MecaTech"
    browser.driver.get(f"{partners.as_uri()}#%E0%A4%A")
    browser.driver.refresh()
    browser.until("window.clustergraph")
    assert browser.run("return clustergraph.state().focus") is False


def test_the_legend_filters_the_drawing_and_the_list(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.until("clustergraph.labels().length === clustergraph.data.nodes.length")
    total = browser.run("return clustergraph.data.nodes.length")
    box = browser.driver.find_element("css selector", "#legend .entry:nth-child(1) input")
    box.send_keys(Keys.SPACE)  # by keyboard, as those without a mouse do
    gone = browser.run("return clustergraph.data.types[0].count")
    browser.until(f"clustergraph.labels().length === {total - gone}")
    assert browser.text("#shown") == f"{total - gone} of {total} shown"
    assert browser.text("#counts").startswith(f"{total - gone} of {total} entries")
    browser.driver.find_element("id", "show-list").click()
    rows = browser.run("return document.querySelectorAll('#list tbody tr').length")
    assert rows == total - gone > 0


def test_selecting_what_is_filtered_out_shows_it_again(browser: Any, partners: Path) -> None:
    browser.open(partners)
    browser.go("c=netherlands")
    browser.until("clustergraph.left().filter(Boolean).length === 2")
    browser.driver.find_element("id", "search").send_keys("luxinn", Keys.ENTER)
    browser.until("clustergraph.state().focus")
    assert browser.text("#shown") == ""


def test_the_list_holds_every_entry_by_rank(browser: Any, everything: Path) -> None:
    browser.open(everything)
    browser.driver.find_element("id", "show-list").click()
    ranks = browser.run(
        "return [...document.querySelectorAll('#list tbody tr')].map((r) => Number(r.cells[0].textContent))"  # noqa: E501
    )
    assert len(ranks) == browser.run("return clustergraph.data.nodes.length") > 40
    assert ranks == sorted(ranks)
    browser.driver.find_element("css selector", "#list button.go").click()
    browser.until("clustergraph.state().focus && clustergraph.selected() === 0")


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_labels_never_overlap(browser: Any, everything: Path, size: tuple[int, int]) -> None:
    browser.open(everything, *size)
    browser.until("clustergraph.labels().length > 5")
    boxes = browser.run("return clustergraph.labels()")
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert (
                one["right"] < other["left"] or other["right"] < one["left"]
                or one["bottom"] < other["top"] or other["bottom"] < one["top"]
            ), (one, other)  # fmt: skip


def test_a_small_network_shows_every_label(browser: Any, partners: Path) -> None:
    for size in ((1280, 800), PHONE):
        browser.open(partners, *size)
        browser.until("clustergraph.labels().length === clustergraph.data.nodes.length")


@pytest.mark.parametrize("name", ["partners", "everything", "hostile"])
def test_on_a_phone_nothing_is_wider_than_the_screen(
    browser: Any, name: str, request: pytest.FixtureRequest
) -> None:
    browser.open(request.getfixturevalue(name), *PHONE)
    for step in ("", "document.getElementById('show-list').click()"):
        browser.run(step)
        browser.run("document.querySelector('#details button').click()")
        browser.settled()
        widths = browser.run(
            "return [document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
        )
        assert widths == [390, 390, 390]


def test_on_a_phone_the_sheet_opens_and_the_node_stays_in_sight(
    browser: Any, partners: Path
) -> None:
    browser.open(partners, *PHONE)
    number = browser.number("MecaTech")
    browser.click_node(number)
    browser.until("document.getElementById('panel').classList.contains('open')")
    browser.until("document.getAnimations().length === 0")
    browser.settled()
    at = browser.run(
        "const top = document.getElementById('drawing').getBoundingClientRect().top;"
        "return [clustergraph.place(arguments[0]).y + top,"
        " document.getElementById('panel').getBoundingClientRect().top]",
        number,
    )
    assert at[0] < at[1]
    browser.driver.find_element("id", "handle").click()
    browser.until("!document.getElementById('panel').classList.contains('open')")


def test_hostile_names_are_only_ever_text(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    browser.until("clustergraph.labels().length === clustergraph.data.nodes.length")
    for number in range(len(HOSTILE)):
        browser.go(f"https://example.org/{number}")
        browser.until(f"clustergraph.selected() === {number}")
        assert (
            browser.run("return document.querySelector('#details h2').textContent")
            == HOSTILE[number]
        )
        browser.run("document.getElementById('search').value = arguments[0];"
                    "document.getElementById('search').dispatchEvent(new Event('input'))", HOSTILE[number])  # fmt: skip  # noqa: E501
    browser.driver.find_element("id", "show-list").click()
    assert browser.run("return window.pwned ?? null") is None
    assert browser.run("return document.querySelectorAll('b, img, #details script').length") == 0
    assert browser.driver.title == f"{HOSTILE[-1]} – {HOSTILE[1]}"
    assert [url for url in browser.requests() if "example" in url or url.startswith("http")] == []
    assert browser.complaints() == []


def test_hovering_shows_a_hostile_name_as_text(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    at = browser.run(
        "const r = document.getElementById('drawing').getBoundingClientRect();"
        "const p = clustergraph.place(0); return {x: p.x + r.left, y: p.y + r.top}"
    )
    for step in (30, 0):
        event = {"type": "mouseMoved", "x": at["x"] + step, "y": at["y"] + step}
        browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
        browser.settled()
    browser.until("!document.getElementById('tip').hidden")
    assert HOSTILE[0] in browser.text("#tip")
    assert browser.run("return window.pwned ?? null") is None


def test_in_french_nothing_is_left_in_english(
    browser: Any, curated_graph: Location, folder: Path
) -> None:
    browser.open(_written(folder / "fr.html", draw(curated_graph, Choice("everything"), lang="fr")))
    browser.until("clustergraph.labels().length > 5")
    browser.driver.find_element("css selector", "#details .close").click()
    browser.until("document.querySelector('#details h2').textContent.startsWith('Que montre')")
    told = browser.text("body")
    assert "Tout le graphe" in told
    browser.driver.find_element("id", "show-list").click()
    browser.driver.find_element("css selector", "#list button.go").click()
    browser.until("clustergraph.state().focus")
    told += browser.text("body")
    assert "RELATIONS" in told.upper()
    for english in ("Connections", "FACTS\n", "Source:", "Search", "Rank", "paragraph ", "Filters"):
        assert english not in told
    assert browser.complaints() == []


@pytest.mark.parametrize("nodes", [0, 1])
def test_with_nothing_to_tie(
    browser: Any, curated_graph: Location, folder: Path, nodes: int
) -> None:
    network = made(_direct([(MECATECH, MECATECH, None, None)][:nodes]), _OWN)
    browser.open(_written(folder / f"tiny{nodes}.html", view(curated_graph, network, {})))
    browser.until(f"clustergraph.labels().length === {nodes}")
    assert ("This network has no entries." in browser.text("#stage")) == (nodes == 0)
    assert browser.complaints() == []


@pytest.mark.parametrize("shown", ["partners", "everything"])
def test_values_are_counted_on_the_page_as_they_were_when_it_was_made(
    browser: Any, request: pytest.FixtureRequest, shown: str
) -> None:
    browser.open(request.getfixturevalue(shown))
    browser.run("document.getElementById('filters').click()")
    counted = browser.run(
        "return [...document.querySelectorAll('#facets label:has(.count)')].map((label) =>"
        " [label.closest('fieldset').dataset.facet, label.querySelector('input').value,"
        " label.querySelector('.count').textContent.replace(/\\D/g, '')])"
    )
    made = browser.run("return clustergraph.data.counts")
    assert len(counted) > 3
    assert [made[facet][int(value)] for facet, value, _ in counted] == [
        int(count) for *_, count in counted
    ]


def test_a_choice_in_the_list_leaves_its_rows_as_they_are(browser: Any, everything: Path) -> None:
    browser.open(everything)
    browser.driver.find_element("id", "show-list").click()
    rows = "const rows = [...document.querySelectorAll('#list tbody tr')];"
    browser.run(rows + "rows.forEach((row) => { row.old = true; });")
    for place in (3, 5):
        browser.run(rows + "rows[arguments[0]].querySelector('button').click()", place)
        assert browser.run(
            rows + "return rows.flatMap((row, n) => (row.ariaCurrent ? [n] : []))"
        ) == [place]  # fmt: skip
    assert browser.run(rows + "return rows.every((row) => row.old)")
    browser.run("document.querySelector('#panel .close').click()")
    assert browser.run(rows + "return rows.every((row) => row.ariaCurrent === null)")


def test_a_closed_sheet_says_whose_it_is(browser: Any, partners: Path) -> None:
    browser.open(partners, *PHONE)
    browser.until("document.querySelector('#details h2')")
    seen = (
        "const {left, top, width} = document.querySelector('#details h2').getBoundingClientRect();"
        "return document.elementFromPoint(left + Math.min(width, 60) / 2, top + 12).textContent"
    )
    assert browser.run(seen) == "MecaTech"
    browser.driver.find_element("id", "handle").click()
    assert browser.text("#details .top").startswith("Cluster · Belgium")


@pytest.mark.parametrize("shape", ["partners", "network", "map"])
def test_on_a_phone_no_shape_lies_under_a_button(browser: Any, partners: Path, shape: str) -> None:
    browser.open(partners, *PHONE)
    browser.go(f"v={shape}")
    browser.until(f"clustergraph.state().shape === '{shape}'")
    browser.settled()
    assert browser.run(
        "const frame = document.getElementById('drawing').getBoundingClientRect();"
        "const over = ['legend', 'zoom'].map((id) => document.getElementById(id))"
        ".map((one) => one.getBoundingClientRect());"
        "return clustergraph.data.nodes.filter((node, id) => {"
        " const {x, y, radius} = clustergraph.place(id);"
        " const [left, top] = [x + frame.left, y + frame.top];"
        " return over.some((box) => left + radius > box.left && left - radius < box.right"
        "  && top + radius > box.top && top - radius < box.bottom); }).map((n) => n.label)"
    ) == []  # fmt: skip
