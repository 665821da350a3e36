"""A document as data. Writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Rows:
    """A table: its header and its rows, all of texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture, drawn as "svg" or "png" when it is wanted, and the text that stands for it."""

    draw: Callable[[str], bytes]
    alternative: str

    @property
    def svg(self) -> bytes:
        return self.draw("svg")

    @property
    def png(self) -> bytes:
        return self.draw("png")


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, in order: texts, tables, pictures."""

    heading: str
    blocks: tuple[str | Rows | Picture, ...]


@dataclass(frozen=True)
class Document:
    """lang: BCP 47 tag of its texts. source: the line of credit at its end."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    source: str
    lang: str = "en"
