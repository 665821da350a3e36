"""Where the shipped ontology/, queries/ and data/ folders are, and what a user keeps.

In an installed wheel they lie inside the package, in a checkout at its top. Reads no file.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

# Names another folder of own queries.
OWN_QUERIES = "CLUSTERGRAPH_QUERIES"

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


def own_queries_dir() -> Path:
    """The folder of a user's own queries, which need not be there: that of CLUSTERGRAPH_QUERIES,
    else `queries` in the folder of settings."""
    told = os.environ.get(OWN_QUERIES)
    return Path(told) if told else _settings() / "queries"


def own_decisions() -> Path:
    """The file of a user's own decisions, which need not be there."""
    return _settings() / "decisions.csv"


def _settings() -> Path:
    """Where programs keep what users set (XDG), `~/.config` unless told, of clustergraph."""
    config = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not config.is_absolute():
        # The XDG specification has relative paths ignored.
        config = Path("~/.config")
        # Where there is no home, there is no such folder either.
        with suppress(RuntimeError):
            config = config.expanduser()
    return config / "clustergraph"
