"""The small map of the page of a project or of a place: which dots, where, and on which land."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from clustergraph.graph.opening import open_graph
from clustergraph.web.page import atlas
from clustergraph.web.site import pages, shipped
from clustergraph.web.site.held import Held, Site
from clustergraph.web.site.mapped import Map, chart

if TYPE_CHECKING:
    from clustergraph.languages import Lang

pytestmark = pytest.mark.slow

GRAPH = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix p: <https://w3id.org/clustergraph/id/project/> .
@prefix place: <https://w3id.org/clustergraph/id/place/> .
place:be a cg:Country ; rdfs:label "Belgium" ; cg:isoCode "BE" .
place:au a cg:Country ; rdfs:label "Australia" ; cg:isoCode "AU" .
place:fr a cg:Country ; rdfs:label "France" ; cg:isoCode "FR" .
place:paris a cg:Region ; rdfs:label "Paris" ; cg:within place:fr ; geo:lat 48.86 ; geo:long 2.35 .
place:lyon a cg:Region ; rdfs:label "Lyon" ; cg:within place:fr ; geo:lat 45.76 ; geo:long 4.84 .
o:a a cg:Organisation ; rdfs:label "Alpha & <b>Sons</b>" ; cg:locatedIn place:paris .
o:b a cg:Organisation ; rdfs:label "Beta" ; cg:locatedIn place:paris .
o:c a cg:Organisation ; rdfs:label "Gamma" ; cg:locatedIn place:be .
o:d a cg:Organisation ; rdfs:label "Delta" .
o:e a cg:Organisation ; rdfs:label "Epsilon" ; cg:locatedIn place:au .
o:f a cg:Organisation ; rdfs:label "Zeta" ; cg:locatedIn place:lyon .
o:g a cg:Organisation ; rdfs:label "Eta" ; cg:locatedIn place:fr .
p:home a cg:Project ; rdfs:label "Home" .
p:near a cg:Project ; rdfs:label "Near" .
p:far a cg:Project ; rdfs:label "Far" .
p:lost a cg:Project ; rdfs:label "Lost" .
"""
TAKING = {"near": "abcd", "far": "ae", "lost": "d", "home": "abfg"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    rows = [
        f"<urn:{project}-{one}> a cg:Participation ; cg:participant o:{one} ; "
        f"cg:inProject p:{project} ."
        for project, members in TAKING.items()
        for one in members
    ]
    path = tmp_path_factory.mktemp("map") / "graph.ttl"
    path.write_text("\n".join([GRAPH, *rows]), encoding="utf-8")
    return Site(Held(open_graph(path)))


def drawn(site: Site, name: str, kind: str = "project") -> Map | None:
    entry = site.entry(f"{kind}/{name}")
    return chart(site.profile(entry), entry, "en")


def shown(site: Site, project: str, lang: Lang = "en") -> str:
    return pages.show(site, f"project/{project}", lang)[1].decode()


def test_who_lies_at_one_place_is_one_dot(site: Site) -> None:
    found = drawn(site, "near")
    assert found and (found.known, found.of) == (3, 4)
    paris, belgium = found.dots
    at = atlas.point(48.86, 2.35)
    assert at and (paris.x, paris.y) == tuple(map(round, at))
    assert (belgium.x, belgium.y) == atlas.countries()["BE"]
    assert paris.names == ("Alpha & <b>Sons</b>", "Beta") and belgium.names == ("Gamma",)
    assert paris.radius == pytest.approx(belgium.radius * 2**0.5, abs=0.1)


@pytest.mark.parametrize("project", ["near", "far"])
def test_all_dots_are_on_the_part_that_is_shown(site: Site, project: str) -> None:
    found = drawn(site, project)
    assert found and len(found.dots) == 2
    for dot in found.dots:
        assert found.left < dot.x - dot.radius and dot.x + dot.radius < found.left + found.across
        assert found.top < dot.y - dot.radius and dot.y + dot.radius < found.top + found.down
    assert found.across / found.down == pytest.approx(found.width / found.height, rel=0.01)


def test_a_map_is_told_and_its_land_is_one_file_of_the_site(site: Site) -> None:
    page = shown(site, "near", "fr")
    (text,) = re.findall(r'(?s)<svg viewBox="[^"]*" width.*?</svg>', page)
    svg = ElementTree.fromstring(text)
    assert svg.findtext("title") == "Qui participe à Near, et où"
    assert "3 participants sur 4" in page and f'id="{svg.get("aria-describedby")}"' in page
    (land,) = svg.iter("image")
    assert land.get("href") == "../../assets/land.svg"
    asset = ElementTree.fromstring(shipped.asset("land.svg"))
    frame = [land.get(name) for name in ("x", "y", "width", "height")]
    assert asset.get("viewBox", "").split() == frame
    left, top, width, height = shipped.FRAME
    for x, y, *steps in (*atlas.land(), *atlas.borders()):
        for dx, dy in [(0, 0), *zip(steps[::2], steps[1::2], strict=True)]:
            x, y = x + dx, y + dy
            assert left <= x <= left + width and top <= y <= top + height
    assert "land.svg" in shipped.ASSETS and b"http" not in shipped.asset("land.svg")[60:]


def test_borders_tell_where_in_a_continent_a_map_is() -> None:
    corners = []
    for x, y, *steps in atlas.borders():
        for dx, dy in [(0, 0), *zip(steps[::2], steps[1::2], strict=True)]:
            x, y = x + dx, y + dy
            corners.append((x, y))

    def distance(latitude: float, longitude: float) -> float:
        return min(math.dist(atlas.point(latitude, longitude) or (), each) for each in corners)

    # Basle, where three countries meet, and Paris, 2 degrees of longitude from the next border.
    assert distance(47.6, 7.6) < 2 and distance(48.86, 2.35) > 15
    asset = ElementTree.fromstring(shipped.asset("land.svg"))
    assert [each.get("fill") for each in asset] == ["#8b95a1", "none"]


def test_where_nobody_has_a_place_there_is_no_map(site: Site) -> None:
    assert drawn(site, "lost") is None
    assert "<svg" not in shown(site, "lost")
    assert "land.svg" not in pages.show(site, "organisation/a", "en")[1].decode()


def test_a_published_page_has_the_same_map(site: Site) -> None:
    still = replace(site, live=False)
    maps = [re.findall(r'(?s)<figure class="map">.*?</figure>', shown(each, "near"))
            for each in (site, still)]  # fmt: skip
    assert maps[0] == maps[1] and len(maps[0]) == 1


def test_the_map_of_a_country_has_those_whose_region_is_known(site: Site) -> None:
    found = drawn(site, "fr", "place")
    assert found and (found.known, found.of, found.more) == (3, 4, 0)
    assert [each.names for each in found.dots] == [("Alpha & <b>Sons</b>", "Beta"), ("Zeta",)]
    assert all(each.more == 0 for each in found.dots)
    # Nearer than the map of a project in the same two towns.
    home = drawn(site, "home")
    assert home and found.across == 150 and home.across == 360
    page = pages.show(site, "place/fr", "fr")[1].decode()
    assert page.count("<circle cx=") == 2 and "3 organisations sur 4" in page
    assert "Où ils se trouvent : France" in page and "assets/land.svg" in page


def test_a_place_that_is_one_point_has_no_map(site: Site) -> None:
    assert drawn(site, "paris", "place") is None
    assert "land.svg" not in pages.show(site, "place/paris", "en")[1].decode()


def test_a_map_keeps_the_largest_places_and_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clustergraph.web.site.mapped._DOTS", 1)
    monkeypatch.setattr("clustergraph.web.site.mapped._NAMED", 1)
    found = drawn(site, "fr", "place")
    assert found and (found.known, found.of, found.more) == (2, 4, 1)
    (dot,) = found.dots
    assert dot.names == ("Alpha & <b>Sons</b>",) and dot.more == 1
    page = pages.show(site, "place/fr", "en")[1].decode()
    assert "Alpha &amp; &lt;b&gt;Sons&lt;/b&gt;, and 1 more" in page
    assert "The 1 largest dots are shown." in page
