"""The map: places from coordinates, nobody on anybody, land where land is."""

from __future__ import annotations

import math

import pytest

from clustergraph.web.page import atlas

BRUSSELS, LUXEMBOURG = (50.85, 4.35), (49.61, 6.13)


def _at(place: tuple[float, float]) -> tuple[float, float]:
    found = atlas.point(*place)
    assert found is not None
    return found


def test_north_is_up_and_a_degree_is_ten_units_wide() -> None:
    (west, north), (east, south) = _at(BRUSSELS), _at(LUXEMBOURG)
    assert (east - west) / 10 == pytest.approx(6.13 - 4.35)
    assert north < south < _at((0.0, 0.0))[1] == pytest.approx(0)


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (math.nan, 0.0), (0.0, math.inf)])
def test_what_is_no_place_on_earth_has_no_point(place: tuple[float, float]) -> None:
    assert atlas.point(*place) is None


def test_the_poles_are_at_the_edge_of_the_map() -> None:
    assert atlas.point(90.0, 0.0) == atlas.point(80.0, 0.0)


@pytest.mark.parametrize("here", [1, 2, 60, 400])
def test_nobody_stands_on_anybody_and_everybody_near_the_own_place(here: int) -> None:
    known = {f"be{n:03}": ("BE", _at(BRUSSELS)) for n in range(here)}
    known |= {f"lu{n:03}": ("LU", _at(LUXEMBOURG)) for n in range(30)}
    radii = {iri: 5 + 11 * (place % 3) for place, iri in enumerate([*known, "nowhere", "x"])}
    found = atlas.atlas(known, radii)
    assert found is not None
    places = [(found.places[iri], radius) for iri, radius in radii.items()]
    for number, ((x, y), radius) in enumerate(places):
        for (other_x, other_y), other in places[:number]:
            assert math.hypot(x - other_x, y - other_y) >= radius + other - 2
    for key, place in (("be000", BRUSSELS), ("lu000", LUXEMBOURG)):
        wanted = [part * found.scale for part in _at(place)]
        own = [found.places[iri] for iri in known if iri[:2] == key[:2]]
        middle = [sum(part) / len(own) for part in zip(*own, strict=True)]
        assert math.dist(wanted, middle) <= 20 * found.scale


def test_who_has_no_place_stands_apart_below_all_others() -> None:
    found = atlas.atlas({"a": ("BE", _at(BRUSSELS))}, {"a": 10, "b": 10, "c": 10})
    assert found is not None
    assert [group.key for group in found.groups] == ["BE", ""]
    assert found.member == {"a": 0, "b": 1, "c": 1}
    assert min(found.places["b"][1], found.places["c"][1]) > found.places["a"][1] + 20


def test_without_any_place_there_is_no_map() -> None:
    assert atlas.atlas({}, {"a": 10}) is None


def test_equal_places_give_equal_maps() -> None:
    known = {f"{n}": (f"{n % 7}", (n % 7 * 9.0, n % 7 * 4.0)) for n in range(80)}
    radii = dict.fromkeys(known, 6)
    assert atlas.atlas(known, radii) == atlas.atlas(dict(reversed(known.items())), radii)


def _inside(place: tuple[float, float], ring: list[int]) -> bool:
    """Whether a point lies within an outline: a ray to the right crosses it at odd times."""
    x, y, corners = 0, 0, []
    for step in range(0, len(ring), 2):
        x, y = x + ring[step], y + ring[step + 1]
        corners.append((x, y))
    crossed = 0
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > place[1]) != (y2 > place[1]):
            crossed += place[0] < x1 + (place[1] - y1) * (x2 - x1) / (y2 - y1)
    return crossed % 2 == 1


@pytest.mark.parametrize(
    ("place", "land"),
    [
        (BRUSSELS, True),
        ((55.75, 37.6), True),  # Moscow
        ((66.5, 178.0), True),  # Chukotka, beside the 180th meridian
        ((39.7, -105.0), True),  # Denver
        ((-33.0, 22.0), True),  # the Karoo
        ((48.0, -20.0), False),  # the Atlantic
        ((40.0, 5.0), False),  # the Mediterranean
    ],
)
def test_land_is_where_land_is(place: tuple[float, float], land: bool) -> None:
    assert any(_inside(_at(place), ring) for ring in atlas.land()) is land


def test_every_country_of_the_map_has_its_point_on_it() -> None:
    points = atlas.countries()
    assert len(points) > 190
    for code, near in (("BE", (50.6, 4.6)), ("FR", (46.6, 2.4)), ("RU", (62.0, 97.0))):
        assert math.dist(points[code], _at(near)) < 80, code
