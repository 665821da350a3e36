"""Whom or what a name was taken for, so that every answer can say it.

Knows what was found; nothing of how it was sought, or of who asks.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName
from clustergraph.languages import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clustergraph.errors import Part
    from clustergraph.languages import Lang
    from clustergraph.questions.lookup import Named

_LARGER = Text("; larger with that name: {}", "\xa0; plus grande sous ce nom\xa0: {}")


@dataclass(frozen=True)
class Taken:
    """One name that was typed and the thing that it was taken for. parameter: for which it was
    given, None where it needs no mention; larger: another that has the name inside its own and may
    have been meant."""

    parameter: ParameterName | None
    text: str
    thing: Named
    larger: Named | None = None

    def parts(self, lang: Lang = "en") -> tuple[Part, ...]:
        """In words: `region BE3: Wallonia (region, BE, NUTS BE3)`."""
        before: tuple[Part, ...] = (self.parameter, " ") if self.parameter else ()
        colon = " : " if lang == "fr" else ": "
        said = f"{self.text}{colon}{self.thing.said(lang)}"
        if self.larger:
            said += _LARGER.translated(lang).format(self.larger.said(lang))
        return (*before, said)


@dataclass
class Remembered:
    """What was taken while one answer was made, each once, in the order of asking."""

    lang: Lang
    taken: list[Taken] = field(default_factory=list)

    def add(self, one: Taken) -> None:
        # An IRI handed on stands for what a name was taken for before.
        known = one.text == one.thing.iri and any(each.thing.iri == one.text for each in self.taken)
        if one not in self.taken and not known:
            self.taken.append(one)

    def kept(self) -> list[list[Any]]:
        """The same in values of JSON, for `remember_kept`."""
        return [
            [each.parameter, each.text, asdict(each.thing), each.larger and asdict(each.larger)]
            for each in self.taken
        ]


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
                outer.add(each)


@contextmanager
def forgetting() -> Iterator[None]:
    """Names that are found inside the block are nobody's: no request gave them."""
    token = _REMEMBERED.set(None)
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def remember(
    parameter: ParameterName | None, text: str, thing: Named, larger: Named | None = None
) -> None:
    """Tell whoever makes an answer what a name was taken for; see `Taken`."""
    found = _REMEMBERED.get()
    if found is not None:
        found.add(Taken(parameter, text, thing, larger))


def remember_kept(kept: Iterable[Any]) -> bool:
    """Tell again what `Remembered.kept` gave; False where it is anything else."""
    from clustergraph.questions.lookup import Named

    try:
        found = [
            Taken(
                parameter and ParameterName(*parameter),
                str(text),
                Named(**thing),
                larger and Named(**larger),
            )
            for parameter, text, thing, larger in kept
        ]
        # A thing that cannot be named is none.
        "".join(f"{each.thing}{each.larger}" for each in found)
    except (TypeError, ValueError):
        return False
    for each in found:
        remember(each.parameter, each.text, each.thing, each.larger)
    return True


def language() -> Lang:
    """The language of the answer that is being made."""
    found = _REMEMBERED.get()
    return found.lang if found is not None else LANGUAGES[0]
