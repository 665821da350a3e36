"""Rows of keep.eu and of NUTS lists, damaged: as CSV where one can be, else as a spreadsheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fuzz.harness import Case
from fuzz.inputs import after, damaged, odd_cells

if TYPE_CHECKING:
    import random

_PROGRAMME = "2014 - 2020 INTERREG V-A North - South"
# The layout of 2019, and one of today with identifiers.
OLD = {
    "Projects": [
        ["Programme", "Acronym", "Project Name", "Lead Partner", "Period", "Budget", "EU Funding",
         "Project start", "Project end", "Thematic1", "Website"],
        [_PROGRAMME, "BRIDGE", "A bridge", "Town of Norden", "2014-2020", "1000", "850",
         "2016-01-01", "2019-12-31", "Transport", "https://bridge.eu"],
        [_PROGRAMME, "RIVER", "A river", "Gemeente Zuiden", "2014-2020", "2000,5", "N/A",
         "01/02/2017", "2018", "Water", ""],
    ],
    "Partners": [
        ["Programme", "Acronym", "Project Partner", "Lead Partner", "Country", "Town",
         "NUTS3 (or equivalent)", "Organisation type", "Total budget", "ERDF contribution"],
        [_PROGRAMME, "BRIDGE", "Town of Norden", "Yes", "Germany", "Norden", "DE947",
         "local public authority", "600", "500"],
        [_PROGRAMME, "BRIDGE", "Gemeente Zuiden", "No", "Netherlands", "", "", "", "400", ""],
        [_PROGRAMME, "RIVER", "Gemeente Zuiden", "Yes", "Netherlands", "", "", "", "", "1"],
    ],
    "Programmes": [
        ["Programme", "Serial Number", "Start Date", "End Date", "Budget"],
        [_PROGRAMME, "1", "2014-01-01", "2020-12-31", "100000"],
    ],
}  # fmt: skip
NEW = {
    "Projects": [
        ["Programme", "Project acronym", "Project ID", "Project name in English",
         "Lead partner name", "Total budget", "Start date", "End date"],
        [_PROGRAMME, "BRIDGE", "77", "A bridge", "Town of Norden", "1000", "2016-01-01", ""],
    ],
    "Partners": [
        ["Programme", "Project acronym", "Project ID", "Partner name in English", "Country",
         "NUTS 3", "PIC", "ERDF", "Lead Partner"],
        [_PROGRAMME, "BRIDGE", "77", "Town of Norden", "Germany", "DE947", "999999999", "5", "Yes"],
    ],
}  # fmt: skip
_NUTS = (
    b"nuts_id,level,cntr,name_latn,nuts_name,lon_largest_poly_centroid,uri\n"
    b"BE,0,BE,Belgique,Belgique,4.5,http://data.europa.eu/nuts/code/BE\n"
    b"BE3,1,BE,Region wallonne,R\xc3\xa9gion wallonne,5,http://data.europa.eu/nuts/code/BE3\n"
    b"BE33,2,BE,Prov. Liege,Prov. Li\xc3\xa8ge,5.8,http://data.europa.eu/nuts/code/BE33\n"
)


def keep(chance: random.Random) -> Case:
    """The spreadsheet of keep.eu, in one of its layouts, with odd cells, headers and bytes."""
    layout = chance.choice((OLD, OLD, NEW))
    sheets = {name: [list(row) for row in rows] for name, rows in layout.items()}
    for rows in sheets.values():
        for _ in range(chance.choice((0, 0, 1, 2))):
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = chance.choice(odd_cells())
    if chance.random() < 0.1:
        sheets.pop(chance.choice(list(sheets)))
    data = workbook(sheets)
    data = damaged(chance, data) if chance.random() < 0.2 else data
    return Case({"keep.xlsx": data}, [["build", "keep=keep.xlsx", "--graph", "g"], *after(chance)])


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Sheets of rows as a spreadsheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if not sheets:
        book.create_sheet("empty")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def nuts(chance: random.Random) -> Case:
    """A list of regions, alone or beside another version of it."""
    files = {"nuts/nuts_2024.csv": damaged(chance, _NUTS)}
    if chance.random() < 0.5:
        files["nuts/NUTS_AT_2021.csv"] = b"CNTR_CODE,NUTS_ID,NAME_LATN,NUTS_NAME\nBE,BE33,L,L\n"
    if chance.random() < 0.2:
        files["nuts/nuts_2024.csv"] = damaged(chance, _NUTS.decode().encode("utf-16"))
    return Case(files, [["build", "nuts=nuts", "--graph", "g"], *after(chance)])
