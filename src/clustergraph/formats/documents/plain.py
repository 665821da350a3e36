"""A document as Markdown: pictures are told by their alternative text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.formats.documents.document import Picture, Rows

if TYPE_CHECKING:
    from clustergraph.formats.documents.document import Document

# What Markdown or HTML in it would take for more than text.
_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(document: Document) -> bytes:
    """The file."""
    lines = [f"# {_plain(document.title)}", "", _plain(document.subtitle), ""]
    for section in document.sections:
        lines += [f"## {_plain(section.heading)}", ""]
        for block in section.blocks:
            lines += [*_block(block), ""]
    lines += ["---", "", _plain(document.source)]
    return ("\n".join(lines) + "\n").encode()


def _block(block: str | Rows | Picture) -> list[str]:
    if isinstance(block, str):
        return [_plain(block)]
    if isinstance(block, Picture):
        return [f"*{_plain(block.alternative)}*"]
    rule = ("---",) * len(block.header)
    cells = [
        tuple(map(_plain, block.header)),
        rule,
        *(tuple(map(_plain, row)) for row in block.rows),
    ]
    return [f"| {' | '.join(row)} |" for row in cells]


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
