"""What a person gives for a filter: years, names, amounts, read and shown again.

Knows texts only; nothing of graphs, rows or which filters there are.
"""

from __future__ import annotations

import re
from numbers import Integral
from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text, numeral
from clustergraph.questions.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A thousand to one reader, and one to another.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
# The years of a range that is open on one side.
ALWAYS, NEVER = -10_000, 10_000


def years(given: str | int | Sequence[int]) -> tuple[int, int]:
    """`2014..2020`, `2018..`, `..2015` or one year, or a pair of years, as (from, to)."""
    if isinstance(given, tuple | list):
        ordered(given)
        return given[0], given[1]
    text = str(given)
    match = re.fullmatch(r"\s*(\d{4})?(?:\s*(\.\.)\s*(\d{4})?)?\s*", text)
    if not match or not (match[1] or match[3]):
        raise _no_range(text)
    first = int(match[1] or ALWAYS)
    last = int(match[3] or (NEVER if match[2] else first))
    ordered((first, last), text)
    return first, last


def ordered(pair: Sequence[int], text: str = "") -> None:
    """RequestError where a pair of years is none, or ends before it begins; `text` is what was
    typed."""
    if len(pair) != 2 or not all(isinstance(year, Integral) for year in pair):
        raise _no_range(text or str(pair))
    if pair[0] > pair[1]:
        told = text or "..".join(map(str, pair))
        raise RequestError(
            ParameterName("years"),
            Text(
                f" {told}: the range ends before it begins",
                f" {told} : la période finit avant de commencer",
            ),
        )


def _no_range(text: str) -> RequestError:
    return RequestError(
        ParameterName("years"),
        Text(
            f" {text}: give a year or a range, such as 2014..2020, 2018.. or ..2015",
            f" {text} : donnez une année ou une période, comme 2014..2020, 2018.. ou ..2015",
        ),
    )


def shown_years(value: tuple[int, int]) -> str:
    first, last = (str(year) if ALWAYS < year < NEVER else "" for year in value)
    return f"{first}..{last}"


def flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise RequestError(
            ParameterName("sme"), Text(f" {text}: not true or false", f" {text} : ni true ni false")
        )
    return text.lower() == "true"


def several(text: str) -> str | tuple[str, ...]:
    """One name as it is, or several with a semicolon between."""
    found = listed(text)
    return found if len(found) > 1 else (*found, text)[0]


def shown_names(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def names(text: str) -> tuple[str, ...]:
    """Several names: one a line, or with a semicolon between."""
    kept = listed(text)
    if not kept:
        raise RequestError(
            ParameterName("organisations"), Text(": names nobody", " : ne nomme personne")
        )
    return kept


def euros(name: str) -> Callable[[str], float]:
    """Reads an amount in euro for the filter `name`: digits with a decimal point at most, and not
    what may be thousands (1.000)."""

    def parse(text: str) -> float:
        given = text.strip()
        if not re.fullmatch(r"\d{1,15}(\.\d+)?", given) or _THOUSANDS.fullmatch(given):
            raise RequestError(
                ParameterName(name),
                Text(
                    f" {text}: give an amount in euro, such as 100000",
                    f" {text} : donnez un montant en euros, comme 100000",
                ),
            )
        return float(given)

    return parse


def shown_euros(value: float) -> Text:
    """An amount as it is written in each language."""
    return numeral(value, ",.0f" if round(float(value), 2).is_integer() else ",.2f")
