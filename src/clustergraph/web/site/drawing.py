"""The drawing of an organisation and its partners, on a page of its own: that of the network.

Knows which things are drawn; how is known in `web.page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.errors import RequestError
from clustergraph.web.page import page
from clustergraph.web.page.choosing import draw
from clustergraph.web.site.held import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.languages import Lang
    from clustergraph.web.site.held import Site
    from clustergraph.web.site.index import Entry

_KIND = "organisation"


def address(site: Site, entry: Entry) -> str | None:
    """Where a thing is drawn, None where it is not: without a server, only our own cluster is."""
    if entry.kind != _KIND or not (site.live or entry == site.centre):
        return None
    return f"view/{entry.address}"


def rests(site: Site) -> Iterable[str]:
    """What may stand after the first part of the address of a drawing that is made beforehand."""
    return [site.centre.address] if site.centre and address(site, site.centre) else []


def drawn(site: Site, rest: str, lang: Lang) -> bytes:
    """The page of a drawing. Raises Missing for what is not drawn."""
    entry = site.entry(rest)
    if address(site, entry) is None:
        raise Missing(f"view/{rest}")
    try:
        view = draw(site.location, about=entry.iri, lang=lang)
    except RequestError:
        # It has no partner.
        raise Missing(f"view/{rest}") from None
    return page(view).encode(errors="backslashreplace")
