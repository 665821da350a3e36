"""Reading RDF files: formats, and the line of an error; knows nothing of graphs or sources."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS: dict[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
}


def read(path: Path) -> Iterator[ox.Triple]:
    """The triples of an RDF file, packed with gzip or not; SourceError says file and line."""
    suffixes = [part.lstrip(".").lower() for part in path.suffixes]
    packed = suffixes[-1:] == ["gz"]
    media = FORMATS.get(next(iter((suffixes[:-1] if packed else suffixes)[-1:]), ""))
    if media is None:
        known = ", ".join(f".{extension}" for extension in FORMATS)
        raise SourceError(f"{path}: not an RDF file by its extension; known are {known}")
    if path.exists() and not path.is_file():
        raise SourceError(f"{path}: neither a file nor a folder; save what it holds as a file")
    try:
        data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
        for quad in ox.parse(data, format=media, base_iri=path.resolve().as_uri()):
            yield quad.triple
    except SyntaxError as error:
        message = " ".join((error.msg or "not valid").split())
        raise SourceError(f"{path}:{error.lineno or 1}: {message}") from None
    except (OSError, EOFError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from None
