"""Human decisions on which organisations are the same: data/identity.csv, applied at build."""

from __future__ import annotations


def same() -> dict[str, str]:
    """From an IRI to the one that stands for it, by the decisions that say `same`."""
    return {}
