"""The site as a folder, for any web server, a share, or a disk.

The same pages as a server shows, made in one go. Equal graphs give equal files; only files that
change are written, and none before all are made. Knows pages and files; nothing of requests.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from clustergraph.answers.checksum import checksum
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.output import compressed
from clustergraph.graph.progress import silent
from clustergraph.languages import LANGUAGES
from clustergraph.questions.taken import forgetting
from clustergraph.web.site import helping, pages, rendering
from clustergraph.web.site.addresses import file
from clustergraph.web.site.distributed import described
from clustergraph.web.site.held import Download, Held, Site
from clustergraph.web.site.interest import of_interest
from clustergraph.web.site.pieces import TELLING, entries, page
from clustergraph.web.site.staging import Staging
from clustergraph.web.wording import web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.networks.choice import Choice

# Names in one script of the search, and triples that a browser is given to ask.
_NAMES, _BOXED = 5_000, 100_000
_DESCRIPTION = "files/dataset.ttl"


@dataclass(frozen=True)
class Published:
    """What was written. things: how many have pages; total: how many could; files: of the whole
    site; written, removed: how many of them changed. centres: whom it is about."""

    folder: Path
    things: int
    total: int
    files: int
    written: int
    removed: int
    centres: tuple[str, ...]


def publish(
    location: Location,
    folder: Path,
    *,
    about: Sequence[str] = (),
    choice: Choice | None = None,
    address: str | None = None,
    report: Report = silent,
) -> Published:
    """Write the site of a graph to a folder.

    Pages are those of `interest.of_interest`. address: where the site will be, for its site map.
    Raises RequestError for a name or an address that does not fit, OutputError where the folder
    holds other things or cannot be written.
    """
    if address is not None and not web(address):
        raise RequestError(ParameterName("address"), f" {address}: not a web address")
    whole = Site(
        Held(location), live=False, boxed=location.count() <= _BOXED, address=_ended(address)
    )
    chosen = of_interest(location, whole.held.centre, about, choice)
    places = {whole.index.iris[iri] for iri in chosen or () if iri in whole.index.iris}
    site = whole if chosen is None else replace(whole, only=frozenset(places))
    things = entries(site)
    with Staging(folder, _key(site, address)) as staging:
        if not staging.holds:
            with forgetting():
                _make(site, staging, address, report)
        counts = staging.finish()
    own = (site.centre.label,) if site.centre else ()
    return Published(folder, len(things), len(site.index.entries), *counts, tuple(about) or own)


def _ended(address: str | None) -> str | None:
    """The address of a site with the slash that files follow."""
    return f"{address.rstrip('/')}/" if address else None


def _key(site: Site, address: str | None) -> str:
    """What the bytes of the site are made from; "" where a graph has no identity."""
    only = None if site.only is None else sorted(site.only)
    return checksum(site.location, rendering.version(), address, only) or ""


def _make(site: Site, staging: Staging, address: str | None, report: Report) -> None:
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
    names = (*rendering.ASSETS, *(rendering.BOX if site.boxed else ()))
    yield from ((f"assets/{name}", rendering.asset(name)) for name in names)
    if site.boxed:
        yield "search/graph.js", _graph(site.location)
        yield f"assets/{rendering.EXAMPLES}", site.held.examples
    yield from _search(site)
    yield from page(site, TELLING)
    yield "robots.txt", _robots(address)
    if address:
        yield "sitemap.xml", _map(address, pages.addresses(site))


def _search(site: Site) -> Iterator[tuple[str, bytes]]:
    """The names of all things as scripts: a page that is opened from a disk cannot fetch."""
    rows = []
    for entry in site.index.entries.values():
        french = entry.label.translated("fr")
        here = site.reach(entry.iri)
        rows.append([str(entry.label), here, *([french] if french != entry.label else [])])
    parts = [rows[start : start + _NAMES] for start in range(0, len(rows), _NAMES)]
    yield "search/names.js", f"clustergraphParts({len(parts)});\n".encode()
    for number, part in enumerate(parts, 1):
        told = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        script = f"clustergraphNames({told});\n"
        yield f"search/names-{number}.js", script.encode("utf-8", "replace")


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
