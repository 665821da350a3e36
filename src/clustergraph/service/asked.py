"""What a request asks: the operation, its values, the language, the format and the page of rows.

Knows the names of an address's parameters and the contracts; nothing of answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.questions.contract import LANG, Parameter

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Contract

# Rows of a page unless another number is asked for, and at most.
PAGE, MOST = 1_000, 100_000
FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What every operation takes beside its own parameters.
COMMON = (
    Parameter(
        "format", "string",
        Text("The format of the answer.", "Le format de la réponse."),
        default="json", values=lambda: FORMATS,
    ),
    LANG,
    Parameter(
        "limit", "integer",
        Text(f"Rows of this page, {MOST:,} at most.", f"Lignes de cette page, {MOST} au plus."),
        default=PAGE, minimum=1,
    ),
    Parameter(
        "offset", "integer",
        Text("Rows before this page.", "Lignes avant cette page."),
        default=0, minimum=0,
    ),
)  # fmt: skip
_COMMON = {each.name: each for each in COMMON}


@dataclass(frozen=True)
class Asked:
    """A request, read. values: of the parameters of the operation, as they were given."""

    values: dict[str, Any]
    format: str
    lang: Lang
    limit: int
    offset: int


def read(contract: Contract, given: QueryParams) -> Asked:
    """The values that an address gives. RequestError for a name that nothing has, for a value
    given twice to a parameter that takes one, and for a value that does not fit."""
    values = {
        name: _given(contract.parameter(name), given.getlist(name))
        for name in given
        if name not in _COMMON
    }
    common = {
        name: each.accept(_given(each, given.getlist(name)) if name in given else None)
        for name, each in _COMMON.items()
    }
    if common["limit"] > MOST:
        raise RequestError(ParameterName("limit"), f" {common['limit']}: at most {MOST}")
    return Asked(
        values,
        common["format"],
        cast("Lang", common["lang"]),
        common["limit"],
        common["offset"],
    )


def _given(parameter: Parameter, values: list[str]) -> str | list[str]:
    if parameter.many:
        return values
    if len(values) > 1:
        raise RequestError(ParameterName(parameter.name), " is given twice: it takes one value")
    return values[0]
