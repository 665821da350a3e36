"""Decisions on which organisations are one as SSSOM, the Simple Standard for Sharing Ontological
Mappings (https://mapping-commons.github.io/sssom/): a table below metadata in YAML.

`owl:sameAs` and `skos:exactMatch` say that two are one, and with the modifier `Not` that they are
not; other mappings decide nothing. Knows the form; what follows from a decision is another module's
business.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import yaml

from clustergraph.errors import SourceError
from clustergraph.terms import BASE, PREFIXES, compress, expand, is_absolute_iri, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    # Two IRIs, whether they are the same, and why.
    Said = tuple[str, str, bool, str]

_SAME = (f"{PREFIXES['owl']}sameAs", f"{PREFIXES['skos']}exactMatch")
_ENDS = ("subject_id", "object_id")
_NEEDED = (*_ENDS, "predicate_id")
_COLUMNS = ("subject_id", "predicate_id", "predicate_modifier", "object_id",
            "mapping_justification", "comment")  # fmt: skip
_NOT = "Not"
_BY_HAND = "semapv:ManualMappingCuration"
# Where registers that sources take identifiers from have their organisations.
_REGISTERS = {"ror": "https://ror.org/", "wikidata": "http://www.wikidata.org/entity/"}
_REGISTERED = re.compile(
    r"https?://(?:www\.)?(?:ror\.org/([^/?#]+)|wikidata\.org/(?:entity|wiki)/([^/?#]+))/?",
    re.IGNORECASE,
)
_KNOWN = {
    "organisation": PREFIXES["organisation"], **_REGISTERS, "owl": PREFIXES["owl"],
    "semapv": "https://w3id.org/semapv/vocab/", "skos": PREFIXES["skos"],
}  # fmt: skip
# What the standard has where nobody said.
UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"


def is_one(data: bytes) -> bool:
    """Whether a file is SSSOM, by the names of its columns."""
    header = next((line for line in data.splitlines() if line and not line.startswith(b"#")), b"")
    return all(name.encode() in header for name in _NEEDED)


def read(name: str, data: bytes) -> Iterator[tuple[Said, str]]:
    """The decisions of a file, each with the place where it stands.

    Raises SourceError, with the line, for what is not in the form of the standard.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{name}: not UTF-8: save the file as UTF-8") from None
    lines = text.splitlines(keepends=True)
    above = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    known = _prefixes(name, lines[:above])
    separator = "\t" if "\t" in "".join(lines[above : above + 1]) else ","
    table = csv.DictReader(lines[above:], delimiter=separator)
    for row in _rows(name, table):
        place = f"{name}:{above + table.line_num}"
        left, right, predicate = (_iri(row[column] or "", known) for column in _NEEDED)
        if not (left and right and predicate):
            raise SourceError(f"{place}: a mapping needs {', '.join(_NEEDED)}")
        if predicate in _SAME:
            said = row.get("comment") or row.get("mapping_justification") or "a mapping"
            yield (left, right, row.get("predicate_modifier") != _NOT, said), place


def _rows(name: str, table: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    try:
        lacking = [column for column in _NEEDED if column not in (table.fieldnames or ())]
        if lacking:
            raise SourceError(f"{name}: a table of mappings needs columns {', '.join(lacking)}")
        yield from table
    except csv.Error as error:
        raise SourceError(f"{name}: no table ({error})") from None


def _prefixes(name: str, lines: Iterable[str]) -> dict[str, str]:
    try:
        told = yaml.safe_load("".join(line[1:] for line in lines)) or {}
    except yaml.YAMLError as error:
        fault = " ".join(str(error).split())
        raise SourceError(f"{name}: the metadata above the table is no YAML ({fault})") from None
    found = told.get("curie_map") if isinstance(told, dict) else None
    own = {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
    return {**_KNOWN, **own}


def _iri(curie: str, known: Mapping[str, str]) -> str:
    """The IRI that a CURIE stands for, of an organisation of a register as it is called here; a
    text that is none as it is."""
    prefix, colon, local = curie.strip().partition(":")
    iri = known[prefix] + local if colon and prefix in known else expand(curie) or curie.strip()
    return registered(iri)


def registered(iri: str) -> str:
    """The IRI of an organisation that a register has, as it is called here, from the address that a
    browser shows of it or the register itself gives; any other as it is."""
    if found := _REGISTERED.fullmatch(iri):
        ror, wikidata = found.groups()
        key = ("ror", ror.lower()) if ror else ("wikidata", wikidata.upper())
        return mint("organisation", *key)
    return iri


def write(decisions: Iterable[Said], licence: str = UNSPECIFIED) -> bytes:
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
