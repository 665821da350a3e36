"""Reading RDF files: formats, and the line of an error; knows nothing of graphs or sources."""

from __future__ import annotations

import codecs
import gzip
import json
import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import pyoxigraph as ox

from clustergraph.errors import SourceError
from clustergraph.terms import CG

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
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
# An entity that is declared with entities in it can unpack to any size; so can one of a file.
_ENTITY = re.compile(
    rb"<!ENTITY\s+[^\"'>]*(?:SYSTEM|PUBLIC)|<!ENTITY\s+%|"
    rb"<!ENTITY\s+\S+\s+(?:\"[^\"]*&(?!#)[^\"]*\"|'[^']*&(?!#)[^']*')"
)
_LONGEST_ENTITY = 1_000
# Questions take the first four characters of a date for its year: of 12026-01-01 that is 1202.
_DATED = frozenset({f"{CG}startDate", f"{CG}endDate"})
_NUMBER = re.compile(r"\s*[-+]?[0-9]+\s*")
_YEAR = re.compile("(?!0000)[0-9]{4}(?![0-9])")
# A file that unpacks to more than this, or to so many times its size, is an attack or a mistake.
_LARGEST, _LARGEST_RATIO, _SMALL = 20_000_000_000, 200, 1_000_000
# What the parser takes of one statement.
_LONGEST = 1 << 24
# How an XML file says in which encoding it is.
_ENCODED = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["']([\w.-]+)["']""")
_DECLARED = re.compile(rb"<!ENTITY\s+\S+\s+(\"[^\"]*\"|'[^']*')")


def format_of(path: Path) -> ox.RdfFormat | None:
    """The format of a file by its extension, packed with gzip or not; None for none of RDF."""
    suffixes = [part.lstrip(".").lower() for part in path.suffixes]
    return FORMATS.get(next(iter((suffixes[:-1] if _packed(path) else suffixes)[-1:]), ""))


def _packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def read(path: Path, base: str | None = None) -> Iterator[ox.Triple]:
    """The triples of an RDF file, packed with gzip or not, whatever graph of the file they are in;
    SourceError says file and line. base: to which IRIs are relative where the file does not say;
    the file itself by default."""
    media = format_of(path)
    if media is None:
        known = ", ".join(f".{extension}" for extension in FORMATS)
        raise SourceError(f"{path}: not an RDF file by its extension; known are {known}")
    if path.exists() and not path.is_file():
        raise SourceError(f"{path}: neither a file nor a folder; save what it holds as a file")
    try:
        data = _unpacked(path) if _packed(path) else path.read_bytes()
        data = _checked(path, media, data)
        for quad in ox.parse(data, format=media, base_iri=base or path.resolve().as_uri()):
            _refuse_long(path, quad.triple)
            if quad.predicate.value in _DATED:
                _refuse_odd_year(path, quad.triple)
            yield quad.triple
    except SyntaxError as error:
        message = " ".join((error.msg or "not valid").split())
        raise SourceError(f"{path}:{error.lineno or 1}: {_told(message)}") from None
    except MemoryError:
        # Of the parser's own bound.
        raise SourceError(f"{path}: a text of more than {_LONGEST >> 20} MiB: shorten it") from None
    except (OSError, EOFError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from None


def unnamed(path: Path) -> list[str]:
    """The names in a JSON-LD file that no context gives a meaning: readers pass by what they say.

    None of a file of another format. To be asked of a file that can be read.
    """
    if format_of(path) != ox.RdfFormat.JSON_LD:
        return []
    try:
        left = [json.loads(_unpacked(path) if _packed(path) else path.read_bytes())]
    except (RecursionError, ValueError):
        # Python bounds how deep a document and how long a number may be.
        return []
    used: set[str] = set()
    meant: dict[str, Any] = {}
    while left:
        each = left.pop()
        if isinstance(each, dict):
            _define(each.pop("@context", None), meant)
            used.update(each)
        left += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
    # With a vocabulary all have a meaning; in a map the names are languages or numbers.
    if "@vocab" in meant or any(_has("@container", each) for each in meant.values()):
        return []
    return sorted(name for name in used - meant.keys() if not re.search("^@|:", name))


def _define(context: Any, meant: dict[str, Any]) -> None:
    """Add what a context defines, and the contexts inside it."""
    left = [context]
    while left:
        each = left.pop()
        if isinstance(each, list):
            left += each
        elif isinstance(each, dict):
            meant.update(each)
            left += [one["@context"] for one in each.values() if _has("@context", one)]


def _has(name: str, definition: Any) -> bool:
    return isinstance(definition, dict) and name in definition


def _unpacked(path: Path) -> bytes:
    most = min(_LARGEST, _LARGEST_RATIO * max(path.stat().st_size, _SMALL))
    with gzip.open(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise SourceError(f"{path}: unpacks to too much: refused")
    return data


def _told(message: str) -> str:
    """An error of the parser, with what to do about it where it does not say so itself."""
    if "LoadDocumentCallback" in message:
        return "a @context at a web address is not fetched: write in the file what it says"
    return f"{message}; save the file as UTF-8" if "UTF-8" in message else message


def _refuse_long(path: Path, triple: ox.Triple) -> None:
    """SourceError for a text that no reader of N-Triples would read again."""
    if isinstance(triple.object, ox.Literal) and len(triple.object.value) > _LONGEST >> 3:
        size = len(str(triple).encode())
        if size >= _LONGEST:
            raise SourceError(
                f"{path}: {triple.predicate} of {triple.subject} has more than "
                f"{_LONGEST >> 20} MiB: shorten it"
            )


def _refuse_odd_year(path: Path, triple: ox.Triple) -> None:
    """SourceError for a date that would be taken for one of another year."""
    date = triple.object.value if isinstance(triple.object, ox.Literal) else ""
    if _NUMBER.fullmatch(date[:4]) and not _YEAR.match(date):
        raise SourceError(
            f'{path}: {triple.predicate.value.removeprefix(CG)} "{date[:40]}" of '
            f"{triple.subject}: write a year from 0001 to 9999 as four digits, as in 2026 or "
            "2026-05-31, or leave the date out"
        )


def _refuse_cut(path: Path, data: bytes) -> None:
    """SourceError for XML that ends before its elements do, of which the parser says nothing."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if parser.CurrentByteIndex >= len(data.rstrip()):
            raise SourceError(f"{path}:{error.lineno}: it ends too early: half a file") from None


def _checked(path: Path, media: ox.RdfFormat, data: bytes) -> bytes:
    """The bytes as UTF-8 without a byte order mark; SourceError for XML whose entities may never
    end."""
    data = _as_utf8(path, media, data)
    if media == ox.RdfFormat.RDF_XML:
        # As OWL files use them, an entity is the beginning of an IRI.
        long = any(len(found) > _LONGEST_ENTITY for found in _DECLARED.findall(data))
        if long or _ENTITY.search(data):
            raise SourceError(
                f"{path}: an XML entity that holds other entities, a file or a long text is "
                "refused: write the file out without it"
            )
        _refuse_cut(path, data)
    return data


def _as_utf8(path: Path, media: ox.RdfFormat, data: bytes) -> bytes:
    """The bytes of a file that is in UTF-16, or in what an XML file says, as UTF-8."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16"
    elif media == ox.RdfFormat.RDF_XML and (
        said := _ENCODED.match(data[:200].decode("ascii", "replace").lstrip())
    ):
        encoding = said[2]
    else:
        return data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeError):
        raise SourceError(f"{path}:1: not in {encoding}: save the file as UTF-8") from None
    if media == ox.RdfFormat.RDF_XML:
        text = _ENCODED.sub(r"\1", text, count=1)
    return text.encode()
