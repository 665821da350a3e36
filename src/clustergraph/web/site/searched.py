"""The names of all things as scripts, for the search of a site that no server shows.

A page that is opened from a disk cannot fetch, but it may load scripts. Names and addresses stand
in columns, kind by kind: row by row they take a fifth more when compressed. Knows names and how
often each is met; nothing of how they are searched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clustergraph.web.reading import acronyms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clustergraph.web.site.held import Site
    from clustergraph.web.site.index import Entry

# Names in one script.
_NAMES = 5_000
# Before the address of what has a page of its own; all else is shown by one that all share.
_OWN = "/"


def scripts(site: Site) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each script."""
    short = acronyms(site.location, [each.iri for each in site.index.entries.values()])
    taken = site.held.tables.taken()
    parts = [
        _part(site, kind, entries[start : start + _NAMES], short, taken)
        for kind, entries in site.index.kinds.items()
        for start in range(0, len(entries), _NAMES)
    ]
    yield "search/names.js", f"clustergraphParts({len(parts)});\n".encode()
    for number, part in enumerate(parts, 1):
        told = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        script = f"clustergraphNames({told});\n"
        yield f"search/names-{number}.js", script.encode("utf-8", "replace")


def _part(
    site: Site,
    kind: str,
    entries: Sequence[Entry],
    short: Mapping[str, tuple[str, ...]],
    taken: Mapping[str, int],
) -> dict[str, Any]:
    """names, ids: one each. counts: in how many activities each takes part. more: by its place,
    the French name, if it is another, and the acronyms of one."""
    more = {}
    for place, entry in enumerate(entries):
        french = entry.label.translated("fr")
        others = [each for each in short[entry.iri] if each not in entry.label]
        if french != entry.label or others:
            more[place] = ["" if french == entry.label else french, *others]
    return {
        "kind": kind,
        "names": [str(entry.label) for entry in entries],
        "ids": [
            f"{_OWN if site.place(entry.iri) else ''}{entry.address.partition('/')[2]}"
            for entry in entries
        ],
        "counts": [taken.get(entry.iri, 0) for entry in entries],
        "more": more,
    }
