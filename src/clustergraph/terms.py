"""Namespaces, prefixes, IRIs and the key by which names are compared.

The only maker of IRIs. Knows nothing of files, engines or queries.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from clustergraph.errors import RequestError
from clustergraph.languages import Text, filled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# w3id.org redirects are registered for the whole project at once: keep the base in one place.
BASE = "https://w3id.org/clustergraph/"
CG = f"{BASE}ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD = "http://www.w3.org/2001/XMLSchema#"

KINDS = (
    "organisation",
    "project",
    "programme",
    "call",
    "award",
    "participation",
    "membership",
    "partnership",
    "contact-point",
    "place",
    "event",
    "activity",
    "goal",
    "indicator",
    "publication",
    "testimonial",
    "claim",
    "site",
    "dataset",
    "record",
    "fact",
)
SCHEMES = (
    "action-type",
    "call-kind",
    "claim-status",
    "event-kind",
    "organisation-kind",
    "place-kind",
    "programme-kind",
    "proximity",
    "role",
    "status",
    "topic",
    "value-chain",
)
PREFIXES: dict[str, str] = {
    "cg": CG,
    "cgs": f"{BASE}scheme/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": XSD,
    **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
    **{scheme: f"{BASE}scheme/{scheme}/" for scheme in SCHEMES},
}

_LOCAL = re.compile(r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?$")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SMALL = bytes(range(256)).lower()
# The characters that RFC 3987 and SPARQL leave out of an IRI reference.
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def mint(kind: str, *key: str) -> str:
    """The IRI of a thing: `mint("organisation", "pic", "999918390")`."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    return PREFIXES[kind] + escape("-".join(key))


def whole(text: str) -> str:
    """A text without half characters, such as a byte that is not UTF-8 on a command line, which no
    graph and no file can hold."""
    return text.encode(errors="replace").decode()


def escape(text: str) -> str:
    """A text as a part of an IRI, signs that are not plain percent-encoded."""
    # Most keys are plain, and then the library's long way is not needed.
    if text.isascii() and text.replace("-", "").isalnum():
        return text
    return quote(whole(text), safe="")


def expand(curie: str) -> str | None:
    """The IRI of `prefix:local`, or None when the prefix is not ours."""
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


def compress(iri: str) -> str:
    """`prefix:local` where one of our prefixes fits, else the IRI itself."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL.match(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def local_name(iri: str) -> str:
    """What stands after the last `/` or `#`: a last resort for a label."""
    bare = iri.rstrip("/#")
    return bare[max(bare.rfind("/"), bare.rfind("#")) + 1 :] or iri


def is_absolute_iri(text: str) -> bool:
    """Whether text can stand between `<` and `>` in SPARQL as it is."""
    return bool(re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:", text)) and not _NOT_IRI.search(text)


def hyphenated(text: str) -> str:
    """Small letters and digits of ASCII, with hyphens between.

    >>> hyphenated("Université de Liège (BE)")
    'universite-de-liege-be'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def fold(text: str) -> str:
    """The key by which names are compared: no case, no accents, letters and digits only."""
    if text.isascii():
        return text.encode().translate(_SMALL, _ASCII_SIGNS).decode()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, decomposed))


def nearest(wanted: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The names most like the wanted one, best first, for an error message."""
    from rapidfuzz import fuzz, process

    known = sorted(names)
    found = process.extract(
        wanted, known, scorer=fuzz.ratio, processor=fold, limit=count, score_cutoff=55
    )
    return [name for name, _score, _index in found]


_MEANT = Text("did you mean {listed}?", "vouliez-vous dire {listed}\xa0?")
_THERE_ARE = Text("there are: {listed}", "il y a {listed}")


def unknown(what: str, name: str, names: Iterable[str]) -> RequestError:
    """The error for a name that is not in a registry, with the nearest ones."""
    known = sorted(names)
    close = nearest(name, known)
    listed = ", ".join(close or known)
    hint = filled(_MEANT if close else _THERE_ARE, listed=listed)
    said = Text(
        f"unknown {what} '{name}': {hint}",
        f"«\xa0{name}\xa0» est inconnu ici\xa0: {hint.fr}",
    )
    return RequestError(said, candidates=close)


def unknown_format(path: Path, ending: str, known: Iterable[str]) -> RequestError:
    """The error for a file whose ending asks for a form that is not written."""
    listed = " ".join(known)
    return RequestError(
        Text(
            f"{path}: unknown format '{ending}'; known are {listed}",
            f"{path}\xa0: format «\xa0{ending}\xa0» inconnu\xa0; sont connus {listed}",
        )
    )


_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
