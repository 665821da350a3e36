"""How much a question may take: time, and memory.

Knows numbers only; `confined` and `answering` hold questions to them.
"""

from __future__ import annotations

from dataclasses import dataclass

GIB = 1 << 30
# What a question may take unless it is told otherwise: seconds, and bytes beside the graph itself.
TIMEOUT = 60.0
MEMORY = 4 * GIB


@dataclass(frozen=True)
class Bounds:
    """Seconds for one answer, and bytes that answering may take beside the graph itself."""

    seconds: float = TIMEOUT
    memory: int = MEMORY
