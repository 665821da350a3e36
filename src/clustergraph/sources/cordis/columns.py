"""The columns of CORDIS files, in all layouts, and how a sheet is read by them.

A column that is in none of these lists is kept as a cg:sourceField "name=value".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import reading
from clustergraph.sources.reading import Column, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Sequence


PROJECT = (
    Column("id", ("reference", "projectID", "projectReference"), required=True),
    Column("rcn", ("projectRcn",)),
    Column("acronym"),
    Column("title"),
    Column("objective"),
    Column("status"),
    Column("frameworkProgramme"),
    Column("legalBasis", ("programme",)),
    Column("topics", ("topic",)),
    Column("masterCall"),
    Column("subCall", ("call",)),
    Column("fundingScheme"),
    Column("keywords"),
    Column("projectUrl"),
    Column("grantDoi"),
    Column("startDate"),
    Column("endDate"),
    Column("totalCost"),
    Column("contentUpdateDate", ("lastUpdateDate",)),
    Column("ecMaxContribution"),
    Column("ecSignatureDate"),
)
PARTICIPATION = (
    Column("projectID", ("projectReference",), required=True),
    Column("projectAcronym"),
    Column("role", required=True),
    # From here to `organizationURL`: what a row says of the organisation, whatever the project.
    Column("organisationID", ("id", "organizationID"), required=True),
    Column("name", required=True),
    Column("shortName"),
    Column("vatNumber"),
    Column("activityType"),
    Column("street"),
    Column("postCode"),
    Column("city"),
    Column("country"),
    Column("nutsCode"),
    Column("geolocation"),
    Column("rcn"),
    Column("organizationURL"),
    # From here on: values of the participation, in the order of _fields.
    Column("contentUpdateDate", ("lastUpdateDate",)),
    Column("active"),
    Column("ecContribution"),
    Column("endOfParticipation"),
    Column("netEcContribution"),
    Column("SME"),
    Column("totalCost"),
    Column("order"),
)
OF_ORGANISATION = slice(3, 16)
# Told again by other columns or files, or a way to a person: not kept.
_DROPPED = frozenset(
    {
        "coordinator",
        "coordinatorcountry",
        "participants",
        "participantcountries",
        "projectrcn",
        "contactform",
        "contacttype",
        "contacttitle",
        "contactfirstnames",
        "contactlastnames",
        "contactfunction",
        "contacttelephonenumber",
        "contactfaxnumber",
        "contactemail",
    }
)


def sheet_of(table: Table) -> Sheet:
    """The table of a file, a CSV file or the first sheet of a spreadsheet."""
    if table.name.lower().endswith(".xlsx"):
        return next(iter(reading.xlsx_sheets(table).values()))
    return reading.csv_sheet(table)


def with_others(sheet: Sheet, columns: Sequence[Column]) -> list[Column]:
    """The columns, and after them those of the sheet that nobody asked for."""
    known = {reading.key(name) for column in columns for name in (column.name, *column.synonyms)}
    others = (name for name in sheet.header if reading.key(name) not in known | _DROPPED)
    return [*columns, *(Column(name) for name in others if name)]
