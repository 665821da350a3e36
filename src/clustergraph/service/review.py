"""The review of pairs of organisations that may be one: shown, decided on, and written down.

Only who knows the token in the address sees it or decides, so that no other page on this machine
can. Knows requests and the file of decisions; what pairs there are is known in `answers.reconcile`.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse, Response

from clustergraph.answers import reconcile
from clustergraph.building import decisions
from clustergraph.errors import OutputError, SourceError
from clustergraph.languages import LANGUAGES
from clustergraph.service.site import HEADERS
from clustergraph.sources import identity
from clustergraph.terms import compress
from clustergraph.web.site import reviewing
from clustergraph.web.site.addresses import file
from clustergraph.web.site.data import MEDIA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from starlette.requests import Request

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.service.site import Pages
    from clustergraph.web.site.reviewing import Pair

LATER = "later"
WORDS = (identity.SAME, identity.DIFFERENT, LATER)
# A form has so many bytes at most, and each of its texts so many characters.
_BODY, _LONGEST = 16_384, 500
_SENT = {**HEADERS, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}


class Desk(NamedTuple):
    """Where decisions come from and go to. files: those that are known already, the first of which
    takes the new ones, one by default that need not be there; who: decides unless told."""

    files: tuple[Path, ...]
    who: str


@dataclass
class Review:
    """The endpoints of one review."""

    site: Pages
    desk: Desk
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _later: list[tuple[str, str]] = field(default_factory=list)
    _found: tuple[Location, list[Pair]] | None = None
    _taken: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where it is shown, from the top of the site."""
        return f"review/{self.token}/"

    async def show(self, request: Request) -> Response:
        """The likeliest pair that nobody has decided on."""
        lang = self._lang(request)
        if lang is None:
            return Response("There is no such page.\n", 404, HEADERS, "text/plain")
        return await self.site.slow.respond(lambda: self._shown(lang))

    async def decide(self, request: Request) -> Response:
        """Take a decision and go on to the next pair."""
        lang = self._lang(request)
        if lang is None:
            return Response("There is no such page.\n", 404, HEADERS, "text/plain")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _BODY:
                return Response("That is too long.\n", 413, HEADERS, "text/plain")
        form = parse_qs(body.decode(errors="replace"))
        return await self.site.slow.respond(lambda: self._decided(form, lang))

    def _lang(self, request: Request) -> Lang | None:
        """The language of the page that is asked for; None where it is none of this review."""
        path = request.url.path.lstrip("/")
        for lang in LANGUAGES:
            named = file(self.address, lang)
            for known in (named, named.removesuffix("index.html")):
                if secrets.compare_digest(path.encode(), known.encode()):
                    return lang
        return None

    def _shown(self, lang: Lang, error: str = "") -> Response:
        with self._lock:
            left = self._left()
            taken, self._taken = self._taken, ""
        body = reviewing.page(
            self.site.site(), self.address, lang, left[0] if left else None,
            left=len(left), who=self.desk.who, taken=taken, error=error,
        )  # fmt: skip
        return Response(body, 409 if error else 200, _SENT, MEDIA["html"])

    def _left(self) -> list[Pair]:
        """The pairs that are open: the likeliest first, those put off last."""
        location = self.site.current.location()
        if self._found is None or self._found[0] is not location:
            self._found = location, reviewing.pairs(reconcile.reconcile(location))
        known = self._known()
        off = {ends: place for place, ends in enumerate(self._later, 1)}
        left = [each for each in self._found[1] if not known.settled(*each.ends)]
        return sorted(left, key=lambda each: off.get(each.ends, 0))

    def _known(self) -> identity.Decisions:
        return identity.taken(*(path for path in self.desk.files if path.is_file()))

    def _decided(self, form: Mapping[str, Sequence[str]], lang: Lang) -> Response:
        given = {name: " ".join(texts[-1].split())[:_LONGEST] for name, texts in form.items()}
        ends = given.get("left", ""), given.get("right", "")
        try:
            with self._lock:
                # Of two who decide at once, the second finds the pair settled.
                if given.get("decision") in WORDS and ends in {each.ends for each in self._left()}:
                    self._take(ends, given)
        except (SourceError, OutputError) as error:
            return self._shown(lang, str(error))
        return RedirectResponse(f"/{file(self.address, lang)}", 303, _SENT)

    def _take(self, ends: tuple[str, str], given: Mapping[str, str]) -> None:
        self.desk = self.desk._replace(who=given.get("who") or self.desk.who)
        self._later = [each for each in self._later if each != ends]
        if given["decision"] == LATER:
            self._later.append(ends)
            return
        why, path = given.get("why", "") or given["decision"], self.desk.files[0]
        same = given["decision"] == identity.SAME
        new = identity.Decision(*ends, same, why, str(path))
        # What contradicts another decision is never written: no build could read the file.
        identity.together((*self._known().taken, new))
        line = (*map(compress, ends), given["decision"], why)
        decisions.add(path, line, self.desk.who)
        self._taken = str(path)
