"""The registry of pages: which address is shown by what.

A new page is one entry and its template. Knows addresses; what pages tell is known in `telling`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from clustergraph.answers.asking import contracts
from clustergraph.languages import Lang, Text
from clustergraph.web.site import drawing, rendering, shards, telling
from clustergraph.web.site.addresses import KINDS
from clustergraph.web.site.held import Missing, Site
from clustergraph.web.site.words import WORDS

# What a page tells its template, from what stands after the first part of its address.
Tell = Callable[[Site, str, Lang, telling.Given], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page, or many of one form. rests: what may stand after the first part of the address
    ("" alone by default). menu: whether all pages link to it. policy: what the browser is to
    allow. there: whether a site has it. draw: what makes the page where no template does."""

    title: Text
    template: str
    tell: Tell
    rests: Callable[[Site], Iterable[str]] = lambda site: ("",)
    menu: bool = False
    policy: str = rendering.POLICY
    there: Callable[[Site], bool] = lambda site: True
    draw: Callable[[Site, str, Lang], bytes] | None = None


# A drawing says itself which scripts may run in it.
_OWN = "base-uri 'none'; form-action 'none'; connect-src 'none'"
# By the first part of the address. A new page is one entry here and its template.
PAGES: dict[str, Page] = {
    "": Page(WORDS["site"], "start.html", telling.start),
    "search": Page(WORDS["find"], "search.html", telling.search),
    **{
        name: Page(
            kind.title, "list.html",
            partial(telling.thing, kind=name), partial(telling.rests, kind=name),
        )
        for name, kind in KINDS.items()
    },
    "ask": Page(
        WORDS["questions"], "questions.html", telling.questions,
        lambda site: ("", *contracts()), menu=True,
    ),
    "view": Page(
        WORDS["drawing"], "", lambda site, rest, lang, given: {}, drawing.rests,
        policy=_OWN, draw=drawing.drawn,
    ),
    rendering.SHORT: Page(
        WORDS["short"], "short.html", telling.short, there=lambda site: shards.count(site) > 0,
    ),
    "coverage": Page(WORDS["coverage"], "coverage.html", telling.coverage, menu=True),
    "terms": Page(WORDS["terms"], "terms.html", telling.terms, menu=True),
    "downloads": Page(WORDS["downloads"], "downloads.html", telling.downloads, menu=True),
    "sparql": Page(
        WORDS["sparql_page"], "sparql.html", telling.sparql, policy=rendering.TOOLS,
        there=lambda site: site.live or site.boxed,
    ),
    "api": Page(
        WORDS["api"], "api.html", telling.api, policy=rendering.TOOLS,
        there=lambda site: site.live,
    ),
    "about": Page(WORDS["about"], "about.html", telling.about, menu=True),
}  # fmt: skip


def home(name: str) -> str:
    """The address of the first page of an entry of PAGES: many pages stand in a folder."""
    return f"{name}/" if name in KINDS or name == "ask" else name


def show(
    site: Site, address: str, lang: Lang, given: telling.Given | None = None
) -> tuple[int, bytes]:
    """The status and the bytes of the page at an address; `given` are the values of a form.

    Raises Missing where there is no page, and what a question or analysis raises.
    """
    first, slash, rest = address.partition("/")
    page = PAGES.get(first)
    folded = home(first).endswith("/")
    if page is None or not page.there(site) or (folded and not slash):
        raise Missing(address)
    if address.endswith("/") != (folded and bool(slash) and not rest):
        raise Missing(address)
    if page.draw:
        return 200, page.draw(site, rest, lang)
    told = page.tell(site, rest, lang, given or {})
    usual: dict[str, Any] = {
        "title": page.title.translated(lang), "template": page.template, "policy": page.policy
    }  # fmt: skip
    status: int = told.pop("status", 200)
    return status, rendered(site, address, lang, **(usual | told))


def things(site: Site, wanted: Sequence[tuple[str, Lang]]) -> list[bytes]:
    """The pages of things at some addresses, each in a language, made at once."""
    entries = {address: site.entry(address) for address, _ in wanted}
    known = site.knowing(list(entries.values()))
    return [show(known, address, lang)[1] for address, lang in wanted]


def policy(address: str) -> str:
    """What a browser is to allow on the page at an address."""
    page = PAGES.get(address.partition("/")[0])
    return page.policy if page else rendering.POLICY


def missing(site: Site, lang: Lang, depth: int) -> bytes:
    """The page that says that there is none, at an address with so many folders above it."""
    title = WORDS["missing"].translated(lang)
    return rendered(site, "", lang, template="missing.html", title=title, depth=depth)


def failed(site: Site, lang: Lang, depth: int, reason: str, detail: str, again: str) -> bytes:
    """The page that says why there is no answer now: a `reason` of words.py, else the detail; with
    the way to ask `again`."""
    known = f"{reason}_hint" in WORDS
    return rendered(
        site, "", lang, template="failed.html", depth=depth, again=again,
        title=WORDS[reason if known else "failed"].translated(lang),
        hint=WORDS[f"{reason}_hint"].translated(lang) if known else detail,
    )  # fmt: skip


def rendered(site: Site, address: str, lang: Lang, *, template: str, **told: Any) -> bytes:
    """A page with what all pages have."""
    menu = [(home(name), page.title) for name, page in PAGES.items() if page.menu]
    return rendering.render(
        template, address, lang, site.reach, menu=menu, source=site.held.source.translated(lang),
        base=site.address, **{"about": "", **told},
    )  # fmt: skip


def addresses(site: Site) -> Iterable[str]:
    """The addresses of all pages."""
    for name, page in PAGES.items():
        if not page.there(site):
            continue
        first = home(name)
        for rest in page.rests(site):
            yield f"{name}/{rest}" if rest else first
