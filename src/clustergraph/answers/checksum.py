"""What an answer is made from, as one checksum: equal ones give equal answers.

Knows builds, the program and the questions; nothing of what is answered.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from clustergraph._version import __version__
from clustergraph.questions import queries

if TYPE_CHECKING:
    from clustergraph.graph.location import Location


def checksum(location: Location, *what: Any) -> str | None:
    """A checksum of what a graph holds, the program, all questions and networks, and what is
    asked; None for an endpoint, which may tell something else each time."""
    if location.identity is None:
        return None
    held = [location.identity, __version__, queries.version(), *what]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
