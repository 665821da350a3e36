"""The files of a site as a catalogue reads them: distributions of DCAT-AP 3, beside what the graph
says of itself (VoID, DCAT-AP).

Knows files and their forms; nothing of how they were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from clustergraph.formats import triples
from clustergraph.graph.folder import DATASET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.graph.location import Location
    from clustergraph.web.site.held import Download

# By extension: the EU's name of the file type, and the media type as IANA has registered it.
_FORMS = {
    "ttl": ("RDF_TURTLE", "text/turtle"),
    "nq": ("RDF_N_QUADS", "application/n-quads"),
    "gexf": ("XML", "application/xml"),
    "csv": ("CSV", "text/csv"),
    "parquet": ("PARQUET", "application/vnd.apache.parquet"),
}
_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
# What may stand in an address as it is (RFC 3986).
_PLAIN = ":/?#[]@!$&'()*+,;=%~"
_PREFIXES = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
_DISTRIBUTION = """\
<{dataset}> dcat:distribution <{file}> .
<{file}> a dcat:Distribution , rdfs:Resource ;
    dcterms:title "{name}"@en ;
    dcat:accessURL <{file}> ;
    dcat:downloadURL <{file}> ;
    dcterms:format <{types}{form}> ;
    dcat:mediaType <{media}{kind}> ;{packed}
    dcat:byteSize "{size}"^^xsd:nonNegativeInteger ;
    spdx:checksum <{file}#checksum> .
<{file}#checksum> a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "{sha256}"^^xsd:hexBinary .
spdx:checksumAlgorithm_sha256 a spdx:ChecksumAlgorithm .
<{types}{form}> a dcterms:MediaTypeOrExtent .
<{media}{kind}> a dcterms:MediaType .
"""
_PACKED = f"\n    dcat:compressFormat <{_MEDIA}application/gzip> ;"
_GZIP = f"<{_MEDIA}application/gzip> a dcterms:MediaType .\n"


def described(location: Location, files: Iterable[Download], address: str | None) -> bytes:
    """The graph's description of itself and its files, as Turtle that lies beside these.

    address: where the site will be; without one, addresses are relative to the file.
    """
    told = triples.written("turtle", location.description())
    base = f"{quote(address.rstrip('/'), safe=_PLAIN)}/" if address else None
    return told + b"\n" + "".join([_PREFIXES, *_distributions(files, base)]).encode()


def _distributions(files: Iterable[Download], base: str | None) -> Iterator[str]:
    packed = False
    for each in files:
        name = each.name.rpartition("/")[2]
        packed = packed or name.endswith(".gz")
        form, kind = _FORMS[name.removesuffix(".gz").rpartition(".")[2]]
        yield _DISTRIBUTION.format(
            dataset=DATASET, file=f"{base}{each.name}" if base else name, name=name, form=form,
            kind=kind, size=each.size, sha256=each.sha256, types=_TYPES, media=_MEDIA,
            packed=_PACKED if name.endswith(".gz") else "",
        )  # fmt: skip
    if packed:
        yield _GZIP
