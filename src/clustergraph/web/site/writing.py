"""Every file of the site of a graph: pages, scripts, downloads and what tells of them.

Knows pages and files; nothing of requests, and not which files were there before.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from clustergraph.formats.output import compressed
from clustergraph.languages import LANGUAGES
from clustergraph.web.site import helping, pages, rendering, searched, shipped
from clustergraph.web.site.addresses import file
from clustergraph.web.site.distributed import described
from clustergraph.web.site.held import Download, Held, Site
from clustergraph.web.site.pieces import TELLING, entries, page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.web.site.staging import Staging

# Triples that a browser is given to ask.
_BOXED = 100_000
_DESCRIPTION = "files/dataset.ttl"


def site_of(location: Location, chosen: Collection[str] | None, address: str | None) -> Site:
    """The site of a graph with pages for these things, for all where it is None.

    address: where it will be, with a slash at its end.
    """
    boxed = location.count() <= _BOXED
    whole = Site(Held(location), live=False, boxed=boxed, address=address)
    if chosen is None:
        return whole
    iris = whole.index.iris
    return replace(whole, only=frozenset(iris[iri] for iri in chosen if iri in iris))


def told(site: Site) -> dict[str, Any]:
    """How many things have pages, how many could, and the label of the cluster that it is for."""
    label = str(site.centre.label) if site.centre else ""
    return {"things": len(entries(site)), "total": len(site.index.entries), "centre": label}


def write(site: Site, staging: Staging, address: str | None, report: Report) -> None:
    """Every file of the site."""
    found = helping.made(site, staging.place, lambda share: report("writing pages", share))
    told = sorted((each for piece in found for each in piece.downloads), key=lambda each: each.name)
    for piece in found:
        staging.take(piece.puts)
    description = described(site.location, told, address)
    staging.put(_DESCRIPTION, description)
    own = Download(_DESCRIPTION, len(description), sha256(description).hexdigest())
    site = replace(site, downloads=(*told, own))
    for name, content in _others(site, address):
        staging.put(name, content)


def _others(site: Site, address: str | None) -> Iterator[tuple[str, bytes]]:
    """Every file of the site but the pieces that are made apart."""
    names = (*shipped.ASSETS, *(shipped.BOX if site.boxed else ()))
    yield from ((f"assets/{name}", shipped.asset(name)) for name in names)
    if site.boxed:
        yield "search/graph.js", _graph(site.location)
        yield f"assets/{rendering.EXAMPLES}", site.held.examples
    yield from searched.scripts(site)
    yield from page(site, TELLING)
    yield "robots.txt", _robots(address)
    if address:
        yield "sitemap.xml", _map(address, pages.addresses(site))


def _graph(location: Location) -> bytes:
    """The graph as a script: gzip in base64."""
    packed = b64encode(b"".join(compressed(location.batches())))
    return b'clustergraphTriples("%s");\n' % packed


def _robots(address: str | None) -> bytes:
    told = f"Sitemap: {address.rstrip('/')}/sitemap.xml\n" if address else ""
    return f"User-agent: *\nAllow: /\n{told}".encode()


def _map(address: str, shown: Iterable[str]) -> bytes:
    """A site map (sitemaps.org 0.9)."""
    join = partial("{}/{}".format, address.rstrip("/"))
    lines = [
        f"<url><loc>{escape(join(file(each, lang)))}</loc></url>"
        for each in shown
        for lang in LANGUAGES
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    opened = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + opened + "\n".join(lines) + "\n</urlset>\n").encode()
