"""The small network of an organisation's page: who is drawn, where, and with which words."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from clustergraph.graph.opening import open_graph
from clustergraph.languages import LANGUAGES
from clustergraph.terms import BASE
from clustergraph.web.site import pages
from clustergraph.web.site.held import Held, Site
from clustergraph.web.site.sketched import sketch

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.web.site.sketched import Mark, Sketch

pytestmark = pytest.mark.slow

PARTNERS, DRAWN = 30, 20
HOSTILE = '<script>alert("1")</script> & an organisation with a name of very many words'
HEAD = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix p: <https://w3id.org/clustergraph/id/project/> .
@prefix place: <https://w3id.org/clustergraph/id/place/> .
place:fr a cg:Country ; rdfs:label "France"@en , "France"@fr .
place:nl a cg:Country ; rdfs:label "Netherlands"@en , "Pays-Bas"@fr .
o:hub a cg:Organisation ; rdfs:label "Hub" .
o:alone a cg:Organisation ; rdfs:label "Alone" .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Partner n shares n projects with the hub, and the last one has a hostile name."""
    lines = [HEAD]
    for n in range(1, PARTNERS + 1):
        name = HOSTILE if n == PARTNERS else f"Research institute of the town number {n}"
        lines.append(f"o:x{n} a cg:Organisation ; rdfs:label {ox.Literal(name)} .")
        if n > 10:
            lines.append(f"o:x{n} cg:locatedIn place:{'fr' if n % 3 else 'nl'} .")
        for each in range(n):
            project = f"p:p{n}-{each}"
            lines.append(f'{project} a cg:Project ; rdfs:label "P {n} {each}" .')
            lines += [f"<urn:{who}{n}-{each}> a cg:Participation ; cg:participant o:{who} ; "
                      f"cg:inProject {project} ." for who in ("hub", f"x{n}")]  # fmt: skip
    path = tmp_path_factory.mktemp("sketch") / "graph.ttl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return Site(Held(open_graph(path)))


def drawn(site: Site, name: str = "hub") -> Sketch | None:
    entry = site.entry(f"organisation/{name}")
    return sketch(site.profile(entry), entry, "en")


def svg(site: Site, lang: str = "en", name: str = "hub") -> ElementTree.Element:
    _, page = pages.show(site, f"organisation/{name}", lang)  # type: ignore[arg-type]
    (found,) = re.findall(r'(?s)<svg viewBox="[^"]*" width.*?</svg>', page.decode())
    return ElementTree.fromstring(found)


def box(mark: Mark) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a disc with its name, letters 7 wide in lines of 15."""
    half = max(mark.radius, 3.5 * max(map(len, mark.lines)))
    bottom = mark.below - 11 + 15 * len(mark.lines)
    return mark.x - half, mark.x + half, mark.y - mark.radius, bottom


def test_the_closest_stand_nearest_and_are_the_largest(site: Site) -> None:
    found = drawn(site)
    assert found and found.of == PARTNERS
    assert [each.shared for each in found.marks] == list(range(PARTNERS, PARTNERS - DRAWN, -1))
    assert (found.centre.x, found.centre.y) == (0, 0)
    far = [math.hypot(each.x, each.y) for each in found.marks]
    assert all(one < other + 2 for one, other in pairwise(far))
    assert far[0] < far[-1] / 1.3
    sizes = [each.radius for each in found.marks]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > sizes[-1]


def test_no_name_lies_on_another_or_outside(site: Site) -> None:
    found = drawn(site)
    assert found
    boxes = [box(each) for each in (found.centre, *found.marks)]
    for one, other in combinations(boxes, 2):
        across = min(one[1], other[1]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[2], other[2])
        assert across <= 0 or down <= 0, (one, other)
    right, bottom = found.left + found.width, found.top + found.height
    for begin, end, top, low in boxes:
        assert found.left <= begin and end <= right and found.top <= top and low <= bottom


def test_countries_have_colours_that_are_named(site: Site) -> None:
    found = drawn(site)
    assert found and found.legend == (("France", 1), ("Netherlands", 2)) and not found.others
    colours = {each.shared: each.colour for each in found.marks}
    assert colours[12] == 2 and colours[13] == 1
    _, page = pages.show(site, "organisation/hub", "fr")
    assert re.search(r'class="k2"><circle r="5"/></g></svg> Pays-Bas', page.decode())


def test_names_are_text_and_lead_to_pages(site: Site) -> None:
    names = {"en": "Hub and its closest partners", "fr": "Hub et ses partenaires les plus proches"}
    for lang in LANGUAGES:
        found = svg(site, lang)
        assert found.findtext("title") == names[lang] and found.findtext("desc")
        labels = {found.attrib["aria-labelledby"], found.attrib["aria-describedby"]}
        assert labels == {each.get("id") for each in found if each.get("id")}
        assert HOSTILE in [each.text for each in found.iter("title")]
        ways = [each.get("href", "") for each in found.iter("a")]
        prefix = "../" if lang == "en" else "../../fr/"
        assert ways == [f"{prefix}organisation/x{n}.html" for n in range(PARTNERS, 10, -1)]
        assert {each.tag for each in found.iter()} <= {
            "svg", "title", "desc", "path", "g", "a", "circle", "text", "tspan",
        }  # fmt: skip


def test_only_what_has_a_page_is_led_to(site: Site) -> None:
    few = replace(site, live=False, only=frozenset({"organisation/hub", "organisation/x29"}))
    ways = [each.get("href", "") for each in svg(few).iter("a")]
    assert ways[1] == "../organisation/x29.html"
    assert ways[0] == "../thing.html#organisation/x30"


def test_a_page_with_a_network_costs_few_bytes(site: Site) -> None:
    assert len(ElementTree.tostring(svg(site))) < 8_000


def test_one_partner_is_drawn_and_none_is_not(site: Site) -> None:
    found = drawn(site, "x7")
    assert found and [each.shared for each in found.marks] == [7] and found.others
    assert drawn(site, "alone") is None
    _, page = pages.show(site, "organisation/alone", "en")
    assert b"<svg" not in page


def test_the_same_graph_gives_the_same_bytes(site: Site, tmp_path: Path) -> None:
    again = Site(Held(site.location))
    for lang in LANGUAGES:
        one, other = (pages.show(each, "organisation/hub", lang)[1] for each in (site, again))
        assert one == other
    assert BASE not in ElementTree.tostring(svg(site), "unicode")
