"""Which NUTS region a code of any version means in a graph.

Knows which codes follow one another, and which of them a graph has; nothing of other names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph import terms
from clustergraph.errors import RequestError
from clustergraph.languages import Text, filled
from clustergraph.questions import lookup
from clustergraph.sources import recodings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.errors import ParameterName, Part
    from clustergraph.graph.location import Location

_SAID = {
    recodings.SPLIT: Text(
        "{code} was split in NUTS {version}, into {new}",
        "{code} a été divisé dans NUTS {version}, en {new}",
    ),
    recodings.MERGED: Text(
        "{code} became a part of {new} in NUTS {version}",
        "{code} fait partie de {new} depuis NUTS {version}",
    ),
    recodings.CHANGED: Text(
        "{code} became {new} in NUTS {version}, with other borders",
        "{code} est devenu {new} dans NUTS {version}, avec d’autres limites",
    ),
}
_ITSELF = Text(
    ", or {own} for what is stated of {code} itself",
    ", ou {own} pour ce qui est dit de {code} lui-même",
)


def meant(location: Location, text: str, parameter: ParameterName | None) -> str:
    """The code to look for where a person writes one of NUTS, else the text as it is.

    Of several codes of one territory (FR41, FRF3) the latest that the graph has. Raises
    RequestError, with the codes that may be meant, for a code whose territory the graph has under
    others that are not the same: nobody can tell which rows are meant.
    """
    code = text.strip().upper()
    equal = recodings.equal(code)
    changes = recodings.changes(equal[0])
    if len(equal) == 1 and not changes:
        return text
    found = _known(location, [*equal, *(each for change in changes for each in _now(change))])
    others = [each for change in changes for each in _now(change)[:1] if each in found]
    if others:
        raise _asking(code, changes, others, [found[each] for each in equal if each in found],
                      parameter)  # fmt: skip
    latest = next((each for each in equal if each in found), text)
    if code in found and latest != code and not _lies(location, found[code], found[latest]):
        # A graph that does not let the two meet.
        return text
    return latest


def _lies(location: Location, inner: str, outer: str) -> bool:
    return location.ask(f"ASK {{ <{inner}> <{terms.CG}within>+ <{outer}> }}")


def _now(change: recodings.Change) -> tuple[str, ...]:
    return recodings.equal(change.new)


def _known(location: Location, codes: Sequence[str]) -> dict[str, str]:
    """The IRIs of those codes that the graph has."""
    things = lookup.coded(location, codes, [])
    wanted = set(codes)
    return {
        name: iri
        for iri, thing in things.items()
        for kind, name in thing.names
        if kind == lookup.CODE and name in wanted
    }


def _asking(
    code: str,
    changes: Sequence[recodings.Change],
    others: Sequence[str],
    own: Sequence[str],
    parameter: ParameterName | None,
) -> RequestError:
    """The error that says what became of a code, and asks which of them is meant."""
    new = ", ".join(each.new for each in changes)
    said = filled(_SAID[changes[0].change], code=code, version=str(changes[0].version), new=new)
    itself = filled(_ITSELF, code=code, own=terms.compress(own[0])) if own else Text("")
    asked = Text(
        f"{said}: which is meant? give {' or '.join(others)}{itself}",
        f"{said.fr}\xa0: lequel\xa0? donnez {' ou '.join(others)}{itself.fr}",
    )
    before: list[Part] = [parameter, Text(": ", "\xa0: ")] if parameter else []
    return RequestError(*before, asked, candidates=others)
