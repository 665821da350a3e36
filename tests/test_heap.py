"""What a process that answers gives back of its memory, and when."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clustergraph.graph.bounds import Bounds
from clustergraph.graph.confined import CAN_FORK, Confined

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CAN_FORK or sys.platform != "linux", reason="glibc of Linux"),
]
LARGE = 64 << 20


def _faults(_opened: object, _text: str) -> Iterator[bytes]:
    """How many pages the system had to give for a large block."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    block = bytearray(b"x" * 1024) * (LARGE >> 10)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    del block
    yield str(after - before).encode()


def _held(_opened: object, _text: str) -> Iterator[bytes]:
    """Bytes that the process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    yield str(pages * resource.getpagesize()).encode()


def test_the_next_answer_is_made_in_the_memory_of_the_last() -> None:
    process = Confined(dict, Bounds())
    first, second = (int(process.ask(_faults, "").read()) for _ in range(2))
    assert first > (LARGE >> 12) / 2
    assert second < first / 10


def test_memory_is_given_back_when_nobody_asks() -> None:
    process = Confined(dict, Bounds())
    process.ask(_faults, "").read()
    before = int(process.ask(_held, "").read())
    time.sleep(1.5)
    assert int(process.ask(_held, "").read()) < before - LARGE / 2
