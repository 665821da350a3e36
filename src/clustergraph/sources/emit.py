"""N-Triples lines, escaped exactly as Oxigraph writes them; knows nothing of sources.

Plain lines written here and loaded whole are forty times faster than adding triples to a graph.
"""

from __future__ import annotations

import re
from typing import Any

from clustergraph.terms import CG, PREFIXES, RDF_TYPE, RDFS_LABEL, XSD

# Canonical N-Triples (W3C, RDF 1.2 N-Triples, section 4): these and no others are escaped.
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff]')
_ASCII_SPECIAL = bytes(code for code in range(128) if _SPECIAL.match(chr(code)))
_SHORT = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def text(value: str) -> str:
    """A plain string literal."""
    # To see that a text is plain, as most are, this takes a sixth of the time of the pattern.
    data = value.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _ASCII_SPECIAL)) == len(data) and (
        value.isascii() or ("\ufffe" not in value and "\uffff" not in value)
    ):
        return f'"{value}"'
    return f'"{_SPECIAL.sub(_escape, value)}"'


def tagged(value: str, language: str) -> str:
    """A string in a language."""
    return f"{text(value)}@{language}"


def typed(value: Any, datatype: str) -> str:
    """A literal of an XSD datatype, by its local name: `typed(4, "integer")`."""
    return f'"{value}"^^<{XSD}{datatype}>'


def iri(value: str) -> str:
    """An IRI as an object."""
    return f"<{value}>"


def line(subject: str, predicate: str, value: str) -> str:
    """One line, newline included; subject and predicate are IRIs, value is a term from above."""
    return f"<{subject}> <{predicate}> {value} .\n"


def tail(predicate: str, value: str) -> str:
    """A line without `<` and its subject, for `Blocks.add`."""
    return f"> <{predicate}> {value} .\n"


# The predicates that sources write, spelled once.
TYPE = RDF_TYPE
LABEL = RDFS_LABEL
ALT_LABEL = PREFIXES["skos"] + "altLabel"
SOURCE = PREFIXES["dcterms"] + "source"
TITLE = PREFIXES["dcterms"] + "title"
DESCRIPTION = PREFIXES["dcterms"] + "description"
HOMEPAGE = PREFIXES["foaf"] + "homepage"
LOCATOR = CG + "locator"
PART_OF = PREFIXES["dcterms"] + "isPartOf"
PRIMARY_TOPIC = PREFIXES["foaf"] + "primaryTopic"
