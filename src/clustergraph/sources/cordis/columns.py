"""The columns of CORDIS files, in all layouts, and how a sheet is read by them.

A column that is in none of these lists is kept as a cg:sourceField "name=value".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.sources import reading
from clustergraph.sources.reading import Column, Sheet, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence


PROJECT = (
    Column(
        "id",
        (
            "reference",
            "projectID",
            "projectReference",
            "projectNumber",
            "grantAgreementID",
            "grantAgreementNumber",
        ),
        required=True,
    ),
    Column("rcn", ("projectRcn",)),
    Column("acronym", ("projectAcronym",)),
    Column("title", ("projectTitle",)),
    Column("objective", ("abstract", "projectObjective")),
    Column("status", ("projectStatus",)),
    Column("frameworkProgramme", ("framework",)),
    Column("legalBasis", ("programme",)),
    Column("topics", ("topic",)),
    Column("masterCall"),
    Column("subCall", ("call",)),
    Column("fundingScheme"),
    Column("keywords"),
    Column("projectUrl"),
    Column("grantDoi"),
    Column("startDate", ("projectStartDate", "start")),
    Column("endDate", ("projectEndDate", "end")),
    Column("totalCost", ("totalCosts", "projectTotalCost")),
    Column("contentUpdateDate", ("lastUpdateDate",)),
    Column(
        "ecMaxContribution",
        ("maxEcContribution", "euMaxContribution", "ecContribution", "euContribution"),
    ),
    Column("ecSignatureDate", ("signatureDate",)),
)
PARTICIPATION = (
    Column(
        "projectID",
        ("projectReference", "projectNumber", "grantAgreementID", "grantAgreementNumber"),
        required=True,
    ),
    Column("projectAcronym", ("acronym",)),
    Column("role", ("participantRole", "organisationRole", "organizationRole"), required=True),
    # From here to `organizationURL`: what a row says of the organisation, whatever the project.
    Column(
        "organisationID",
        ("id", "organizationID", "pic", "participantPic", "organisationPic", "picNumber"),
        required=True,
    ),
    Column("name", ("legalName", "organisationName", "organizationName"), required=True),
    Column("shortName", ("organisationShortName", "organizationShortName")),
    Column("vatNumber", ("vat",)),
    Column("activityType", ("organisationType", "organizationType", "legalEntityType")),
    Column("street", ("address", "streetAddress")),
    Column("postCode", ("postalCode", "zipCode")),
    Column("city", ("town",)),
    Column("country", ("countryCode",)),
    Column("nutsCode", ("nuts", "nuts3", "nuts3Code")),
    Column("geolocation", ("coordinates", "latLong")),
    Column("rcn", ("organisationRcn", "organizationRcn")),
    Column("organizationURL", ("organisationUrl", "organizationHomepage", "website")),
    # From here on: values of the participation, in the order of _fields.
    Column("contentUpdateDate", ("lastUpdateDate",)),
    Column("active"),
    Column("ecContribution", ("euContribution", "participantContribution"), shared=True),
    Column("endOfParticipation"),
    Column("netEcContribution", ("netEuContribution",), shared=True),
    Column("SME", ("isSme",)),
    Column("totalCost", ("totalCosts", "participantTotalCost"), shared=True),
    Column("order", ("participantOrder",)),
)
OF_ORGANISATION = slice(3, 16)
_GROUPS = {
    "money": ("totalCost", "ecMaxContribution", "ecContribution", "netEcContribution"),
    "places": ("country", "nutsCode", "city", "street", "postCode", "geolocation"),
    "dates": ("startDate", "endDate"),
}
_PROJECT_ID = re.compile(r"[0-9A-Z][0-9A-Z_-]*")
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


def is_project(identifier: str) -> bool:
    """Whether a text can be the identifier of a project."""
    return _PROJECT_ID.fullmatch(identifier) is not None


def with_others(sheet: Sheet, columns: Sequence[Column], tally: Tally) -> list[Column]:
    """The columns, and after them those of the sheet that nobody asked for, which the tally is
    told of."""
    return [*columns, *reading.others(sheet, columns, tally, groups(columns), _DROPPED)]


def groups(columns: Sequence[Column]) -> dict[str, list[str]]:
    """What columns of one file say of money, places and dates."""
    names = [column.name for column in columns]
    found = {group: [name for name in names if name in own] for group, own in _GROUPS.items()}
    return {group: own for group, own in found.items() if own}
