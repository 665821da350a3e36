"""The canvas for large networks in a real browser: a generated network of 2,400, and a small page
drawn both ways."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from clustergraph.languages import Text
from clustergraph.measures.ties import from_networkx
from clustergraph.terms import CG
from clustergraph.web.page import nested, nodes, page, view
from clustergraph.web.page.choosing import draw
from clustergraph.web.page.view import Edge, Node, NodeType, Size, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location

# A browser takes seconds to start.
pytestmark = pytest.mark.slow

GROUPS, MEMBERS, LINES = 6, 400, 2_000
HOSTILE = "<img src=x onerror='window.pwned = 1'></script><script>window.pwned = 1</script>"

COUNTED = """
window.calls = [];
const draw = WebGL2RenderingContext.prototype.drawArrays;
// Two triangles for each.
WebGL2RenderingContext.prototype.drawArrays = function (mode, first, count) {
  if (count > 6) window.calls.push(count / 6);
  return draw.call(this, mode, first, count);
};
"""
IN_WINDOW = """
const {clientWidth: width, clientHeight: height} = document.getElementById("drawing");
return clustergraph.data.nodes.filter((_node, id) => {
  const {x, y, radius} = clustergraph.place(id), far = 1.5 * radius + 2;
  return x + far > 0 && x - far < width && y + far > 0 && y - far < height;
}).length;
"""
WITHOUT = """
const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : get.call(this, kind, ...more);
};
"""


def _network() -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph()
    for group in range(GROUPS):
        for one in range(MEMBERS):
            for step in (1, 2, 5):
                ends = (f"{group}-{place % MEMBERS:03}" for place in (one, one + step))
                network.add_edge(*ends, weight=1)
            network.add_edge(f"{group}-000", f"{group}-{one:03}", weight=2)
        network.add_edge(f"{group}-001", f"{(group + 1) % GROUPS}-001", weight=1)
    network.remove_edges_from(list(nx.selfloop_edges(network)))
    return network


def _named(name: str) -> str:
    return HOSTILE if name == "5-399" else f"Organisation {name}"


def _large() -> View:
    ties = from_networkx(_network())
    groups = np.array([int(name[0]) for name in ties.nodes])
    degrees = ties.degrees()
    places = nested.positions(ties, np.full(len(ties), 6.0), groups)
    countries = (Text("Belgium", "Belgique"), Text("France"))
    told = [
        Node(
            iri=f"https://example.org/{name}", label=Text(_named(name)), short=Text(_named(name)),
            type=f"{CG}Organisation", x=places[name][0], y=places[name][1], radius=6,
            score=float(degrees[number]), rank=1, degree=int(degrees[number]),
            community=int(groups[number]), countries=(countries[groups[number] % 2],),
        )
        for number, name in enumerate(ties.nodes)
    ]  # fmt: skip
    one, other, weights = ties.pairs()
    edges = [
        Edge(f"https://example.org/{ties.nodes[a]}", f"https://example.org/{ties.nodes[b]}", w)
        for a, b, w in zip(one.tolist(), other.tolist(), weights.tolist(), strict=True)
    ]
    order = sorted(told, key=lambda node: (-(node.score or 0), node.iri))
    return View(
        title="", lang="en", network="partners", ties=Text(""), about=None, hops=None,
        total=len(told), ranked=len(told), nodes=tuple(order), edges=tuple(edges),
        types=(NodeType(f"{CG}Organisation", Text("organisation"), len(told)),),
        countries=countries, lines=tuple(range(LINES)), tied=len(edges) + 7,
        sizes=(Size("degree", Text("Degree", "Degré"), Text("Number of partners.")),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.html"
    path.write_bytes(page(_large()).encode())
    return path


@pytest.fixture
def prepared(browser: Any) -> Iterator[Any]:
    """Runs a script before those of the page."""
    made: list[str] = []

    def prepare(source: str) -> None:
        found = browser.driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": source}
        )
        made.append(found["identifier"])

    yield prepare
    for identifier in made:
        browser.driver.execute_cdp_cmd(
            "Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier}
        )


def _errors(browser: Any) -> list[str]:
    """What the console complains of, but for notes on how fast software draws."""
    notes = ("GL Driver Message", "software WebGL")
    return [line for line in browser.complaints() if not any(note in line for note in notes)]


def _click_disc(browser: Any, group: int) -> None:
    """Click the disc of a group, as a person would."""
    at = browser.run(
        "const disc = clustergraph.discs().find((d) => d.group === arguments[0]);"
        "const view = clustergraph.view();"
        "const frame = document.getElementById('drawing').getBoundingClientRect();"
        "return {x: frame.left + view.x + disc.x * view.scale,"
        " y: frame.top + view.y + disc.y * view.scale}",
        group,
    )
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "clickCount": 1, "button": "left", **at}
        browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
    browser.until("!clustergraph.far()")
    browser.settled()


def _open(browser: Any, path: Path, width: int = 1280, height: int = 800) -> None:
    browser.open(path, width, height)
    browser.until("window.clustergraph && clustergraph.view().scale > 0")
    browser.settled()


def test_from_afar_each_group_is_one_disc_and_a_click_opens_it(browser: Any, large: Path) -> None:
    _open(browser, large)
    assert browser.run("return clustergraph.far()") is True
    assert browser.run("return clustergraph.discs().map((d) => d.count)") == [MEMBERS] * GROUPS
    told = browser.run("return clustergraph.headings().map((h) => h.text)")
    assert len(told) == GROUPS
    assert all(text.endswith("(400)") for text in told)
    group = 2
    _click_disc(browser, group)
    names = browser.run("return clustergraph.labels().map((l) => l.id)")
    assert len(names) > 10
    shown = browser.run(
        "const view = clustergraph.view();"
        "const {width, height} = document.getElementById('drawing').getBoundingClientRect();"
        "return clustergraph.data.nodes.map((node, id) => [node.community, clustergraph.at(id)])"
        ".filter(([, {x, y}]) =>"
        " Math.abs((x * view.scale + view.x) * 2 - width) < width"
        " && Math.abs((y * view.scale + view.y) * 2 - height) < height"
        ").map(([community]) => community)"
    )
    # All of it is in sight, and less of each neighbour.
    counts = Counter(shown)
    assert counts.pop(group) == MEMBERS > max(counts.values())
    assert browser.run("return clustergraph.selected()") is None
    assert _errors(browser) == []
    assert browser.requests()[1:] == []


def test_on_an_upright_screen_each_disc_lies_on_its_members(browser: Any, large: Path) -> None:
    browser.open(large, 390, 844)
    browser.until("clustergraph.far() && clustergraph.discs().length > 1")
    shares = browser.run("""
      return clustergraph.discs().map(({ group, x, y, radius }) => {
        const ids = clustergraph.data.nodes.flatMap((node, id) => node.community === group ? [id] : []);
        const far = (id) => Math.hypot(clustergraph.at(id).x - x, clustergraph.at(id).y - y);
        return ids.filter((id) => far(id) <= 1.01 * radius).length / ids.length;
      });
    """)  # noqa: E501
    assert min(shares) > 0.85


def test_search_panel_filters_address_and_list_are_those_of_every_page(
    browser: Any, large: Path
) -> None:
    _open(browser, large)
    field = browser.driver.find_element("id", "search")
    field.send_keys("Organisation 3-017\n")
    browser.until("clustergraph.selected() !== null")
    assert browser.selected() == "Organisation 3-017"
    assert browser.text("#details h2") == "Organisation 3-017"
    assert browser.run("return location.hash") == "#o=3-017"
    place = browser.run("return clustergraph.place(clustergraph.selected())")
    assert 0 < place["x"] < 1280
    assert 0 < place["y"] < 800
    browser.go("c=france")
    browser.until("clustergraph.left().filter(Boolean).length === 1200")
    assert browser.run("return clustergraph.discs().length") == 3
    assert "1,200 of 2,400" in browser.text("#counts")
    browser.go("v=list")
    browser.until("document.querySelectorAll('#list tbody tr').length === 500")
    browser.driver.find_element("css selector", "#list > button.more").click()
    assert browser.run("return document.querySelectorAll('#list tbody tr').length") == 1000
    assert "Show more (1,400 left)" in browser.text("#list")
    assert _errors(browser) == []


def test_a_shape_is_chosen_by_a_click_and_its_partners_stand_out(browser: Any, large: Path) -> None:
    _open(browser, large)
    number = browser.number("Organisation 4-000")
    _click_disc(browser, 4)
    browser.click_node(number)
    browser.until("clustergraph.selected() !== null")
    assert browser.selected() == "Organisation 4-000"
    browser.driver.find_element("id", "drawing").send_keys("\ue014")  # arrow right
    browser.until(f"clustergraph.selected() !== {number}")
    assert _errors(browser) == []


def test_lines_are_left_out_while_the_picture_moves(
    browser: Any, prepared: Any, large: Path
) -> None:
    prepared(COUNTED)
    _open(browser, large)
    _click_disc(browser, 0)
    browser.until("window.calls.length >= 2")
    assert browser.run("return clustergraph.lines()") == LINES
    browser.run("window.calls = []")
    for kind, x in (("mousePressed", 300), ("mouseMoved", 330), ("mouseMoved", 360)):
        browser.driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": x, "y": 300, "button": "left", "buttons": 1, "clickCount": 1},
        )
    browser.until("window.calls.length")
    # Some shapes in the window come first, alone, and lines with all of them when it has come to
    # rest: one group has opened.
    assert 1 < browser.run("return window.calls[0]") <= 1000
    browser.until("!clustergraph.moving()")
    browser.settled()
    lines, shapes = browser.run("return window.calls.slice(-2)")
    assert 1 < lines <= LINES
    assert shapes == browser.run(IN_WINDOW)


@pytest.mark.parametrize(("lang", "sentence"), [
    ("en", "This browser cannot draw so large a network"),
    ("fr", "Ce navigateur ne peut pas dessiner un si grand réseau"),
])  # fmt: skip
def test_without_webgl_a_sentence_says_so_and_the_list_is_there(
    browser: Any, prepared: Any, large: Path, lang: str, sentence: str
) -> None:
    prepared(WITHOUT)
    browser.open(large)
    browser.until("window.clustergraph")
    if lang == "fr":
        browser.driver.find_element("css selector", "#languages [lang=fr]").click()
    assert sentence in browser.text("#undrawn")
    assert browser.run("return document.querySelectorAll('#list tbody tr').length") == 500
    assert not browser.driver.find_element("id", "show-network").is_displayed()
    browser.driver.find_element("css selector", "#list tbody tr .go").click()
    assert browser.run("return clustergraph.selected()") is not None
    assert _errors(browser) == []


def test_what_the_page_leaves_out_is_said(browser: Any, large: Path) -> None:
    _open(browser, large)
    ties = browser.run("return clustergraph.data.ties.length")
    assert f"the {ties:,} strongest of {ties + 7:,} connections" in browser.text("#details")
    assert "What refers to an entry is not listed among its facts" in browser.text("#details")


def _picture(browser: Any) -> str:
    """The SVG that is taken away."""
    return str(browser.driver.execute_async_script(
        "const done = arguments[0];"
        "URL.createObjectURL = (b) => { b.text().then(done); return 'data:,'; };"
        "HTMLAnchorElement.prototype.click = function () {}; clustergraph.files.take_svg();"
    ))  # fmt: skip


def test_the_picture_taken_away_is_the_one_that_is_seen(browser: Any, large: Path) -> None:
    _open(browser, large)
    legend = 6
    assert _picture(browser).count("<circle") <= GROUPS + legend
    _click_disc(browser, 1)
    shapes = _picture(browser).count("<circle") + _picture(browser).count("<polygon")
    assert MEMBERS / 2 < shapes < GROUPS * MEMBERS


def test_nothing_hostile_gets_through(browser: Any, large: Path) -> None:
    _open(browser, large)
    number = browser.number(HOSTILE)
    browser.run("location.hash = 'o=5-399'")
    browser.until(f"clustergraph.selected() === {number}")
    browser.run("document.getElementById('take').click()")
    browser.settled()
    assert browser.run("return window.pwned ?? null") is None
    assert HOSTILE in browser.text("#details h2")


def test_both_canvases_show_the_same(
    browser: Any, curated_graph: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for most in (nodes.SMALL, 3):
        monkeypatch.setattr(view, "SMALL", most)
        path = tmp_path / f"{most}.html"
        path.write_bytes(page(draw(curated_graph)).encode())
        browser.open(path)
        browser.until("window.clustergraph")
        assert browser.run("return typeof sigma") == ("undefined" if most > 3 else "object")
        here = [browser.run("return [clustergraph.data.nodes.length, clustergraph.lines()]")]
        for address in (
            "o=luxinnovation",
            "c=netherlands",
            "v=map&o=mecatech",
            "v=list",
            "v=years",
        ):
            browser.go(address)
            browser.settled()
            here.append(browser.run(
                "return ['details', 'counts', 'list', 'years', 'shown', 'legend'].map((id) => {"
                " const part = document.getElementById(id);"
                " return part.checkVisibility() ? part.innerText : ''; })"
            ))  # fmt: skip
            here.append([browser.run("return location.hash"), browser.selected()])
        told.append(here)
    for flat, large in zip(*told, strict=True):
        assert [_spoken(line) for line in flat] == [_spoken(line) for line in large]


def _spoken(line: Any) -> Any:
    """A text without its breaks, and without the one sentence that large pages alone have."""
    note = (
        "From afar, one disc for each group; zoom in or click to see its entries: the nearer, the "
        "more of their connections are drawn."
    )
    return " ".join(line.replace(note, "").split()) if isinstance(line, str) else line
