"""Whom or what a name was taken for, so that every answer can say it.

Knows what was found; nothing of how it was sought, or of who asks.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName
from clustergraph.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.errors import Part
    from clustergraph.languages import Lang
    from clustergraph.questions.lookup import Named


@dataclass(frozen=True)
class Taken:
    """One name that was typed and the thing that it was taken for. parameter: for which it was
    given, None where it needs no mention."""

    parameter: ParameterName | None
    text: str
    thing: Named

    def parts(self, lang: Lang = "en") -> tuple[Part, ...]:
        """In words: `region BE3: Wallonia (region, BE, NUTS BE3)`."""
        before: tuple[Part, ...] = (self.parameter, " ") if self.parameter else ()
        colon = " : " if lang == "fr" else ": "
        return (*before, f"{self.text}{colon}{self.thing.said(lang)}")


@dataclass
class Remembered:
    """What was taken while one answer was made, each once, in the order of asking."""

    lang: Lang
    taken: list[Taken] = field(default_factory=list)

    def add(self, parameter: ParameterName | None, text: str, thing: Named) -> None:
        one = Taken(parameter, text, thing)
        # An IRI handed on stands for what a name was taken for before.
        known = text == thing.iri and any(each.thing.iri == text for each in self.taken)
        if one not in self.taken and not known:
            self.taken.append(one)

    def kept(self) -> list[list[Any]]:
        """The same in values of JSON, for `remember_kept`."""
        return [[each.parameter, each.text, asdict(each.thing)] for each in self.taken]


# A name is sought at the bottom of long ways (a filter of a network of an analysis), each of which
# would otherwise have to hand back what was found. Every thread and every answer has its own.
_REMEMBERED: ContextVar[Remembered | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering(lang: Lang = LANGUAGES[0]) -> Iterator[Remembered]:
    """Remember what names are taken for inside the block; labels are in `lang`.

    A block inside another remembers for itself and for the outer one.
    """
    outer = _REMEMBERED.get()
    found = Remembered(lang)
    token = _REMEMBERED.set(found)
    try:
        yield found
    finally:
        _REMEMBERED.reset(token)
        if outer is not None:
            for each in found.taken:
                outer.add(each.parameter, each.text, each.thing)


@contextmanager
def forgetting() -> Iterator[None]:
    """Names that are found inside the block are nobody's: no request gave them."""
    token = _REMEMBERED.set(None)
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def remember(parameter: ParameterName | None, text: str, thing: Named) -> None:
    """Tell whoever makes an answer what a name was taken for."""
    found = _REMEMBERED.get()
    if found is not None:
        found.add(parameter, text, thing)


def remember_kept(kept: Iterable[Any]) -> bool:
    """Tell again what `Remembered.kept` gave; False where it is anything else."""
    from clustergraph.questions.lookup import Named

    try:
        found = [
            Taken(parameter and ParameterName(*parameter), str(text), Named(**thing))
            for parameter, text, thing in kept
        ]
        # A thing that cannot be named is none.
        "".join(str(each.thing) for each in found)
    except (TypeError, ValueError):
        return False
    for each in found:
        remember(each.parameter, each.text, each.thing)
    return True


def language() -> Lang:
    """The language of the answer that is being made."""
    found = _REMEMBERED.get()
    return found.lang if found is not None else LANGUAGES[0]
