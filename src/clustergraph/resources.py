"""Where the shipped ontology/, queries/ and data/ folders are.

In an installed wheel they lie inside the package, in a checkout at its top. Reads no file.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    shipped = _PACKAGE / name
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / name


def ontology_dir() -> Path:
    """The folder of the ontology, its schemes, shapes, rules and alignments."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder of the saved queries."""
    return _folder("queries")


def data_dir() -> Path:
    """The folder of the curated facts."""
    return _folder("data")
