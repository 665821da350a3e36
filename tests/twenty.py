"""A workbook as a cluster fills it in: 20 members of MecaTech, ESA and EUREKA projects, partners in
Quebec, Massachusetts and Romania. Every organisation and project but MecaTech is invented, and
bears that in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from clustergraph.sources import template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MECATECH = {"organisation_id": "organisation:mecatech"}
MEMBERS = tuple(f"Atelier {letter} (invented)" for letter in "ABCDEFGHIJKLMNOPQRST")
KINDS = ("private-company", "research", "higher-education", "private-company")
ABROAD = {
    "Grappe du Nord (invented)": ("CA", "CA-QC"),
    "Bay Robotics Cluster (invented)": ("US", "US-MA"),
    "Clusterul Nicăieri (invented)": ("RO", ""),
}


def _of(name: str) -> dict[str, object]:
    return {"organisation": name, "country": "BE", "region": "BE3"}


def rows() -> Iterator[dict[str, object]]:
    """The rows, in the columns of the template."""
    for at, name in enumerate(MEMBERS):
        yield {"relation": "membership", **_of(name), "kind": KINDS[at % 4], "role": "member",
               "with_id": "organisation:mecatech", "start": 2010 + at % 8}  # fmt: skip
    esa = {"with": "NO-LENS (invented)", "with_id": "4000000001",
           "programme": "ESA programmes > GSTP", "start": "2021-03", "end": "2023-02",
           "topic": "materials"}  # fmt: skip
    for at, role in ((0, "prime-contractor"), (1, "subcontractor"), (2, "subcontractor")):
        yield {"relation": "participation", **_of(MEMBERS[at]), **esa, "role": role}
    drive = {"with": "NO-DRIVE (invented)", "with_id": "E! 0000", "programme": "EUREKA > Eurostars",
             "start": 2022, "topic": "digital-automation"}  # fmt: skip
    yield {"relation": "participation", **_of(MEMBERS[3]), **drive, "role": "coordinator",
           "contribution": 200_000}  # fmt: skip
    yield {"relation": "participation", **_of(MEMBERS[0]), **drive, "contribution": 100_000}
    yield {"relation": "participation", "organisation": "Acționări Nicăieri (invented)",
           "country": "RO", **drive}  # fmt: skip
    for name, (country, region) in ABROAD.items():
        yield {"relation": "partnership", **MECATECH, "with": name, "with_country": country,
               "with_region": region, "start": 2020}  # fmt: skip
    # A member that is told of by its topics alone: it aims at steel in Germany.
    yield {"relation": "target", **_of(MEMBERS[19]), "with_country": "DE", "topic": "materials"}
    yield {"relation": "indicator", **MECATECH, "with_id": "indicator:number-of-partners",
           "goal": "goal:recognition", "value": 12, "end": 2030}  # fmt: skip


def fill_in(path: Path) -> Path:
    """The template with these rows, written to a file."""
    template.write(path)
    book = openpyxl.load_workbook(path)
    for row in rows():
        book["rows"].append([row.get(name) for name in template.COLUMNS])
    book.save(path)
    return path
