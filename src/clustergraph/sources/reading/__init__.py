"""Rows of CSV files, zips and spreadsheets, each with its file and line; what is wrong is counted.

Finds columns by header, never by position. Knows nothing of what the columns mean, of triples or
of graphs.
"""

from clustergraph.sources.reading.delimited import LONGEST_FIELD, MANY_UNDECODED, csv_sheet
from clustergraph.sources.reading.opening import TABLES, is_spreadsheet, sheet_of, sheets_of
from clustergraph.sources.reading.sheets import Column, Row, Sheet, fits, key, others, rows
from clustergraph.sources.reading.spreadsheets import xlsx_sheets
from clustergraph.sources.reading.tables import (
    DAMAGED,
    LARGEST_MEMBER,
    LARGEST_RATIO,
    Table,
    left_behind,
    tables,
)
from clustergraph.sources.reading.tally import Reject, Tally

__all__ = [
    "DAMAGED",
    "LARGEST_MEMBER",
    "LARGEST_RATIO",
    "LONGEST_FIELD",
    "MANY_UNDECODED",
    "TABLES",
    "Column",
    "Reject",
    "Row",
    "Sheet",
    "Table",
    "Tally",
    "csv_sheet",
    "fits",
    "is_spreadsheet",
    "key",
    "left_behind",
    "others",
    "rows",
    "sheet_of",
    "sheets_of",
    "tables",
    "xlsx_sheets",
]
