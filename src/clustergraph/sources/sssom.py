"""Decisions on which organisations are one as SSSOM, the Simple Standard for Sharing Ontological
Mappings (https://mapping-commons.github.io/sssom/): a table below metadata in YAML.

`owl:sameAs` and `skos:exactMatch` say that two are one, and with the modifier `Not` that they are
not, as `owl:differentFrom` does; other mappings decide nothing. Knows the form; what follows from a
decision is another module's business.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

import yaml

from clustergraph.errors import SourceError
from clustergraph.sources import registers
from clustergraph.sources.reading import Reject
from clustergraph.terms import BASE, PREFIXES, compress, expand, is_absolute_iri, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    # Two IRIs, whether they are the same, why, and where that stands.
    Said = tuple[str, str, bool, str, str]

_SAME = (f"{PREFIXES['owl']}sameAs", f"{PREFIXES['skos']}exactMatch")
_DIFFERENT = f"{PREFIXES['owl']}differentFrom"
_ENDS = ("subject_id", "object_id")
_NEEDED = (*_ENDS, "predicate_id")
_COLUMNS = ("subject_id", "predicate_id", "predicate_modifier", "object_id",
            "mapping_justification", "comment")  # fmt: skip
_NOT = "Not"
# A line of metadata, as it is or in the quotes of a spreadsheet, or an empty one.
_ABOVE = re.compile(r'"?#|[\s,;]*$')
# What stands where the other side has nothing that would be the same.
_NO_TERM = "sssom:NoTermFound"
_BY_HAND = "semapv:ManualMappingCuration"
# Where registers that sources take identifiers from have their organisations.
_REGISTERS = {"ror": "https://ror.org/", "wikidata": "http://www.wikidata.org/entity/"}
_KNOWN = {
    "organisation": PREFIXES["organisation"], **_REGISTERS, "owl": PREFIXES["owl"],
    "semapv": "https://w3id.org/semapv/vocab/", "skos": PREFIXES["skos"],
}  # fmt: skip
_ADDRESS = re.compile("https?://", re.IGNORECASE)
# What the standard has where nobody said.
UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"


def is_one(data: bytes) -> bool:
    """Whether a file is SSSOM, by the names of its columns."""
    lines = _decoded(data, "replace").splitlines()
    header = next((line for line in lines if not _ABOVE.match(line)), "").casefold()
    return all(name in header for name in _NEEDED)


def read(name: str, data: bytes) -> Iterator[Said | Reject]:
    """The decisions of a file, each with the place where it stands; a mapping that decides nothing
    as a remark.

    Raises SourceError, with the line, for what is not in the form of the standard.
    """
    try:
        text = _decoded(data)
    except UnicodeDecodeError:
        raise SourceError(f"{name}: not UTF-8: save the file as UTF-8") from None
    # Not by the other signs that end a line for Python: they stand in comments, too.
    lines = io.StringIO(text, newline="").readlines()
    above = next((at for at, line in enumerate(lines) if not _ABOVE.match(line)), len(lines))
    header = "".join(lines[above : above + 1])
    separator = max("\t,;", key=header.count)
    filled = separator * header.count(separator)
    known = _prefixes(name, [_comment(line, filled) for line in lines[:above]])
    for number, row in _rows(name, lines[above:], separator):
        yield _mapping(row, known, name, above + number)


def _decoded(data: bytes, errors: str = "strict") -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig", errors)


def _comment(line: str, filled: str) -> str:
    """A line of metadata as it was before a spreadsheet put it in quotes, or `filled` it up with as
    many separators as the table has."""
    bare = line.rstrip("\r\n").removesuffix(filled)
    if bare.startswith('"'):
        bare = bare.removeprefix('"').removesuffix('"').replace('""', '"')
    return f"{bare.removeprefix('#')}\n"


def _mapping(row: dict[str, str], known: Mapping[str, str], name: str, line: int) -> Said | Reject:
    place = f"{name}:{line}"
    left, right, predicate = (_iri(row.get(column, ""), known) for column in _NEEDED)
    if not (left and right and predicate):
        raise SourceError(f"{place}: a mapping needs {', '.join(_NEEDED)}")
    modifier = (row.get("predicate_modifier") or "").strip()
    if modifier.casefold() not in ("", _NOT.casefold()):
        raise SourceError(f"{place}: predicate_modifier '{modifier}' is neither {_NOT} nor empty")
    if predicate == _DIFFERENT and modifier:
        raise SourceError(
            f"{place}: owl:differentFrom with {_NOT} says twice that it is not so: if the two are "
            "one, write owl:sameAs"
        )
    nobody = _NO_TERM in (row["subject_id"].strip(), row["object_id"].strip())
    if nobody or (predicate not in _SAME and predicate != _DIFFERENT):
        return Reject(name, line, "predicate_id", row["predicate_id"], "decides nothing: not read")
    said = row.get("comment") or row.get("mapping_justification") or "a mapping"
    return left, right, predicate in _SAME and not modifier, said, place


def _rows(name: str, lines: list[str], separator: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that is not empty by column, with its line, of which the header is the first."""
    table = csv.reader(lines, delimiter=separator, strict=True)
    try:
        names = [each.strip().casefold() for each in next(table, [])]
        lacking = [column for column in _NEEDED if column not in names]
        if lacking:
            raise SourceError(f"{name}: a table of mappings needs columns {', '.join(lacking)}")
        for row in table:
            # In a text with commas, a comment may have both.
            if separator == "\t" and any("\n" in cell and "\t" in cell for cell in row):
                raise csv.Error(f"a quote takes in lines, the last {table.line_num - 1} rows down")
            if any(map(str.strip, row)):
                yield table.line_num, dict(zip(names, row, strict=False))
    except csv.Error as error:
        raise SourceError(f"{name}: no table ({error})") from None


def _prefixes(name: str, lines: Iterable[str]) -> dict[str, str]:
    try:
        told = yaml.safe_load("".join(lines)) or {}
    except yaml.YAMLError as error:
        fault = " ".join(str(error).split())
        raise SourceError(f"{name}: the metadata above the table is no YAML ({fault})") from None
    found = told.get("curie_map") if isinstance(told, dict) else None
    own = {}
    if isinstance(found, dict):
        own = {str(key): str(value) for key, value in found.items() if value is not None}
    return {**_KNOWN, **own}


def _iri(curie: str, known: Mapping[str, str]) -> str:
    """The IRI that a CURIE stands for, of an organisation of a register as it is called here; a
    text that is none as it is."""
    prefix, colon, local = curie.strip().partition(":")
    iri = known[prefix] + local if colon and prefix in known else expand(curie) or curie.strip()
    iri = iri.removeprefix("<").removesuffix(">")
    return _registered(iri)


def _registered(iri: str) -> str:
    """The IRI of an organisation that a register has, as it is called here, from the address that a
    browser shows of it or the register itself gives; any other as it is."""
    found = registers.find(iri) if _ADDRESS.match(iri) else None
    return mint("organisation", found.key) if found else iri


def write(decisions: Iterable[tuple[str, str, bool, str]], licence: str = UNSPECIFIED) -> bytes:
    """A file of decisions by a person, sorted."""
    prefixes = dict(_KNOWN)
    rows = sorted(
        (_curie(left, prefixes), "owl:sameAs", "" if same else _NOT,
         _curie(right, prefixes), _BY_HAND, why)
        for left, right, same, why in decisions
    )  # fmt: skip
    used = {cell.partition(":")[0] for row in rows for cell in (row[0], row[1], row[3], row[4])}
    metadata = {
        "curie_map": {prefix: prefixes[prefix] for prefix in sorted(used)},
        "license": licence,
        "mapping_set_id": f"{BASE}mappings/organisations",
    }
    head = yaml.safe_dump(metadata, sort_keys=True, allow_unicode=True, width=1_000)
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerows([_COLUMNS, *rows])
    above = "".join(f"#{line}\n" for line in head.splitlines())
    return f"{above}{table.getvalue()}".encode()


def _curie(iri: str, prefixes: dict[str, str]) -> str:
    """The CURIE of an organisation, of a register's as the register calls it; a namespace without
    a prefix gets one."""
    for register in _REGISTERS:
        own = mint("organisation", register, "")
        if iri.startswith(own):
            return f"{register}:{iri.removeprefix(own)}"
    short = compress(iri)
    if short != iri:
        return short
    root = iri[: max(map(iri.rfind, "/#")) + 1] or iri[: iri.rfind(":") + 1]
    assert is_absolute_iri(iri) and root
    known = {namespace: prefix for prefix, namespace in prefixes.items()}
    prefix = known.get(root) or f"ns{len(prefixes) - len(_KNOWN) + 1}"
    prefixes[prefix] = root
    return f"{prefix}:{iri.removeprefix(root)}"
