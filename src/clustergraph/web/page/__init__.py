"""One HTML file from a View: pyvis draws the network, everything the page needs lies inside it.

Knows a View and nothing of graphs, queries or files to write. The page refers to nothing outside
itself: its scripts are assets/page.js, which `make page` bundles from the modules in page/, and the
canvas: the vis-network that pyvis ships, or for a large view assets/sigma.js, which `make vendor`
renews. Its content security policy lets the browser run these scripts only and fetch nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from clustergraph.garbage import uncollected
from clustergraph.web.page import loading
from clustergraph.web.page.drawing import drawing
from clustergraph.web.page.payload import payload

if TYPE_CHECKING:
    from clustergraph.web.page.view import Node, View


# What is read when it is asked for, after the first picture: told of what one looks at, and what is
# only in the graph.
_DETAILS = ("details", "activities", "reasons", "documents")
_BEYOND = ("elsewhere", "tongues", "ways")
# So many rows of a large view can be read where no script runs.
_ROWS = 500
# How well a view is compressed: a twentieth better takes four times as long.
_LEVEL = 6
# To look for circles, of which a payload has none, takes a fifth of the time.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
)
# Where one runs, the browser need not lay these rows out first.
_FIRST = 'document.documentElement.className = "scripted";'


@uncollected()
def page(view: View) -> str:
    """The page that shows a view, complete: write it as UTF-8. Equal views give equal pages."""
    told = payload(view)
    details = {name: told.pop(name) for name in _DETAILS}
    beyond = {name: told.pop(name) for name in _BEYOND}
    parts = {"view": told, "details": details, "beyond": beyond}
    # One is compressed while the next is written.
    with ThreadPoolExecutor() as pool:
        packed = dict(zip(parts, pool.map(_packed, parts.values()), strict=True))
    library = _asset("sigma.js") if view.large else loading.vis_network()
    shipped = {"first": _FIRST, "library": library, "page": _asset("page.js")}
    scripts = {name: Markup(text) for name, text in shipped.items()}  # noqa: S704 - files, no input
    network = drawing(view)
    # pyvis renders its own network data with our template, in which every name is escaped.
    network.templateEnv = _environment()
    network.path = "page.html"
    network.templateEnv.globals.update(
        **packed,
        rows=[_row(node, view) for node in view.nodes[: _ROWS if view.large else None]],
        large=view.large,
        releases=view.releases,
        lang=view.lang,
        simple=view.simple,
        words=told["words"][view.lang],
        scripts=scripts,
        style=Markup(_asset("page.css")),  # noqa: S704 - our own file
        policy=_policy(scripts.values()),
    )
    # A lone surrogate cannot be written as UTF-8: show it as the replacement character.
    return str(network.generate_html()).encode("utf-8", "replace").decode("utf-8")


def _row(node: Node, view: View) -> dict[str, str]:
    """What the list shows of a node where no script runs."""
    kinds = {kind.iri: kind.label.translated(view.lang) for kind in view.types}
    return {
        "rank": "–" if node.rank is None else str(node.rank),
        "name": node.label.translated(view.lang),
        "kind": kinds[node.type],
        "countries": ", ".join(name.translated(view.lang) for name in node.countries),
    }


def _packed(value: Any) -> str:
    """JSON, compressed, as base64: about a quarter as large, and no character in it is markup."""
    text = _ENCODER.encode(value)
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), _LEVEL)).decode("ascii")


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["packed"] = _packed
    environment.filters["parsed"] = json.loads
    return environment


def _asset(name: str) -> str:
    return (resources.files(__name__) / "assets" / name).read_text(encoding="utf-8")


def _policy(scripts: Any) -> str:
    """A content security policy: these scripts alone, inline style, nothing from anywhere."""
    hashes = []
    for script in scripts:
        # HTML parsers read CR LF as LF, and the browser hashes what it has read.
        read = str(script).replace("\r\n", "\n").replace("\r", "\n").encode()
        hashes.append(f"'sha256-{base64.b64encode(hashlib.sha256(read).digest()).decode()}'")
    allowed = f"script-src {' '.join(hashes)}; style-src 'unsafe-inline'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
