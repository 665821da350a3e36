"""Names as pages show them.

Knows names and addresses; asks nothing.
"""

from __future__ import annotations

from functools import lru_cache

from clustergraph.web.page.names import readable

# Names that are kept in mind: each stands on many pages.
_KNOWN = 100_000
_ORGANISATIONS = ("organisation/", "#organisation/")


@lru_cache(_KNOWN)
def organisation(name: str) -> str:
    """The name of an organisation in small letters, as capitals are no part of it."""
    return readable(name)


def spelled(name: str, place: str) -> str:
    """A name of what stands at an address: in an acronym of a project capitals are a part of it.
    What has no sign in its name is called by its address, for nobody could see or choose it.

    >>> spelled("UNIVERSITE DE LIEGE", "organisation/ulg"), spelled("INTERMAT GR", "project/gr")
    ('Universite de Liege', 'INTERMAT GR')
    """
    if not name or name.isspace():
        return place.rpartition("/")[2]
    return organisation(name) if place.startswith(_ORGANISATIONS) else name
