"""Load on `serve`: pages of entities a second, and what a page waits when many ask at once.

    python benchmarks/serving.py GRAPH [SECONDS]

Starts the server on a free port of this machine and asks it for pages of things from everywhere in
the graph (every k-th of the index, in an order drawn with a fixed seed), with 64 clients that keep
their connection. First 200 a second, evenly, each page once, then as fast as they come, then the
same of 500 pages that have been asked for before; the time of an even load counts from the moment
that a request was due. Prints requests a second, milliseconds at the median, 99 % and the slowest,
other answers than 200, and processor seconds of the server and of what it has started. Last,
analyses as many as come: how many were refused with Retry-After, and what pages waited meanwhile.
The clients take processor time of the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.graph.opening import open_graph
from clustergraph.web.site.index import index

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS, RATE, PAGES, AGAIN = 64, 200, 20_000, 500
ANALYSIS = "/api/ask/communities?network=partners&seed="


@dataclass
class Seen:
    """Seconds that each request took, by status."""

    took: dict[int, list[float]] = field(default_factory=dict)
    retry: int = 0

    def add(self, status: int, seconds: float) -> None:
        self.took.setdefault(status, []).append(seconds)

    def told(self, seconds: float) -> str:
        times = sorted(self.took.get(200, [0.0]))
        at = [1000 * times[min(len(times) - 1, int(len(times) * part))] for part in (0.5, 0.99, 1)]
        others = {status: len(each) for status, each in self.took.items() if status != 200}
        return (
            f"{len(times) / seconds:.0f} a second, median {at[0]:.0f} ms, 99 % {at[1]:.0f} ms, "
            f"slowest {at[2]:.0f} ms, others {others or 'none'}"
        )


class Client:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """The status and the head of the answer."""
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        (length,) = (line[15:] for line in lines if line.startswith(b"content-length:"))
        await reader.readexactly(int(length))
        return int(head.split(b" ", 2)[1]), head


async def flat_out(port: int, paths: Iterator[str], seconds: float) -> Seen:
    """All clients, each asking again at once."""
    seen, end = Seen(), time.monotonic() + seconds

    async def ask() -> None:
        client = Client(port)
        while (start := time.monotonic()) < end:
            status, _ = await client.get(next(paths))
            seen.add(status, time.monotonic() - start)

    await asyncio.gather(*(ask() for _ in range(CLIENTS)))
    return seen


async def evenly(port: int, paths: Iterator[str], seconds: float, rate: float = RATE) -> Seen:
    """So many requests a second, by whichever client is free; none is left out for being late."""
    seen, count = Seen(), itertools.count()
    start, last = time.monotonic(), int(rate * seconds)

    async def ask() -> None:
        client = Client(port)
        while (number := next(count)) < last:
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            status, _ = await client.get(next(paths))
            seen.add(status, time.monotonic() - due)

    await asyncio.gather(*(ask() for _ in range(CLIENTS)))
    return seen


async def crowded(port: int, paths: Iterator[str], seconds: float) -> tuple[Seen, Seen]:
    """Pages at a quarter of the rate while 16 clients want analyses."""
    refused, end, seeds = Seen(), time.monotonic() + seconds, itertools.count()

    async def ask() -> None:
        client = Client(port)
        while (start := time.monotonic()) < end:
            status, head = await client.get(f"{ANALYSIS}{next(seeds)}")
            refused.add(status, time.monotonic() - start)
            refused.retry += b"\r\nretry-after:" in head.lower()
            await asyncio.sleep(0.1)

    asking = asyncio.gather(*(ask() for _ in range(16)))
    pages = await evenly(port, paths, seconds, RATE / 4)
    await asking
    return pages, refused


def spent(process: int) -> float:
    """Processor seconds of a process and of all that it has started."""
    parents, used = {}, {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = each.read_text().rpartition(")")[2].split()
            parents[int(each.parent.name)] = int(told[1])
            used[int(each.parent.name)] = (int(told[11]) + int(told[12])) / 100
    found, new = {process}, {process}
    while new:
        new = {one for one, parent in parents.items() if parent in new}
        found |= new
    return sum(used.get(each, 0) for each in found)


def addresses(where: str) -> list[str]:
    found = sorted(index(open_graph(where)).entries)
    chosen = found[:: max(1, len(found) // PAGES)]
    random.Random(1).shuffle(chosen)
    return [f"/{each}" for each in chosen]


def main(where: str, seconds: float) -> None:
    paths = addresses(where)
    command = [sys.executable, "-m", "clustergraph", "serve", "--graph", where, "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        line = server.stderr.readline()
        port = int(line.rpartition("/;")[0].rpartition(":")[2])
        asyncio.run(measured(port, server.pid, paths, seconds))
    finally:
        server.terminate()
        server.wait()


async def measured(port: int, process: int, all_: list[str], seconds: float) -> None:
    start = time.monotonic()
    status, _ = await Client(port).get(all_[0])
    print(f"{len(all_):,} pages; the first after {time.monotonic() - start:.1f} s, {status}")
    new, again = iter(all_[AGAIN:]), itertools.cycle(all_[:AGAIN])
    await asyncio.gather(*(warmed(port, all_[part:AGAIN:CLIENTS]) for part in range(CLIENTS)))
    for name, load, paths in (
        (f"{RATE} a second, each page once", evenly, new),
        ("64 clients flat out, each page once", flat_out, new),
        (f"{RATE} a second of {AGAIN} asked before", evenly, again),
        (f"64 clients flat out, {AGAIN} asked before", flat_out, again),
    ):
        before, start = spent(process), time.monotonic()
        seen = await load(port, paths, seconds)
        took = time.monotonic() - start
        used = (spent(process) - before) / sum(map(len, seen.took.values()))
        print(f"{name}: {seen.told(took)}; {1000 * used:.1f} processor ms of the server a page")
    pages, analyses = await crowded(port, again, seconds)
    counts = {status: len(each) for status, each in sorted(analyses.took.items())}
    print(f"{RATE // 4} a second beside analyses: {pages.told(seconds)}")
    print(f"analyses by status: {counts}, with Retry-After {analyses.retry}")


async def warmed(port: int, paths: list[str]) -> None:
    client = Client(port)
    for path in paths:
        await client.get(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graph")
    parser.add_argument("seconds", nargs="?", type=float, default=20.0, help="of each load")
    given = parser.parse_args()
    main(given.graph, given.seconds)
