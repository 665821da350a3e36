"""Triples in graphs of a name each as N-Quads and TriG: the same quads, the same bytes.

Input is sorted, as `triples` has it. Knows nothing of files or of where triples come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats import triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # The names of the graphs of a line of N-Triples, in angle brackets; none for the graph without
    # a name.
    Graphs = Callable[[str], tuple[str, ...]]
    Read = Callable[[], Iterable[str]]


def n_quads(read: Read, graphs: Graphs) -> Iterator[bytes]:
    """N-Quads, a line a triple and graph, in the order given."""
    for line in read():
        names = graphs(line)
        for name in names:
            yield f"{line[:-2]}{name} .\n".encode()
        if not names:
            yield line.encode()


def trig(read: Read, graphs: Graphs) -> Iterator[bytes]:
    """TriG: each graph as Turtle writes it, in braces; read once, and once a graph."""
    found: set[str] = set()

    def noted() -> Iterator[str]:
        for line in read():
            found.update(graphs(line) or ("",))
            yield line

    names = triples.Names(noted())
    yield triples.prologue(names)
    for wanted in sorted(found):
        chosen = (line for line in read() if wanted in (graphs(line) or ("",)))
        yield f"\n{wanted} {{\n".encode() if wanted else b"\n{\n"
        yield from triples.blocks(chosen, names)
        yield b"}\n"


# One entry a format that has graphs: the extension of its files, and what writes them.
WRITERS: dict[str, Callable[[Read, Graphs], Iterator[bytes]]] = {"nq": n_quads, "trig": trig}
