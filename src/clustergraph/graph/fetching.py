"""All triples of an index as sorted N-Triples in a file, whatever their number.

Knows how to ask and to sort within bounds; nothing of what the triples say.
"""

from __future__ import annotations

import gzip
import heapq
import tempfile
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from clustergraph.graph.progress import silent, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph import engines
    from clustergraph.graph.progress import Report

# Lines that are sorted in memory at once.
_RUN = 500_000


def fetched(
    index: engines.Index,
    path: Path,
    at_once: int = _RUN,
    report: Report = silent,
) -> Path:
    """All triples of an index, sorted as N-Triples, in a gzip file.

    More than `at_once` are asked for property by property, so that each answer has a bound.
    `report(stage, share)` gets the progress.
    """
    total = index.count()
    lines = watched(_asked(index, total <= at_once), total, partial(report, "fetching"))
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.writelines(_sorted(lines, path.parent))
    return path


def _asked(index: engines.Index, at_once: bool) -> Iterator[bytes]:
    if at_once:
        for subject, name, value in index.stream("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows:
            yield f"{subject} {name} {value} .\n".encode()
        return
    for (name,) in index.select("SELECT DISTINCT ?p WHERE { ?s ?p ?o }").rows:
        for subject, value in index.stream(f"SELECT ?s ?o WHERE {{ ?s {name} ?o }}").rows:
            yield f"{subject} {name} {value} .\n".encode()


def _sorted(lines: Iterator[bytes], scratch: Path) -> Iterator[bytes]:
    """The lines in order, each once, through files of a bounded number of lines each."""
    with ExitStack() as files:
        runs = []
        while run := sorted(islice(lines, _RUN)):
            runs.append(files.enter_context(tempfile.TemporaryFile(dir=scratch)))
            runs[-1].writelines(run)
            runs[-1].seek(0)
        before = b""
        for line in heapq.merge(*runs):
            if line != before:
                yield line
            before = line
