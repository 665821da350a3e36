"""Which questions and analyses can be asked of a thing, and how they are asked of it.

Knows contracts and kinds of things; nothing of answers or pages.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from clustergraph.answers.registry import ANALYSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.questions.contract import Contract, Parameter
    from clustergraph.web.site.index import Entry

    # What is asked of a kind of thing: a contract with the names of the parameters that take it,
    # which is the last of them, or the centre and it.
    Asking = list[tuple[Contract, tuple[str, ...]]]

# By the kind of a thing: its class, and names of parameters that take it though others do, too.
_CLASSES = {
    "organisation": ("cg:Organisation", ("organisation",)),
    "programme": ("cg:Programme", ("programme",)),
    "place": ("cg:Place", ("region",)),
}
# Takes a thing of any kind.
_ANY = "about"


def asking(kind: str, contracts: Iterable[Contract]) -> Asking:
    """What can be asked of things of a kind."""
    taken = ((contract, _taking(kind, contract)) for contract in contracts)
    return [(contract, names) for contract, names in taken if names]


@cache
def analyses(kind: str) -> Asking:
    """The same of analyses alone, of which there are the same always."""
    return asking(kind, [each.contract for each in ANALYSES.values()])


def fitting(
    entry: Entry, contracts: Iterable[Contract], centre: str | None
) -> list[tuple[Contract, str]]:
    """What can be asked of a thing, each with the query string that asks it.

    What asks of two, such as a chain, is asked of the centre and the thing.
    """
    return filled(asking(entry.kind, contracts), entry, centre)


def filled(asked: Asking, entry: Entry, centre: str | None) -> list[tuple[Contract, str]]:
    """What can be asked of things of a kind, asked of one of them."""
    own: dict[int, tuple[str, ...]] = {1: (entry.iri,)}
    if centre and centre != entry.iri:
        own[2] = centre, entry.iri
    return [
        (contract, urlencode(dict(zip(names, own[len(names)], strict=True))))
        for contract, names in asked
        if len(names) in own
    ]


def _taking(kind: str, contract: Contract) -> tuple[str, ...]:
    required = [each for each in contract.parameters if each.required]
    taking = [each for each in contract.parameters if _takes(kind, each)]
    if len(required) == 2 and required == taking[:2]:
        return required[0].name, required[1].name
    if taking and all(each is taking[0] for each in required):
        return (taking[0].name,)
    return ()


def _takes(kind: str, parameter: Parameter) -> bool:
    cls, names = _CLASSES.get(kind, (None, ()))
    if cls is None or parameter.many:
        return False
    if parameter.name == _ANY and parameter.required:
        return True
    return parameter.cls == cls and (parameter.required or parameter.name in names)
