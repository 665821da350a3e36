"""How fast a graph goes to `oxigraph serve` on this machine, by each of the two protocols.

    python benchmarks/push.py [--graph graph] [--by store|update] [--on memory|disk]

Printed are triples a second of the upload, and the seconds of the swap, in which readers still see
what was there before; processor seconds tell what a busy machine hides. On disk the server keeps
its data in a folder that is gone afterwards.
"""

from __future__ import annotations

import argparse
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.graph.opening import open_graph
from clustergraph.graph.push import push
from clustergraph.http.limits import Patience

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer than any request here takes: what is measured is not the deadline.
PATIENCE = Patience(timeout=1_800)


@contextmanager
def serving(folder: str | None) -> Iterator[str]:
    """A running `oxigraph serve`, its data in a folder or in memory; the address of its root."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    kept = ["--location", folder] if folder else []
    command = [program, "serve", *kept, "--bind", place]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://{place}/").close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://{place}"
        finally:
            server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--graph", default="graph", help="a graph folder")
    parser.add_argument("--by", choices=["store", "update"], default="store")
    parser.add_argument("--on", choices=["memory", "disk"], default="memory")
    options = parser.parse_args()
    location = open_graph(options.graph)
    total = location.count()
    print(f"{total:,} triples by {options.by}, on {options.on}", flush=True)
    begun = time.perf_counter()

    def report(stage: str, share: float) -> None:
        if stage == "swapping":
            taken = time.perf_counter() - begun
            print(f"upload {taken:.1f} s, {total / taken:,.0f} a second", flush=True)

    with (
        tempfile.TemporaryDirectory() as folder,
        serving(folder if options.on == "disk" else None) as root,
    ):
        begun = time.perf_counter()
        store = f"{root}/store" if options.by == "store" else None
        push(location, f"{root}/query", store=store, patience=PATIENCE, report=report)
        taken = time.perf_counter() - begun
    server = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"upload and swap {taken:.1f} s, {total / taken:,.0f} a second")
    print(
        f"processor seconds: ours {time.process_time():.1f}, "
        f"the server's {server.ru_utime + server.ru_stime:.1f}"
    )


if __name__ == "__main__":
    main()
