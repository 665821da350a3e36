"""Functions of days and years written so that an engine which knows them of moments only has them.

SPARQL 1.1 asks for YEAR, MONTH and DAY of an xsd:dateTime alone, and for few casts; the reference
engine gives them for every kind of date, as people expect. Each call becomes an expression of what
every engine has, with the same value. Knows texts; nothing of graphs or engines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.graph import sparql
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.sparql import Token

# A day as XML Schema writes it: year, month, day, perhaps a time, and a zone.
_DAY = "^(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})(T[0-9:.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
_MONTH = "^(-?[0-9]{4,})-([0-9]{2}).*$"
_YEAR = "^(-?[0-9]{4,}).*$"
# What each function takes besides a moment, where its number stands, and which group it is.
_PARTS = {
    "YEAR": (("date", "gYear", "gYearMonth"), _YEAR, "$1"),
    "MONTH": (("date", "gYearMonth"), _MONTH, "$2"),
    "DAY": (("date",), _DAY, "$3"),
}
# Of each cast: the kinds it takes, how they are written, what it makes of them; and how a text of
# its own kind is written.
_ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})?$"
_CASTS = {
    "date": (("date", "dateTime"), _DAY, "$1-$2-$3$5", _DAY.replace("(T[0-9:.]+)?", "")),
    "gYear": (
        ("date", "dateTime", "gYearMonth"),
        f"^(-?[0-9]{{4,}})(-[0-9]{{2}}){{1,2}}(T[0-9:.]+)?{_ZONE}",
        "$1$4",
        f"^-?[0-9]{{4,}}{_ZONE}",
    ),
    "gYearMonth": (("date", "dateTime"), _DAY, "$1-$2$5", f"^-?[0-9]{{4,}}-[0-9]{{2}}{_ZONE}"),
}
_PREFIX = re.compile(r"PREFIX\s+([\w.-]*:)\s*<" + re.escape(XSD) + ">", re.IGNORECASE)


def spelled(text: str) -> str:
    """The query with its functions of dates written out; as it is where it has none."""
    tokens = list(sparql.tokens(text))
    casts = {f"<{XSD}{name}>": name for name in (*_CASTS, "dateTime")}
    for prefix in _PREFIX.findall(text):
        casts |= {f"{prefix}{name}": name for name in (*_CASTS, "dateTime")}
    if not any(_function(token, casts) for token in tokens):
        return text
    return _written(tokens, casts)


def _function(token: Token, casts: dict[str, str]) -> str:
    if token.kind == "word" and token.text.upper() in _PARTS:
        return token.text.upper()
    return casts.get(token.text, "") if token.kind in ("name", "iri") else ""


def _written(tokens: Sequence[Token], casts: dict[str, str]) -> str:
    pieces, at = [], 0
    while at < len(tokens):
        name = _function(tokens[at], casts)
        start = next((n for n in range(at + 1, len(tokens)) if tokens[n].means), len(tokens))
        if name and start < len(tokens) and tokens[start].text == "(":
            end = sparql.closing(tokens, start)
            inside = _written(tokens[start + 1 : end], casts)
            pieces.append(_call(name, inside, tokens[at].text))
            at = end + 1
        else:
            pieces.append(tokens[at].text)
            at += 1
    return "".join(pieces)


def _call(name: str, inside: str, written: str) -> str:
    """One call, its argument `inside`; of a moment the engine's own."""
    if name in _PARTS:
        kinds, pattern, group = _PARTS[name]
        number = f'<{XSD}integer>(REPLACE(STR({inside}), "{pattern}", "{group}"))'
        return f"IF({_is(inside, *kinds)}, {number}, {written}({inside}))"
    if name == "dateTime":
        day, zone = (f'REPLACE(STR({inside}), "{_DAY}", "{form}")' for form in ("$1-$2-$3", "$5"))
        moment = f'CONCAT({day}, "T00:00:00", {zone})'
        return f"IF({_is(inside, 'date')}, STRDT({moment}, <{XSD}dateTime>), {written}({inside}))"
    kinds, pattern, form, itself = _CASTS[name]
    made = f'REPLACE(STR({inside}), "{pattern}", "{form}")'
    fits = (
        f'({_is(inside, *kinds)} && REGEX(STR({inside}), "{pattern}"))'
        f' || ({_is(inside, "string", name)} && REGEX(STR({inside}), "{itself}"))'
    )
    # Where it is no date the cast fails, as the cast of a word to a number does.
    return f'IF({fits}, STRDT({made}, <{XSD}{name}>), <{XSD}integer>("no date"))'


def _is(inside: str, *kinds: str) -> str:
    return f"DATATYPE({inside}) IN ({', '.join(f'<{XSD}{kind}>' for kind in kinds)})"
