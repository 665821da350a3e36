"""Who takes part in which project, in which capacity: what two sources state is one participation.

Knows roles; nothing of sources or their columns.
"""

from __future__ import annotations

# Roles beside those that a grant is made to (coordinator, participant, host …).
_CAPACITIES = {
    "third-party": "third party",
    "partner": "partner",
    "associated-partner": "partner",
    "international-partner": "partner",
}
CAPACITIES = ("", *sorted({*_CAPACITIES.values()}))


def capacity(role: str) -> str:
    """The capacity in which a role, a concept, is taken; "" for holders of a grant, whichever."""
    return _CAPACITIES.get(role.rpartition("/")[2], "")


def engagement(project: str, organisation: str, capacity: str) -> int:
    """What stands for a participation in this process: there are many. project: the last part of
    its IRI."""
    return hash((project, organisation, capacity))
