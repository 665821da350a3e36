"""Time of full-text search against a REGEX filter in SPARQL on the same graph.

    python benchmarks/search.py GRAPH [WORDS …]

Prints processor seconds for making the index, its bytes, and for each of the WORDS milliseconds of
`search` (best of three, the graph being open) and of the rival with the ratio. GRAPH must be a
folder that may be written to: its index is removed and made again.
"""

from __future__ import annotations

import shutil
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.answers.searching import search
from clustergraph.graph.opening import open_graph
from clustergraph.questions import words

if TYPE_CHECKING:
    from collections.abc import Callable

RIVAL = """
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?project
WHERE {
  ?project a cg:Project ; dcterms:title|dcterms:description ?text .
  FILTER(REGEX(?text, $pattern, "i"))
}
LIMIT 20
"""
ROUNDS = 3


def best(run: Callable[[], object]) -> float:
    """Milliseconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main(where: str, sought: list[str]) -> None:
    location = open_graph(where)
    for old in location.nt.path.parent.glob("cache/words-*"):  # type: ignore[union-attr]
        shutil.rmtree(old)
    start = time.process_time()
    words.opened(location)
    print(f"index made in {time.process_time() - start:.1f} processor seconds")
    (made,) = location.nt.path.parent.glob("cache/words-*")  # type: ignore[union-attr]
    print(f"index of {sum(path.stat().st_size for path in made.iterdir()):,} bytes")
    for text in sought:
        ours = best(partial(search, location, words=text))
        query = RIVAL.replace("$pattern", str(ox.Literal(text)))
        rival = best(partial(location.select, query))
        print(f"{text}: search {ours:.1f} ms, REGEX {rival:.1f} ms, {rival / ours:.0f} times")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or ["additive manufacturing", "energy", "turbine"])
