"""Eurostat's lists of NUTS codes: names, hierarchy, versions, and the IRIs of data.europa.eu.

A code may exist in some versions of the classification only; each place tells in which. Columns
are found by header, so the lists of any version can be read together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.errors import SourceError
from clustergraph.sources import emit, reading
from clustergraph.sources.gathering import Reading
from clustergraph.sources.places import NUTS_CODE
from clustergraph.sources.reading import Column, Tally
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from clustergraph.sources.gathering import Gathering

_COLUMNS = {
    "code": Column("nuts_id", ("code", "nuts_code", "nuts"), required=True),
    "name": Column("name_latn", ("nuts_label", "label")),
    "own": Column("nuts_name", ("name",)),
    "version": Column("version", ("nuts_version", "year")),
    "level": Column("level", ("levl_code", "nuts_level")),
    "country": Column("cntr", ("cntr_code", "country_code")),
    "called": Column("country", ("country_name",)),
    "uri": Column("uri"),
    "long": Column("lon_largest_poly_centroid", ("lon", "longitude")),
    "lat": Column("lat_largest_poly_centroid", ("lat", "latitude")),
}
_CONCEPT = "http://data.europa.eu/nuts/code/"
# The linked data of Eurostat begins with this version.
_FIRST_LINKED = "2010"
_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_NOTATION = PREFIXES["skos"] + "notation"
_SKOS_CONCEPT = PREFIXES["skos"] + "Concept"


def read(path: Path, dataset: str, gathering: Gathering) -> Reading:
    """Read a CSV file, or every CSV file of a folder or zip, of NUTS codes.

    Returns how the rows ended and the versions found, "2006–2024". A list without a column of
    versions is of the version in its file name (NUTS_AT_2021.csv).
    Raises SourceError where there is no file, or one has no column of codes.
    """
    tally = Tally()
    tables = reading.tables(path, *reading.TABLES, tally=tally)
    if not tables:
        raise SourceError(f"{path}: no CSV file or spreadsheet here")
    listing = _Listing(dataset, gathering, tally)
    for table in tables:
        sheet = reading.sheet_of(table, [*_COLUMNS.values()], tally)
        year = re.search(r"(?:19|20)\d\d", table.stem)
        listing.read(sheet, year.group() if year else "")
    listing.write_concepts()
    versions = sorted(listing.versions)
    span = f"{versions[0]}–{versions[-1]}" if len(versions) > 1 else "".join(versions)
    return Reading(listing.tally, span)


@dataclass
class _Listing:
    """The lists of one build: what they say of each code goes to the places."""

    dataset: str
    gathering: Gathering
    tally: Tally = field(default_factory=Tally)
    versions: set[str] = field(default_factory=set)
    _concepts: dict[str, str] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def read(self, sheet: reading.Sheet, year: str) -> None:
        """Take in one list; `year` is its version, unless a column says another."""
        further = reading.others(sheet, [*_COLUMNS.values()], self.tally)
        for line, cells in reading.rows(sheet, [*_COLUMNS.values(), *further], self.tally):
            row = dict(zip(_COLUMNS, cells, strict=False))
            if reason := self._no_code(row["code"]):
                self.tally.reject(sheet.name, line, "nuts_id", row["code"], reason)
                continue
            row["version"] = row["version"] or year
            key = (sheet.name, *cells)
            if key in self._seen:
                self.tally.repeated += 1
                continue
            self._seen.add(key)
            self.tally.kept += 1
            self._doubts(sheet.name, line, row)
            rest = zip(further, cells[len(_COLUMNS) :], strict=True)
            fields = {f"{column.name}={value}" for column, value in rest if value}
            self._take(row, fields, f"{Path(sheet.name).name}:{line}")

    def _no_code(self, code: str) -> str:
        """Why a code is none of a region or a country; "" where it is one."""
        if not NUTS_CODE.fullmatch(code):
            return "not a NUTS code"
        try:
            self.gathering.places.region(code)
        except ValueError as error:
            return str(error)
        return ""

    def _doubts(self, file: str, line: int, row: dict[str, str]) -> None:
        """Remark on values that contradict the code, or that are none, and drop them."""
        code, version = row["code"], row["version"]
        if row["level"] not in ("", str(len(code) - 2)):
            self.tally.remark(file, line, "level", row["level"], f"not the level of {code}")
        if row["country"] not in ("", code[:2]):
            self.tally.remark(file, line, "cntr", row["country"], f"not the country of {code}")
        if version and not re.fullmatch("[0-9]{4}", version):
            self.tally.remark(file, line, "version", version, "not a year")
            row["version"] = ""
        for axis in ("lat", "long"):
            if row[axis] and not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", row[axis]):
                self.tally.remark(file, line, axis, row[axis], "not degrees")
                row[axis] = ""

    def _take(self, row: dict[str, str], fields: set[str], locator: str) -> None:
        code, version = row["code"], row["version"]
        facts = {(f"{CG}sourceField", emit.text(value)) for value in fields}
        at = {axis: row[axis] for axis in ("lat", "long") if row[axis]}
        facts |= {(f"{_WGS}{axis}", emit.typed(number, "decimal")) for axis, number in at.items()}
        if version:
            self.versions.add(version)
            facts.add((f"{CG}nutsVersion", emit.text(version)))
        if len(code) == 2:
            facts.add((f"{CG}nutsCode", emit.text(code)))
        linked = row["uri"] or (f"{_CONCEPT}{code}" if version >= _FIRST_LINKED else "")
        if linked == f"{_CONCEPT}{code}":
            self._concepts[linked] = code
            facts.add((f"{CG}authorityConcept", emit.iri(linked)))
        elif linked:
            facts.add((f"{CG}sourceField", emit.text(f"uri={linked}")))
        self._name(row, facts, locator)

    def _name(self, row: dict[str, str], facts: set[tuple[str, str]], locator: str) -> None:
        """The name of the latest version is the label; in Latin letters before others."""
        places, code = self.gathering.places, row["code"]
        weight = 2 * int(row["version"] or 0) + 1
        places.told(code, row["own"], weight, facts, (self.dataset, locator))
        if row["name"]:
            places.told(code, row["name"], weight + 1)
        if row["called"]:
            places.told(code[:2], row["called"])

    def write_concepts(self) -> None:
        """Describe the entries of the list that places point to."""
        for iri, code in self._concepts.items():
            if iri not in self.gathering.places.described:
                self.gathering.lines.extend(
                    (
                        emit.line(iri, emit.TYPE, emit.iri(_SKOS_CONCEPT)),
                        emit.line(iri, emit.LABEL, emit.text(f"NUTS {code}")),
                        emit.line(iri, _NOTATION, emit.text(code)),
                        emit.line(iri, emit.SOURCE, emit.iri(self.dataset)),
                    )
                )
