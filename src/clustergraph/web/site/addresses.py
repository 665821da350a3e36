"""Where each thing of the graph has its page: addresses made from the ends of IRIs, for ever.

An address is safe as the name of a file anywhere, and never that of another thing: an end that is
not plain gets a part of the IRI's checksum. Knows IRIs; nothing of graphs or pages.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from clustergraph.languages import LANGUAGES, Lang, Text
from clustergraph.terms import PREFIXES

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 80
# Names that Windows gives to devices, and those that the site uses itself.
_TAKEN = re.compile(r"(?:con|prn|aux|nul|clock|com\d|lpt\d|index|all)")
_SUM = 10


@dataclass(frozen=True)
class Kind:
    """A kind of thing that has pages. prefix: that of its IRIs; title: of many of them."""

    name: str
    prefix: str
    title: Text
    about: Text

    @property
    def namespace(self) -> str:
        """What its IRIs begin with."""
        return PREFIXES[self.prefix]


# One entry a kind of thing; the first part of the address is its name.
KINDS: dict[str, Kind] = {
    each.name: each
    for each in (
        Kind("organisation", "organisation", Text("Organisations", "Organisations"),
             Text("Companies, universities, clusters, agencies.",
                  "Entreprises, universités, clusters, agences.")),
        Kind("project", "project", Text("Projects", "Projets"),
             Text("Who does what with whom, under which programme.",
                  "Qui fait quoi avec qui, dans le cadre de quel programme.")),
        Kind("programme", "programme", Text("Programmes", "Programmes"),
             Text("What is funded, and who takes part.", "Ce qui est financé, et qui participe.")),
        Kind("call", "call", Text("Calls", "Appels"),
             Text("Calls for proposals.", "Appels à propositions.")),
        Kind("place", "place", Text("Places", "Lieux"),
             Text("Countries and regions, and who is there.",
                  "Pays et régions, et qui s’y trouve.")),
        Kind("event", "event", Text("Events", "Événements"),
             Text("Missions, fairs and meetings.", "Missions, salons et rencontres.")),
        Kind("activity", "activity", Text("Activities", "Activités"),
             Text("Services and other activities.", "Services et autres activités.")),
        Kind("partnership", "partnership", Text("Partnerships", "Partenariats"),
             Text("Agreements between organisations.", "Accords entre organisations.")),
        Kind("topic", "topic", Text("Topics", "Thèmes"),
             Text("What projects are about.", "Ce dont traitent les projets.")),
    )
}  # fmt: skip
_NAMESPACES = {each.namespace: name for name, each in KINDS.items()}


def address(iri: str) -> str | None:
    """The address of the page of a thing, `organisation/mecatech`; None for a kind without."""
    end = iri.rfind("/") + 1
    kind = _NAMESPACES.get(iri[:end])
    return f"{kind}/{slug(iri, iri[end:])}" if kind and iri[end:] else None


def slug(iri: str, end: str) -> str:
    """The end of an IRI where it is plain, else what can be read of it with a checksum."""
    if _PLAIN.fullmatch(end) and len(end) <= _LONGEST and not _TAKEN.fullmatch(end):
        return end
    plain = unicodedata.normalize("NFKD", unquote(end)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
    return f"{words}-{hashlib.sha256(iri.encode()).hexdigest()[:_SUM]}".lstrip("-")


def file(page: str, lang: Lang, ending: str = ".html") -> str:
    """The file of a page in a language, from the top of the site."""
    home = page if page and not page.endswith("/") else f"{page}index"
    return f"{'' if lang == LANGUAGES[0] else f'{lang}/'}{home}{ending}"


def relative(start: str, end: str) -> str:
    """The way from a file to another one, as a link that works on any server and from a disk."""
    return "../" * start.count("/") + end
