"""What a process that answers gives back of its memory, and when."""

from __future__ import annotations

import subprocess
import sys

import pytest

from clustergraph.graph.confined import CAN_FORK

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CAN_FORK or sys.platform != "linux", reason="glibc of Linux"),
]
# In a Python of its own: this one may have run threads of an engine, and holds what tests left.
ASKED = """
import resource, time
from pathlib import Path
from clustergraph.graph.bounds import Bounds
from clustergraph.graph.confined import Confined

LARGE = 64 << 20

def faults(opened, text):
    "How many pages the system had to give for a large block."
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    block = bytearray(b"x" * 1024) * (LARGE >> 10)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    del block
    yield str(after - before).encode()

def held(opened, text):
    "Bytes that the process holds."
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    yield str(pages * resource.getpagesize()).encode()

process = Confined(dict, Bounds(), dict)
asked = lambda job: int(process.ask(job, "").read())
"""


def _printed(code: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", ASKED + code], check=True, capture_output=True, text=True
    )
    return [int(word) for word in done.stdout.split()]


def test_the_next_answer_is_made_in_the_memory_of_the_last() -> None:
    first, second, pages = _printed("print(asked(faults), asked(faults), LARGE >> 12)")
    assert first > pages / 2
    assert second < first / 10


def test_memory_is_given_back_when_nobody_asks() -> None:
    before, after, large = _printed(
        "asked(faults); before = asked(held); time.sleep(1.5); print(before, asked(held), LARGE)"
    )
    assert after < before - large / 2
