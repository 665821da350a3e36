"""What the sources of one build write into, and what each tells of its end.

Knows no source, file or column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clustergraph.sources.codes import Codes
from clustergraph.sources.organisations import Organisations
from clustergraph.sources.places import Places

if TYPE_CHECKING:
    from clustergraph.sources.reading import Tally


@dataclass
class Gathering:
    """What the sources of one build write into: lines of their own, shared organisations, places
    and codes. `memory` is what a source keeps from one of its paths to the next, by its name."""

    organisations: Organisations = field(default_factory=Organisations)
    places: Places = field(default_factory=Places)
    codes: Codes = field(default_factory=Codes)
    lines: list[str] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """How reading one source ended; `release` is what the source says of itself, "" if nothing."""

    tally: Tally
    release: str = ""
