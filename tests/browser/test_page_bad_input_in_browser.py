"""The page on names, dates, addresses and browsers that nobody would wish for."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from clustergraph.graph.opening import open_graph
from clustergraph.networks.choice import Choice
from clustergraph.questions import queries
from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL
from clustergraph.web.page import page
from clustergraph.web.page.choosing import draw
from test_page import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

# A browser takes seconds to start.
pytestmark = pytest.mark.slow

LONG = "Institut " + "für angewandte Zusammenarbeit " * 13  # 399 letters and a space
FORMULA = '=HYPERLINK("https://example.org","Click")'
NAMES = (*HOSTILE[:-1], LONG.strip(), FORMULA, "../../etc/passwd", "a,b;c\r\nd")
# Of these two nobody knows the place; the others are in Belgium.
NOWHERE = 3
PLACES = ("BE", "XX", "")


def _node(end: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{end}")


def _facts() -> list[ox.Triple]:
    """Everybody takes part in two projects of hostile names, the last of which ends in 9999."""
    kind, label = ox.NamedNode(RDF_TYPE), ox.NamedNode(RDFS_LABEL)

    def says(one: ox.NamedNode, name: str, value: Any) -> ox.Triple:
        return ox.Triple(one, ox.NamedNode(f"{CG}{name}"), value)

    facts = []
    for number, code in enumerate(PLACES):
        place = _node(f"place/{number}")
        facts += [ox.Triple(place, kind, ox.NamedNode(f"{CG}Country"))]
        facts += [ox.Triple(place, label, ox.Literal(HOSTILE[number]))]
        facts += [says(place, "isoCode", ox.Literal(code))] if code else []
    for number in range(2):
        project = _node(f"project/{number}")
        date = ox.NamedNode(f"{PREFIXES['xsd']}date")
        facts += [
            ox.Triple(project, kind, ox.NamedNode(f"{CG}Project")),
            ox.Triple(project, label, ox.Literal(HOSTILE[number])),
            says(project, "startDate", ox.Literal("2015-01-01", datatype=date)),
            says(
                project, "endDate", ox.Literal(f"{9999 if number else 2017}-12-31", datatype=date)
            ),
            says(_node(f"award/{number}"), "awardedTo", project),
            says(_node(f"award/{number}"), "underProgramme", _node(f"programme/{number}")),
            ox.Triple(_node(f"programme/{number}"), kind, ox.NamedNode(f"{CG}Programme")),
            ox.Triple(_node(f"programme/{number}"), label, ox.Literal(HOSTILE[5 - number])),
        ]
    for number, name in enumerate(NAMES):
        one = _node(str(number))
        facts += [
            ox.Triple(one, kind, ox.NamedNode(f"{CG}Organisation")),
            ox.Triple(one, label, ox.Literal(name)),
            says(one, "locatedIn", _node(f"place/{number % NOWHERE}")),
        ]
        for project in range(2):
            own = _node(f"{number}/in/{project}")
            facts += [
                says(own, "participant", one),
                says(own, "inProject", _node(f"project/{project}")),
            ]
    return facts


def _written(path: Path, view: Any) -> Path:
    path.write_bytes(page(view).encode(errors="backslashreplace"))
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    graph = folder / "bad.nt"
    graph.write_text("".join(f"{fact} .\n" for fact in _facts()), encoding="utf-8")
    shown = draw(open_graph(graph), Choice("projects"), title=HOSTILE[1])
    return _written(folder / "bad.html", shown)


def _harmless(browser: Any) -> None:
    assert browser.run("return window.pwned ?? null") is None
    assert browser.run("return document.querySelectorAll('b, img, main script').length") == 0
    assert [url for url in browser.requests() if url.startswith("http")] == []
    assert browser.complaints() == []


@pytest.mark.parametrize("shape", ["partners", "network", "map", "years", "list"])
def test_every_arrangement_shows_hostile_names_as_text(
    browser: Any, hostile: Path, shape: str
) -> None:
    browser.open(hostile)
    browser.go(f"v={shape}&l=fr")
    browser.until("document.documentElement.lang === 'fr'")
    browser.driver.find_element("id", "filters").click()
    assert "<img src=x" in browser.text("#facets")
    browser.run("document.querySelectorAll('#facets button.more').forEach((b) => b.click())")
    browser.settled()
    assert browser.driver.title == HOSTILE[1]
    _harmless(browser)


def test_a_place_that_nobody_knows_is_said_to_be_unknown(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    browser.driver.find_element("id", "show-map").click()
    browser.until("clustergraph.state().shape === 'map'")
    groups = browser.run("return clustergraph.data.map.groups.map(([label]) => label)")
    # Belgium under its hostile name, and all whose code is on no map.
    assert HOSTILE[0] in groups and "" in groups
    places = browser.run(
        "return clustergraph.data.nodes"
        ".map((_n, id) => [clustergraph.at(id).x, clustergraph.at(id).y])"
    )
    assert all(isinstance(x, int | float) and isinstance(y, int | float) for x, y in places)
    _harmless(browser)


def test_the_year_9999_makes_no_scale_of_eight_thousand_bars(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    browser.driver.find_element("id", "filters").click()
    browser.driver.find_element("id", "show-years").click()
    browser.until("clustergraph.state().shape === 'years'")
    assert browser.run("return document.querySelectorAll('*').length") < 3000
    widths = browser.run(
        "return [...document.querySelectorAll('.bars-row .bar')].map((b) => b.offsetWidth)"
    )
    assert min(widths) >= 4
    browser.go("y=2016-2016")
    browser.until("clustergraph.state().years?.[0] === 2016")
    assert browser.run("return clustergraph.left().every(Boolean)")
    _harmless(browser)


def test_what_is_taken_away_holds_hostile_names_as_text(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    browser.until("clustergraph.labels().length > 3")
    files = browser.driver.execute_async_script("""
      const done = arguments[0], kept = [], named = [];
      URL.createObjectURL = (blob) => { kept.push(blob); return 'data:,'; };
      HTMLAnchorElement.prototype.click = function () { named.push(this.download); };
      for (const way of ['take_entries', 'take_ties', 'take_gexf', 'take_svg', 'take_png'])
        clustergraph.files[way]();
      const wait = () => {
        if (kept.length < 5) return setTimeout(wait, 20);
        const text = (blob) => blob.arrayBuffer().then((b) => new TextDecoder('utf-8').decode(b));
        Promise.all(kept.slice(0, 4).map(text)).then((texts) => done({ texts, named }));
      };
      wait();
    """)  # fmt: skip
    assert all(
        set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in files["named"]
    )
    entries, ties, gexf, svg = files["texts"]
    rows = list(csv.reader(io.StringIO(entries, newline="")))
    assert {len(row) for row in rows} == {7} and len(rows) == len(NAMES) + 1
    assert [row[1] for row in rows if "HYPERLINK" in row[1]] == [f"'{FORMULA}"]
    assert {len(row) for row in csv.reader(io.StringIO(ties, newline=""))} == {3}
    parsed = browser.run(
        "return arguments[0].map((text) => {"
        "  const found = new DOMParser().parseFromString(text, 'application/xml');"
        "  return [found.querySelector('parsererror') ? 'broken' : found.documentElement.nodeName,"
        "    found.querySelectorAll('script, image, foreignObject, a').length,"
        "    found.documentElement.textContent];"
        "})",
        [gexf, svg],
    )
    assert [each[:2] for each in parsed] == [["gexf", 0], ["svg", 0]]
    assert HOSTILE[1] in parsed[1][2]
    _harmless(browser)


def test_a_picture_as_png_is_twice_as_large_and_holds_names(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    browser.until("clustergraph.labels().length > 3")
    found = browser.driver.execute_async_script("""
      const done = arguments[0], kept = [];
      URL.createObjectURL = (blob) => { kept.push(blob); return 'data:,'; };
      HTMLAnchorElement.prototype.click = function () {};
      clustergraph.files.take_svg();
      clustergraph.files.take_png();
      const wait = async () => {
        if (kept.length < 2) return setTimeout(wait, 20);
        const svg = new DOMParser().parseFromString(await kept[0].text(), 'application/xml').documentElement;
        const image = await createImageBitmap(kept[1]);
        const ctx = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height }).getContext('2d');
        ctx.drawImage(image, 0, 0);
        // How many dark points there are where each text stands.
        const shown = document.body.appendChild(document.importNode(svg, true));
        shown.style.cssText = 'position: fixed; left: 0; top: 0; overflow: visible';
        const frame = shown.getBoundingClientRect();
        const inked = [...shown.querySelectorAll('text')].filter((t) => t.textContent.trim()).map((t) => {
          const box = t.getBoundingClientRect();
          const at = ctx.getImageData(2 * (box.left - frame.left), 2 * (box.top - frame.top), 2 * box.width, 2 * box.height).data;
          let dark = 0;
          for (let place = 0; place < at.length; place += 4) if (at[place] + at[place + 1] + at[place + 2] < 380) dark += 1;
          return [t.textContent, dark];
        });
        shown.remove();
        done({ type: kept[1].type, size: [image.width, image.height], drawn: [svg.width.baseVal.value, svg.height.baseVal.value], inked });
      };
      wait();
    """)  # fmt: skip  # noqa: E501
    assert found["type"] == "image/png"
    assert found["size"] == [round(2 * each) for each in found["drawn"]]
    assert len(found["inked"]) > 8
    assert [text for text, dark in found["inked"] if dark < 10] == []


@pytest.mark.parametrize(
    "address",
    [
        "o=%E0%A4%A&c=<script>&y=9999-0001",
        "y=2015-99999999999&n=999999999",
        "h=~,~&o=__proto__&a=constructor&c=toString,hasOwnProperty",
        "v=../../x&l=xx&s=9&col=__proto__&k=%00",
        "=&&&===&o",
        "o=" + "x" * 20_000,
    ],
)
def test_a_damaged_address_shows_the_page_as_it_is(
    browser: Any, hostile: Path, address: str
) -> None:
    browser.open(hostile)
    browser.run("window.location.hash = arguments[0]", address)
    browser.settled()
    browser.driver.refresh()
    browser.until("window.clustergraph && clustergraph.labels().length > 0")
    assert browser.run("return clustergraph.left().every(Boolean)")
    browser.driver.find_element("id", "fit").click()
    assert browser.run("return location.hash") == ""
    _harmless(browser)


def test_two_tabs_know_nothing_of_each_other(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    first = browser.driver.current_window_handle
    browser.go("c=img-src-x-onerror-window-pwned-1")
    browser.driver.switch_to.new_window("tab")
    try:
        browser.driver.get(hostile.as_uri())
        browser.until("window.clustergraph && clustergraph.labels().length > 0")
        assert browser.run("return location.hash") == ""
        browser.driver.find_element("id", "show-list").click()
    finally:
        browser.driver.close()
        browser.driver.switch_to.window(first)
    assert browser.run("return clustergraph.state().shape") != "list"


def test_without_decompression_stream_the_page_opens(browser: Any, hostile: Path) -> None:
    script = "delete window.DecompressionStream; delete window.CompressionStream;"
    added = browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": script}
    )
    try:
        browser.open(hostile)
        browser.until("clustergraph.labels().length > 3")
        assert browser.run("return typeof DecompressionStream") == "undefined"
    finally:
        browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def test_without_script_the_list_is_read(browser: Any, hostile: Path) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get("about:blank")
        browser.driver.get(hostile.as_uri())
        body = browser.driver.find_element("tag name", "body").text
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "This page needs JavaScript" in body
    assert HOSTILE[1] in body and FORMULA in body and "Traceback" not in body


def test_a_filter_that_leaves_nothing_says_so_everywhere(browser: Any, hostile: Path) -> None:
    browser.open(hostile)
    browser.go("y=1950-1951")
    browser.until("clustergraph.state().years")
    assert browser.run("return clustergraph.ties().length") == 0
    for shape in ("network", "map", "years", "list"):
        browser.driver.find_element("id", f"show-{shape}").click()
        browser.settled()
    _harmless(browser)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_entries(browser: Any, tmp_path: Path, count: int) -> None:
    graph = tmp_path / "few.nt"
    graph.write_text(f'<urn:a> <{RDFS_LABEL}> "A" .\n<urn:b> <{RDFS_LABEL}> "B" .\n')
    ends = ["", "(<urn:a> <urn:a>)", "(<urn:a> <urn:b>)"][count]
    text = f"SELECT * {{ VALUES (?source ?target) {{ {ends} }} }}"
    shown = draw(open_graph(graph), Choice(queries.parse(text, "own", "own.rq")))
    browser.open(_written(tmp_path / "few.html", shown))
    browser.until(f"window.clustergraph && clustergraph.labels().length === {count}")
    for shape in ("network", "list"):
        browser.driver.find_element("id", f"show-{shape}").click()
        browser.settled()
    assert browser.run("return clustergraph.data.nodes.length") == count
    _harmless(browser)


def test_one_with_five_thousand_partners(browser: Any, tmp_path: Path) -> None:
    graph = tmp_path / "hub.ttl"
    part, project = f"{CG}participant", f"{CG}inProject"
    lines = [f'<urn:x:hub> <{RDFS_LABEL}> "Hub" ; a <{CG}Organisation> .']
    for number in range(5_000):
        for end in ("hub", str(number)):
            own = f"<urn:x:in/{number}/{end}>"
            lines += [f"{own} <{part}> <urn:x:{end}> .", f"{own} <{project}> <urn:x:p{number}> ."]
        lines.append(f'<urn:x:{number}> <{RDFS_LABEL}> "Partner {number}" .')
    graph.write_text("\n".join(lines))
    shown = draw(open_graph(graph), Choice("projects"), about="Hub")
    assert (len(shown.nodes), shown.total) == (500, 5_001)
    browser.open(_written(tmp_path / "hub.html", shown))
    browser.until("clustergraph.labels().length > 20")
    told = browser.text("#details")
    assert "5,000 partners, 499 of them on this page" in told
    assert browser.run("return document.querySelectorAll('#details *').length") < 600
    browser.driver.find_element("id", "search").send_keys("partner 4999")
    browser.until("document.querySelector('#suggestions li')")
    assert "Partner 4999" in browser.text("#suggestions")
