"""A document as data. Writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rows:
    """A table: its header and its rows, all of texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """One picture in both forms, and the text that stands for it."""

    svg: bytes
    png: bytes
    alternative: str


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
