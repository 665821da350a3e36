"""What a page says of its thing to search engines: JSON-LD in the words of schema.org.

Knows profiles; nothing of HTML but that a script must not end within its text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.web.site.index import Entry
    from clustergraph.web.site.profile import Profile
    from clustergraph.web.story import Activity

# By the kind of a thing: what schema.org calls it.
_TYPES = {
    "organisation": "Organization", "project": "ResearchProject", "programme": "FundingScheme",
    "place": "Place", "event": "Event", "topic": "DefinedTerm",
}  # fmt: skip
_MOST = 20


def data(known: Profile, entry: Entry, own: Activity | None, lang: Lang) -> str:
    """The JSON-LD of a thing, safe inside a script element."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(entry.kind, "Thing"),
        "@id": entry.iri,
        "name": entry.label.translated(lang),
        "description": known.known.text.translated(lang),
        "alternateName": sorted(set(known.known.names))[:_MOST],
        "location": _named(known, known.located, lang),
        "url": [url for _whose, url in own.pages] if own else [],
    }
    if entry.kind == "project" and own:
        said["member"] = [_organisation(known, part.member, lang) for part in own.parts[:_MOST]]
    kept = {name: value for name, value in said.items() if value}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e")


def _named(known: Profile, iri: str | None, lang: Lang) -> dict[str, str]:
    label = known.named.get(iri) if iri else None
    return {"@type": "Place", "@id": iri, "name": label.translated(lang)} if iri and label else {}


def _organisation(known: Profile, iri: str, lang: Lang) -> dict[str, str]:
    label = known.named.get(iri)
    return {
        "@type": "Organization",
        "@id": iri,
        **({"name": label.translated(lang)} if label else {}),
    }
