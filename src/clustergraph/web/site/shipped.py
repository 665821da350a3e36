"""The files that pages are made with and come with, and what is known of them.

Knows files of this package, and the land of the network page.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources

from clustergraph.web.page import atlas

# The land of all maps, left, top, width and height of which are these: all of the Mercator map.
LAND = "land.svg"
FRAME = (-1820, -1400, 3730, 2080)
# Files that pages need, by the names that they have on the site: those of any site, those of the
# engine that answers where no server does, and those that only a server needs.
ASSETS = ("site.css", "icon.svg", LAND, "search.js", "table.js", "thing.js")
BOX = ("box.js", "vendored/oxigraph.js")
LIVE = (
    "review.js", "editor.js", "try.js", "vendored/yasgui.js", "vendored/yasgui.css",
    "vendored/rapidoc.js",
)  # fmt: skip


@cache
def asset(name: str) -> bytes:
    """One of ASSETS, BOX or LIVE."""
    if name == LAND:
        return _land()
    return resources.files(__package__).joinpath("assets", *name.split("/")).read_bytes()


def _land() -> bytes:
    """The land of the network page as a picture with borders, of a grey that is seen on light and
    dark."""
    left, top, width, height = FRAME
    outlines, borders = _path(atlas.land(), "z"), _path(atlas.borders(), "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}"><path fill="#8b95a1" fill-opacity=".4" '
        f'd="{outlines}"/><path fill="none" stroke="#8b95a1" stroke-width=".6" d="{borders}"/>'
        "</svg>\n"
    ).encode()


def _path(lines: list[list[int]], end: str) -> str:
    """The data of an SVG path of some lines."""
    steps = (f"M{x} {y}l{' '.join(map(str, steps))}{end}" for x, y, *steps in lines)
    return "".join(steps).replace(" -", "-")


@cache
def version() -> str:
    """A checksum of all templates and files that pages are made with."""
    here = resources.files(__package__)
    templates = sorted((here / "templates").iterdir(), key=lambda each: each.name)
    made = [each.read_bytes() for each in templates]
    # What is vendored is known by its checksums.
    own = (*ASSETS, *BOX, *LIVE, "vendored/vendored.json")
    assets = [asset(name) for name in own if not name.startswith("vendored/") or "json" in name]
    return sha256(b"".join([*made, *assets])).hexdigest()
