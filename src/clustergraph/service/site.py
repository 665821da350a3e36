"""The pages over HTTP: which file an address asks for, in which language and which form.

Knows addresses, headers and media types; what pages say is known in `web.site`.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from anyio import to_thread
from starlette.responses import RedirectResponse, Response

from clustergraph.answers.checksum import checksum
from clustergraph.errors import ClustergraphError
from clustergraph.languages import LANGUAGES
from clustergraph.service import negotiation, problems
from clustergraph.service.answered import CACHING
from clustergraph.service.kept import Kept
from clustergraph.service.making import Making
from clustergraph.terms import BASE
from clustergraph.web.site import pages, rendering, shipped
from clustergraph.web.site.addresses import file
from clustergraph.web.site.data import MEDIA, data
from clustergraph.web.site.held import Held, Missing, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from clustergraph.languages import Lang
    from clustergraph.service.graphs import Current
    from clustergraph.service.working import Workers

_ALONE = "; frame-ancestors 'none'"
# What keeps other sites from framing, guessing or following what is shown here.
HEADERS = {
    "Content-Security-Policy": f"{rendering.POLICY}{_ALONE}",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_NAMES = frozenset((*shipped.ASSETS, *shipped.LIVE))
_ASSETS = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}  # fmt: skip
# The longest value of a form.
_LONGEST = 2_000


class Asked(NamedTuple):
    """A page that is asked for. form: an ending of MEDIA, "" where the address has none."""

    lang: Lang
    address: str
    form: str


def read(path: str) -> Asked:
    """What a path, without its first slash, asks for."""
    lang: Lang = LANGUAGES[0]
    for other in LANGUAGES[1:]:
        if path == other or path.startswith(f"{other}/"):
            lang, path = other, path[len(other) + 1 :]
    stem, dot, form = path.rpartition(".")
    if not dot or form not in MEDIA:
        return Asked(lang, path, "")
    if stem == "index" or stem.endswith("/index"):
        stem = stem.removesuffix("index")
    return Asked(lang, stem, form)


@dataclass
class Pages:
    """The endpoints of the pages of one graph. quick: who shows them; slow: who computes answers,
    so that no analysis keeps a page waiting; waiting: who waits for pages that are made together.
    """

    current: Current
    quick: Workers
    slow: Workers
    waiting: Workers
    _making: Making | None = None
    _pages: Kept = field(default_factory=Kept)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def site(self) -> Site:
        """The site of the graph as it is now. Errors as `open_graph`."""
        location = self.current.location()
        with self._lock:
            before = self._making
            if before is None or before.site.held.opened is not location:
                self._making = making = Making(Site(Held(location)))
                if before and before.end():
                    threading.Thread(target=making.widen, daemon=True).start()
                return making.site
            return before.site

    def prepare(self) -> None:
        """Read what all pages need before the first is asked for; where that fails, whoever asks is
        told why."""
        with suppress(ClustergraphError):
            site = self.site()
            if self._making and site.held.kept:
                threading.Thread(target=self._making.widen, daemon=True).start()
            site.held.read()
            # Templates are read with the first page, whichever it is.
            pages.show(site, "", LANGUAGES[0])
            for each in site.listed("organisation")[:1]:
                pages.show(site, each.address, LANGUAGES[0])
            # What stays is walked by the collector no more: each walk kept all pages waiting.
            gc.freeze()
            if self._making:
                self._making.widen()

    async def show(self, request: Request) -> Response:
        """A page, or what is known of a thing in another form."""
        wanted = read(request.path_params["path"])
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        if any(len(text) > _LONGEST for texts in given.values() for text in texts):
            return Response("A value is too long.\n", 400, HEADERS, "text/plain")
        if (kept := self._at_hand(wanted, given, request)) is not None:
            return kept
        response = await self._waited(wanted, given, request)
        if response.media_type != problems.MEDIA or wanted.form not in ("", "html"):
            return response
        return await to_thread.run_sync(self._worded, response, wanted.lang, request)

    async def _waited(
        self, wanted: Asked, given: Mapping[str, list[str]], request: Request
    ) -> Response:
        """What has to be made, by whoever makes such things."""
        making = self._known()
        if making and self._together(making.site, wanted, given, request):
            return await self.waiting.awaited(lambda: self._page(making, wanted, request))
        slow = wanted.address.startswith("view/") or (given and wanted.address.startswith("ask/"))
        workers = self.slow if slow else self.quick
        return await workers.respond(lambda: self._answer(wanted, given, request))

    def _together(
        self, site: Site, wanted: Asked, given: Mapping[str, list[str]], request: Request
    ) -> bool:
        """Whether something is a page that is made together with others."""
        there = not given and wanted.address in site.index.entries
        return there and self._form(site, wanted, request) == "html"

    async def _page(self, making: Making, wanted: Asked, request: Request) -> Response:
        """The page of a thing, made together with others."""
        body = await asyncio.wrap_future(making.page(wanted.address, wanted.lang))
        made = checksum(making.site.held.opened, *wanted, "html", {})
        if made:
            self._pages.put(made, body)
        return self._shown(making.site, wanted, {}, request, "html", made, body)

    def _known(self) -> Making | None:
        """Who makes the pages of the graph as it is now, if what it shows is known already."""
        making = self._making
        known = making and self.current.holds(making.site.held.opened) and making.site.held.indexed
        return making if known else None

    def _worded(self, problem: Response, lang: Lang, request: Request) -> Response:
        """A problem as those read it who look at pages."""
        detail, again = problems.detail(problem), f"?{request.url.query}"
        reason = _REASONS.get(problem.status_code, "")
        headers = {**HEADERS, "Retry-After": str(problems.PAUSE)} if reason else HEADERS
        try:
            body = pages.failed(self.site(), lang, _depth(request), reason, detail, again)
        except ClustergraphError:
            return Response(f"{detail}\n", problem.status_code, headers, "text/plain")
        return Response(body, problem.status_code, headers, MEDIA["html"])

    def _at_hand(
        self, wanted: Asked, given: Mapping[str, list[str]], request: Request
    ) -> Response | None:
        """A page that was made before, for which nobody need wait; None where there is none."""
        making = self._known()
        if making is None:
            return None
        site = making.site
        form = self._form(site, wanted, request)
        made = checksum(site.held.opened, *wanted, form, given) if form else None
        if not form or not made or not (made in self._pages or _holds(request, made)):
            return None
        return self._shown(site, wanted, given, request, form, made)

    def _answer(self, wanted: Asked, given: Mapping[str, list[str]], request: Request) -> Response:
        site = self.site()
        form = self._form(site, wanted, request)
        if not form:
            told = {**HEADERS, "Vary": "Accept"}
            return Response(f"There are: {', '.join(_FORMS)}.\n", 406, told, "text/plain")
        if form != "html" and wanted.address not in site.index.entries:
            return _missing(site, wanted.lang, request)
        made = checksum(site.held.opened, *wanted, form, given)
        return self._shown(site, wanted, given, request, form, made)

    def _shown(
        self,
        site: Site,
        wanted: Asked,
        given: Mapping[str, list[str]],
        request: Request,
        form: str,
        made: str | None,
        body: bytes | None = None,
    ) -> Response:
        """What is wanted, in a form. made: the checksum of all that it is made from. body: itself,
        where it is there."""
        tag = negotiation.tag(made) if made else None
        policy = {"Content-Security-Policy": f"{pages.policy(wanted.address)}{_ALONE}"}
        sent = {**HEADERS, **policy, **({"ETag": tag, "Cache-Control": CACHING} if tag else {})}
        if not wanted.form and wanted.address in site.index.entries:
            sent["Vary"] = "Accept"
        if made and _holds(request, made):
            return Response(status_code=304, headers=sent)
        if body is not None:
            return Response(body, 200, sent, MEDIA[form])
        try:
            status, body = self._made(site, wanted, form, given, made)
        except Missing:
            return _elsewhere(wanted) or _missing(site, wanted.lang, request)
        return Response(body, status, sent if status == 200 else HEADERS, MEDIA[form])

    @staticmethod
    def _form(site: Site, wanted: Asked, request: Request) -> str | None:
        """The form in which something is wanted, an ending of MEDIA; None for one there is not."""
        if wanted.form or wanted.address not in site.index.entries:
            return wanted.form or "html"
        return negotiation.best(request.headers.get("accept", ""), _FORMS)

    def _made(
        self, site: Site, wanted: Asked, form: str, given: Mapping[str, list[str]], key: str | None
    ) -> tuple[int, bytes]:
        """What is shown: made now, or kept from before where the same was asked under `key`."""
        found = self._pages.get(key) if key else None
        if found is not None:
            return 200, found
        if form != "html":
            status, body = 200, data(site, site.entry(wanted.address), form)
        else:
            status, body = pages.show(site, wanted.address, wanted.lang, given)
        if key and status == 200:
            self._pages.put(key, body)
        return status, body

    async def identified(self, request: Request) -> Response:
        """The way from the IRI of a thing to its page (303, as its page is not the thing)."""
        return await self.quick.respond(lambda: self._identified(request))

    def _identified(self, request: Request) -> Response:
        site = self.site()
        place = site.place(f"{BASE}{request.url.path[1:]}")
        if place is None:
            return _missing(site, LANGUAGES[0], request)
        return RedirectResponse(f"/{place}", 303, HEADERS)

    async def asset(self, request: Request) -> Response:
        """A file that pages need."""
        name = request.path_params["name"]
        if name == rendering.EXAMPLES:
            return await self.quick.respond(
                lambda: _asset(name, self.site().held.examples, request)
            )
        if name not in _NAMES:
            return Response(status_code=404, headers=HEADERS)
        return _asset(name, shipped.asset(name), request)


def _holds(request: Request, made: str) -> bool:
    """Whether who asks has what is made from what has that checksum."""
    return negotiation.holds(request.headers.get("if-none-match", ""), negotiation.tag(made))


def _asset(name: str, body: bytes, request: Request) -> Response:
    made = hashlib.sha256(body).hexdigest()
    sent = {**HEADERS, "ETag": negotiation.tag(made), "Cache-Control": "public, max-age=3600"}
    if _holds(request, made):
        return Response(status_code=304, headers=sent)
    return Response(body, 200, sent, _ASSETS[name.rpartition(".")[2]])


# The media types of things, by the ending that each is written with.
_FORMS = {media.partition(";")[0]: ending for ending, media in MEDIA.items()}


def _elsewhere(wanted: Asked) -> Response | None:
    """The way to a page that stands in a folder, from the name of the folder, and to one that
    stands in none, from an address like that of a folder."""
    name = wanted.address.removesuffix("/")
    page = pages.PAGES.get(name)
    home = pages.home(name)
    if not page or page.draw or not name or wanted.form or home == wanted.address:
        return None
    return RedirectResponse(f"/{file(home, wanted.lang)}", 301, HEADERS)


# Why there is no answer now, in the words of the site, by status.
_REASONS = {503: "busy", 504: "late"}


def _missing(site: Site, lang: Lang, request: Request) -> Response:
    return Response(pages.missing(site, lang, _depth(request)), 404, HEADERS, MEDIA["html"])


def _depth(request: Request) -> int:
    """How many folders a browser sees above an address: to it, an escaped slash is none."""
    return int(request.scope["raw_path"].count(b"/")) - 1
