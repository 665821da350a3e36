"""The files of a site in pieces that can be made apart from each other, by one process or several.

Knows pages, data and downloads; nothing of who makes which piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, starmap
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.garbage import uncollected
from clustergraph.languages import LANGUAGES
from clustergraph.networks import export
from clustergraph.networks.choice import Choice
from clustergraph.web.site import pages, shards
from clustergraph.web.site.addresses import file
from clustergraph.web.site.data import about, every
from clustergraph.web.site.held import Download

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.web.site.held import Site
    from clustergraph.web.site.index import Entry
    from clustergraph.web.site.staging import Place, Put

# What is there to take away, by the name of the file; what takes longest first.
DOWNLOADS = (
    "graph.ttl.gz", "graph.nq.gz", "partners.gexf.gz", "partners.csv.gz", "partners.parquet",
)  # fmt: skip
# The page that tells of them, which can be made when they have been.
TELLING = "downloads"
# Things that the graph is asked about at once, other pages, and scripts that are made at once.
_TOGETHER, _FEW, _SOME = 500, 12, 8


class Piece(NamedTuple):
    """A download, or pages at some addresses, or scripts of things without pages, or the things
    from the first to the last but one in the order of the site."""

    download: str = ""
    addresses: tuple[str, ...] = ()
    shards: tuple[int, ...] = ()
    first: int = 0
    end: int = 0


@dataclass(frozen=True)
class Made:
    """The files of a piece, and what there is to say of downloads."""

    puts: tuple[Put, ...]
    downloads: tuple[Download, ...] = ()


def entries(site: Site) -> list[Entry]:
    """The things that have pages, in the order of the site."""
    return [each for kind in site.index.kinds for each in site.listed(kind)]


def others(site: Site, things: list[Entry]) -> list[str]:
    """The addresses of all pages that are not of one thing."""
    known = {each.address for each in things}
    return [each for each in pages.addresses(site) if each not in known]


def pieces(site: Site, things: list[Entry]) -> list[Piece]:
    """All pieces of a site but the page of its downloads."""
    alone = tuple(each for each in others(site, things) if each != TELLING)
    scripts = tuple(range(1, shards.count(site) + 1))
    return [
        *(Piece(name) for name in DOWNLOADS),
        *(Piece(shards=scripts[n : n + _SOME]) for n in range(0, len(scripts), _SOME)),
        *(Piece(first=n, end=n + _TOGETHER) for n in range(0, len(things), _TOGETHER)),
        *(Piece(addresses=alone[n : n + _FEW]) for n in range(0, len(alone), _FEW)),
    ]


def make(site: Site, things: list[Entry], piece: Piece, place: Place) -> Made:
    """Make one piece. Raises OutputError where a file cannot be written."""
    if piece.download:
        return _download(site, piece.download, place)
    # Pages hold nothing that holds itself, and all of them are few.
    with uncollected():
        return Made(tuple(starmap(place.put, _files(site, things, piece))))


def _files(site: Site, things: list[Entry], piece: Piece) -> Iterator[tuple[str, bytes]]:
    """The files of a piece that is no download."""
    told = (file for each in piece.addresses for file in page(site, each))
    few = shards.shards(site, piece.shards) if piece.shards else ()
    some = things[piece.first : piece.end]
    return chain(told, few, _things(site, some) if some else ())


def _download(site: Site, name: str, place: Place) -> Made:
    choice = None if name.startswith("graph") else Choice()
    written = export.export(site.location, place.path(f"files/{name}"), choice=choice)
    sizes = [path.stat().st_size for path in written.paths]
    puts = tuple(place.made(f"files/{path.name}") for path in written.paths)
    told = zip(puts, sizes, strict=True)
    return Made(puts, tuple(Download(put.name, size, put.sha256) for put, size in told))


def _things(site: Site, some: list[Entry]) -> Iterator[tuple[str, bytes]]:
    known = site.knowing(some)
    triples = about(site.location, [each.iri for each in some])
    for entry in some:
        yield from page(known, entry.address)
        for ending, content in every(known, entry, triples.pop(entry.iri)):
            yield file(entry.address, LANGUAGES[0], f".{ending}"), content


def page(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """A page in each language."""
    for lang in LANGUAGES:
        yield file(address, lang), pages.show(site, address, lang)[1]
