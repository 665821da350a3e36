"""The site as a folder, for any web server, a share, or a disk.

The same pages as a server shows, made in one go. Equal graphs give equal files; only files that
change are written, and none before all are made. Knows pages and files; nothing of requests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from clustergraph.answers.checksum import checksum
from clustergraph.errors import ParameterName, RequestError
from clustergraph.graph.progress import silent
from clustergraph.languages import LANGUAGES
from clustergraph.networks import export
from clustergraph.networks.choice import Choice
from clustergraph.web.site import pages, rendering
from clustergraph.web.site.addresses import file
from clustergraph.web.site.data import every
from clustergraph.web.site.distributed import described
from clustergraph.web.site.held import Download, Held, Site
from clustergraph.web.site.interest import of_interest
from clustergraph.web.site.profile import profiles
from clustergraph.web.site.staging import Staging
from clustergraph.web.wording import web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.web.site.index import Entry

# Things that the graph is asked about at once, and names in one script of the search.
_TOGETHER, _NAMES = 400, 5_000
# What is there to take away, by the name of the file.
_DOWNLOADS = (
    "graph.ttl.gz", "graph.nq.gz", "partners.gexf.gz", "partners.csv.gz", "partners.parquet",
)  # fmt: skip
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
    whole = Site(Held(location), live=False)
    chosen = of_interest(location, whole.held.centre, about, choice)
    places = {whole.index.iris[iri] for iri in chosen or () if iri in whole.index.iris}
    site = whole if chosen is None else replace(whole, only=frozenset(places))
    entries = [each for kind in site.index.kinds for each in site.listed(kind)]
    with Staging(folder, _key(site, address)) as staging:
        if not staging.holds:
            site = replace(site, downloads=_all_downloads(location, staging, address, report))
            for name, content in _files(site, entries, address, report):
                staging.put(name, content)
        counts = staging.finish()
    own = (site.centre.label,) if site.centre else ()
    return Published(folder, len(entries), len(site.index.entries), *counts, tuple(about) or own)


def _key(site: Site, address: str | None) -> str:
    """What the bytes of the site are made from; "" where a graph has no identity."""
    only = None if site.only is None else sorted(site.only)
    return checksum(site.location, rendering.version(), address, only) or ""


def _all_downloads(
    location: Location, staging: Staging, address: str | None, report: Report
) -> tuple[Download, ...]:
    """The files to take away, and last the one that describes them."""
    made = list(_downloads(location, staging, report))
    told = described(location, made, address)
    staging.put(_DESCRIPTION, told)
    return (*made, _download(_DESCRIPTION, told))


def _download(name: str, content: bytes) -> Download:
    return Download(name, len(content), sha256(content).hexdigest())


def _downloads(location: Location, staging: Staging, report: Report) -> Iterator[Download]:
    for name in _DOWNLOADS:
        path = staging.place(f"files/{name}")
        network = not name.startswith("graph")
        made = export.export(
            location, path, choice=Choice() if network else None,
            report=lambda stage, share: report(stage, share / 4),
        )  # fmt: skip
        for each in made.paths:
            content = each.read_bytes()
            staging.made(f"files/{each.name}", content)
            yield _download(f"files/{each.name}", content)


def _files(
    site: Site, entries: Sequence[Entry], address: str | None, report: Report
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site but the downloads, with its content."""
    yield from ((f"assets/{name}", rendering.asset(name)) for name in rendering.ASSETS)
    yield from _search(site)
    things = {each.address for each in entries}
    others = [each for each in pages.addresses(site) if each not in things]
    for each in others:
        yield from _page(site, each)
    for start in range(0, len(entries), _TOGETHER):
        report("writing pages", 0.25 + 0.75 * start / len(entries))
        some = entries[start : start + _TOGETHER]
        known = replace(site, profiles=profiles(site.location, some, site.held.tables))
        for entry in some:
            yield from _page(known, entry.address)
            for ending, content in every(known, entry):
                yield file(entry.address, LANGUAGES[0], f".{ending}"), content
    yield "robots.txt", _robots(address)
    if address:
        yield "sitemap.xml", _map(address, [*others, *sorted(things)])


def _page(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    for lang in LANGUAGES:
        yield file(address, lang), pages.show(site, address, lang)[1]


def _search(site: Site) -> Iterator[tuple[str, bytes]]:
    """The names of all things as scripts: a page that is opened from a disk cannot fetch."""
    rows = []
    for entry in site.index.entries.values():
        french = entry.label.translated("fr")
        here = entry.address if site.place(entry.iri) else ""
        rows.append([str(entry.label), here, *([french] if french != entry.label else [])])
    parts = [rows[start : start + _NAMES] for start in range(0, len(rows), _NAMES)]
    yield "search/names.js", f"clustergraphParts({len(parts)});\n".encode()
    for number, part in enumerate(parts, 1):
        told = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        script = f"clustergraphNames({told});\n"
        yield f"search/names-{number}.js", script.encode("utf-8", "replace")


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
