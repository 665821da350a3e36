"""Which questions and analyses can be asked of a thing, and how they are asked of it.

Knows contracts and kinds of things; nothing of answers or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.questions.contract import Contract, Parameter
    from clustergraph.web.site.index import Entry

# By the kind of a thing: its class, and names of parameters that take it though others do, too.
_CLASSES = {
    "organisation": ("cg:Organisation", ("organisation",)),
    "programme": ("cg:Programme", ("programme",)),
    "place": ("cg:Place", ("region",)),
}
# Takes a thing of any kind.
_ANY = "about"


def fitting(
    entry: Entry, contracts: Iterable[Contract], centre: str | None
) -> list[tuple[Contract, str]]:
    """What can be asked of a thing, each with the query string that asks it.

    What asks of two, such as a chain, is asked of the centre and the thing.
    """
    found = []
    for contract in contracts:
        given = _given(entry, contract, centre)
        if given:
            found.append((contract, urlencode(given)))
    return found


def _given(entry: Entry, contract: Contract, centre: str | None) -> dict[str, str]:
    required = [each for each in contract.parameters if each.required]
    taking = [each for each in contract.parameters if _takes(entry, each)]
    if len(required) == 2 and required == taking[:2] and centre and centre != entry.iri:
        return {required[0].name: centre, required[1].name: entry.iri}
    if taking and all(each is taking[0] for each in required):
        return {taking[0].name: entry.iri}
    return {}


def _takes(entry: Entry, parameter: Parameter) -> bool:
    cls, names = _CLASSES.get(entry.kind, (None, ()))
    if cls is None or parameter.many:
        return False
    if parameter.name == _ANY and parameter.required:
        return True
    return parameter.cls == cls and (parameter.required or parameter.name in names)
