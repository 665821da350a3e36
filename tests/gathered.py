"""What sources have gathered, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import general

if TYPE_CHECKING:
    from clustergraph.sources.gathering import Gathering


def lines_of(gathering: Gathering) -> set[str]:
    """The lines of the whole graph, without the amounts that follow from narrower ones."""
    pieces = b"".join(gathering.finish())
    # Not by signs of text, some of which end a line too.
    lines = list(map(bytes.decode, pieces.splitlines(keepends=True)))
    return set(lines) - set(general.of_lines(lines))
