"""Where the shipped ontology/, queries/ and data/ folders are, and that of a user's own queries.

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
    else `clustergraph/queries` where programs keep what users set (XDG), `~/.config` unless told.
    """
    told = os.environ.get(OWN_QUERIES)
    if told:
        return Path(told)
    config = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not config.is_absolute():
        # The XDG specification has relative paths ignored.
        config = Path("~/.config")
        # Where there is no home, there is no such folder either.
        with suppress(RuntimeError):
            config = config.expanduser()
    return config / "clustergraph" / "queries"
