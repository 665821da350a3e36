"""Organisations by the identifier that a register gave them, however a person writes it.

Knows texts and the keys that are made of identifiers; nothing of what any graph holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import values
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

_ORGANISATION = PREFIXES["organisation"]


class Registered(NamedTuple):
    """An identifier in its one form, the register that gave it, and the property that states it."""

    register: str
    value: str

    @property
    def key(self) -> str:
        """What an IRI is made of it with, as organisation:pic-999999999."""
        return f"{self.register}-{self.value}"

    @property
    def property(self) -> str:
        return PROPERTIES[self.register]


# Each register with the property that states its identifiers, and the reading of them, best first.
PROPERTIES = {"pic": f"{CG}pic", "ror": f"{CG}rorId", "wikidata": f"{CG}wikidataId"}
READINGS: dict[str, Callable[[str], str]] = {
    "pic": values.pic,
    "ror": values.ror,
    "wikidata": values.wikidata,
}


def find(text: str) -> Registered | None:
    """The identifier in a text: alone (999999999, Q13164), with the name of its register (PIC
    999999999, ror:057zh3y96, wikidata:Q13164), as an address of the register, or as we write it
    (organisation:ror-057zh3y96); None where it holds none."""
    bare = text.strip().removeprefix("<").removesuffix(">")
    for start in (_ORGANISATION, "organisation:"):
        if bare.startswith(start):
            register, _, value = bare.removeprefix(start).partition("-")
            found = READINGS[register](value) if register in READINGS else ""
            return Registered(register, found) if found else None
    for register, reading in READINGS.items():
        if value := reading(bare):
            return Registered(register, value)
    return None
