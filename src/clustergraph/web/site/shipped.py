"""The files that pages are made with and come with, and what is known of them.

Knows files of this package alone.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources

# Files that pages need, by the names that they have on the site: those of any site, those of the
# engine that answers where no server does, and those that only a server needs.
ASSETS = ("site.css", "icon.svg", "search.js", "table.js", "thing.js")
BOX = ("box.js", "vendored/oxigraph.js")
LIVE = (
    "review.js", "editor.js", "try.js", "vendored/yasgui.js", "vendored/yasgui.css",
    "vendored/rapidoc.js",
)  # fmt: skip


@cache
def asset(name: str) -> bytes:
    """One of ASSETS, BOX or LIVE."""
    return resources.files(__package__).joinpath("assets", *name.split("/")).read_bytes()


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
