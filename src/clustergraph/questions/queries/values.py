"""How a value that a person gives for a parameter becomes a ground RDF term.

Knows the types of parameters and, of things in the graph, that they have names. Knows nothing of
queries.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import terms
from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.graph.location import Location
    from clustergraph.questions.contract import Parameter

# Values with a meaning: whatever there is, and the day of the newest release in the graph.
ANYTHING, RELEASE = "any", "release"


def _iri(location: Location, parameter: Parameter, value: str) -> str:
    if value == ANYTHING and parameter.anything:
        return f"<{terms.CG}>"
    named = ParameterName(parameter.name, saved=True)
    return f"<{resolve(location, value, parameter.cls, parameter=named)}>"


def _string(location: Location, parameter: Parameter, value: str) -> str:
    return str(ox.Literal(_known(parameter, value)))


def _known(parameter: Parameter, value: str) -> str:
    """The value, where it is one of those that there are."""
    known = list(parameter.values()) if parameter.values else [value]
    if value not in known:
        named = ParameterName(parameter.name, saved=True)
        listed = ", ".join(known)
        raise RequestError(
            named,
            Text(
                f": '{value}' is not one of {listed}",
                f" : « {value} » n’est pas l’une de ces valeurs : {listed}",
            ),
        )
    return value


def _date(location: Location, parameter: Parameter, value: str) -> str:
    """A day; RELEASE is that of the newest release in the graph."""
    from clustergraph.questions import releases

    named = ParameterName(parameter.name, saved=True)
    if value == RELEASE == parameter.default:
        return str(ox.Literal(releases.newest(location, named, value)))
    try:
        return str(ox.Literal(date.fromisoformat(value.strip()).isoformat()))
    except ValueError:
        raise RequestError(
            named,
            Text(
                f": '{value}' is not a day (such as 2025-12-31)",
                f" : « {value} » n’est pas un jour (comme 2025-12-31)",
            ),
        ) from None


def _matching(pattern: str, example: str) -> Callable[[Location, Parameter, str], str]:
    def ground(location: Location, parameter: Parameter, value: str) -> str:
        # Digits of other scripts are digits, but not in a query.
        typed = re.sub(r"\d", lambda digit: str(int(digit[0])), value.strip())
        if not re.fullmatch(pattern, typed):
            raise RequestError(
                ParameterName(parameter.name, saved=True),
                Text(
                    f": '{value}' is not of type {parameter.type} (such as {example})",
                    f" : « {value} » ne convient pas (il faut par exemple {example})",
                ),
            )
        if parameter.minimum is not None and Decimal(typed) < parameter.minimum:
            raise RequestError(
                ParameterName(parameter.name, saved=True),
                Text(
                    f": {typed}: give {parameter.minimum:g} or more",
                    f" : {typed} : il faut {parameter.minimum:g} ou plus",
                ),
            )
        return _known(parameter, typed)

    return ground


def _year(location: Location, parameter: Parameter, value: str) -> str:
    """Four digits; 0, as programs write it that know numbers only, is the year 0000."""
    return _matching(r"\d{4}", "2020")(location, parameter, "0000" if value == "0" else value)


# One entry a type of parameter: (location, parameter, what the user typed) -> ground term.
TYPES: dict[str, Callable[[Location, Parameter, str], str]] = {
    "iri": _iri,
    "string": _string,
    "integer": _matching(r"[+-]?\d{1,18}", "25"),
    "decimal": _matching(r"[+-]?\d{1,18}\.\d+", "1000.0"),
    "year": _year,
    "boolean": _matching(r"true|false", "true"),
    "date": _date,
}


def resolve(
    location: Location,
    text: str,
    cls: str | None = None,
    *,
    parameter: str | ParameterName = "",
) -> str:
    """The IRI that a person means; `cls` (a CURIE) is the class or scheme it must belong to.

    Raises RequestError as `names.find`.
    """
    from clustergraph.questions import names

    return names.find(location, text, (cls,) if cls else (), parameter=parameter).iri
