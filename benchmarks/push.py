"""How fast a graph goes to `oxigraph serve` on this machine, by each of the two protocols.

    python benchmarks/push.py [--graph graph] [--by store|update] [--on memory|disk]

Printed are triples a second of the upload, and the seconds of the swap, in which readers still see
what was there before. On disk the server keeps its data in a folder that is gone afterwards.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.endpoint.client import Patience
from clustergraph.graph import open_graph
from clustergraph.push import push

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
    marks: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(folder if options.on == "disk" else None) as root,
    ):
        begun = time.perf_counter()
        push(
            location,
            f"{root}/query",
            store=f"{root}/store" if options.by == "store" else None,
            patience=PATIENCE,
            report=lambda stage, share: marks.setdefault(
                stage if share < 0.8 or stage == "swapping" else "last", time.perf_counter()
            ),
        )
        ended = time.perf_counter()
    upload, swap = marks["swapping"] - begun, ended - marks["swapping"]
    print(f"{total:,} triples by {options.by}, on {options.on}")
    print(f"upload {upload:.1f} s, {total / upload:,.0f} a second; swap {swap:.1f} s")
    print(f"all {ended - begun:.1f} s, {total / (ended - begun):,.0f} a second")


if __name__ == "__main__":
    main()
