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
from clustergraph.sources import emit, reading, values
from clustergraph.sources.gathering import Reading
from clustergraph.sources.places import NUTS_CODE
from clustergraph.sources.reading import Column, Tally
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from clustergraph.sources.gathering import Gathering

# Of any version, as spreadsheets of Eurostat call the column: Code 2021.
_CODES_OF = [f"code {year}" for year in range(1980, 2060)]
_COLUMNS = {
    "code": Column("nuts_id", ("code", "nuts_code", "nuts", *_CODES_OF), required=True),
    "name": Column("name_latn", ("nuts_label", "label")),
    "own": Column("nuts_name", ("name",)),
    "version": Column("version", ("nuts_version", "year")),
    "level": Column("level", ("levl_code", "nuts_level")),
    "country": Column("cntr", ("cntr_code", "country_code")),
    "called": Column("country", ("country_name",)),
    "uri": Column("uri"),
    "long": Column("lon_largest_poly_centroid", ("lon", "longitude")),
    "lat": Column("lat_largest_poly_centroid", ("lat", "latitude")),
    # Of the spreadsheets in which a name stands under its level.
    **{f"at{level}": Column(f"NUTS level {level}") for level in (1, 2, 3)},
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Degrees of latitude and longitude.
_MOST = {"lat": 90, "long": 180}
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
        year = _version_of(sheet) or _YEAR.search(table.stem)
        listing.read(sheet, year.group() if year else "")
    listing.write_concepts()
    versions = sorted(listing.versions)
    span = f"{versions[0]}–{versions[-1]}" if len(versions) > 1 else "".join(versions)
    return Reading(listing.tally, span)


def _version_of(sheet: reading.Sheet) -> re.Match[str] | None:
    """The version in the header of codes (Code 2021); SourceError where there are two."""
    codes = [name for name in sheet.header if reading.key(name) in map(reading.key, _CODES_OF)]
    if len(codes) > 1:
        raise SourceError(
            f"{sheet.name}: {', '.join(codes)}: a correspondence of versions, and no list of "
            "codes; what became of former codes is known without one"
        )
    return _YEAR.search(codes[0]) if codes else None


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
            row["code"] = "".join(row["code"].split()).upper()
            if reason := self._no_code(row["code"]):
                self.tally.reject(sheet.name, line, "nuts_id", cells[0], reason)
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
        if values.code(row["level"]) not in ("", str(len(code) - 2)):
            self.tally.remark(file, line, "level", row["level"], f"not the level of {code}")
        if row["country"].upper() not in ("", code[:2]):
            self.tally.remark(file, line, "cntr", row["country"], f"not the country of {code}")
        year = _YEAR.search(version)
        if version and not year:
            self.tally.remark(file, line, "version", version, "no year of a version")
        row["version"] = year.group() if year else ""
        for axis, most in _MOST.items():
            degrees = row[axis].replace(",", ".")
            sound = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", degrees)
            if degrees and not (sound and abs(float(degrees)) <= most):
                self.tally.remark(file, line, axis, row[axis], "not degrees")
                degrees = ""
            row[axis] = degrees

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
        at_level = (row[f"at{level}"] for level in (1, 2, 3))
        if name := row["name"] or next(filter(None, at_level), ""):
            places.told(code, name, weight + 1)
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
