"""Triples in graphs of a name each as N-Quads and TriG: the same quads, the same bytes.

Input is sorted, as `triples` has it. Knows nothing of files or of where triples come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats import triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyoxigraph as ox

    # The names of the graphs of a triple; none for the graph without a name.
    Graphs = Callable[[ox.Triple], tuple[ox.NamedNode, ...]]
    Read = Callable[[], Iterable[ox.Triple]]


def n_quads(read: Read, graphs: Graphs) -> Iterator[bytes]:
    """N-Quads, a line a triple and graph, in the order given."""
    for triple in read():
        for name in graphs(triple) or ("",):
            yield f"{triple} {name} .\n".encode() if name else f"{triple} .\n".encode()


def trig(read: Read, graphs: Graphs) -> Iterator[bytes]:
    """TriG: each graph as Turtle writes it, in braces; read once, and once a graph."""
    found: set[str] = set()

    def noted() -> Iterator[ox.Triple]:
        for triple in read():
            found.update(map(str, graphs(triple) or ("",)))
            yield triple

    names = triples.Names(noted())
    yield triples.prologue(names)
    for wanted in sorted(found):
        chosen = (triple for triple in read() if wanted in map(str, graphs(triple) or ("",)))
        yield f"\n{wanted} {{\n".encode() if wanted else b"\n{\n"
        yield from triples.blocks(chosen, names)
        yield b"}\n"


# One entry a format that has graphs: the extension of its files, and what writes them.
WRITERS: dict[str, Callable[[Read, Graphs], Iterator[bytes]]] = {"nq": n_quads, "trig": trig}
