"""The registry of pages: which address is shown by what.

A new page is one entry and its template. Knows what each page tells; nothing of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from clustergraph._version import __version__
from clustergraph.answers import asking as questions
from clustergraph.answers.answer import origin
from clustergraph.answers.info import info
from clustergraph.answers.registry import ANALYSES
from clustergraph.errors import ClustergraphError, RequestError
from clustergraph.languages import Lang, Text
from clustergraph.questions import names, queries
from clustergraph.terms import compress
from clustergraph.web.reading import iris_of, labels
from clustergraph.web.site import asking, rendering
from clustergraph.web.site.addresses import KINDS, file
from clustergraph.web.site.around import SHOWN, Tables
from clustergraph.web.site.index import Entry, Index, index
from clustergraph.web.site.profile import Profile, profile
from clustergraph.web.site.words import WORDS
from clustergraph.web.wording import euros, natural

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.web.story import Activity, Part

Given = Mapping[str, Sequence[str]]
# Entries on one page of a list, organisations named under an activity, hits of a search.
_LISTED, _CHIPS, _HITS = 400, 8, 50


@dataclass(frozen=True)
class Download:
    """A file that was written beside the pages: name, bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Site:
    """A graph with all that its pages need, each read once.

    live: whether a server answers, so that forms can ask. only: the addresses of things that have
    pages here, None for all. downloads: files beside the pages. profiles: those that are known
    already, by IRI.
    """

    location: Location
    live: bool = True
    only: frozenset[str] | None = None
    downloads: tuple[Download, ...] = ()
    profiles: dict[str, Profile] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """The things that have pages."""
        return index(self.location)

    @cached_property
    def tables(self) -> Tables:
        """The tables of participations."""
        return Tables(self.location)

    @cached_property
    def centre(self) -> str | None:
        """The IRI of the cluster for which the graph was made."""
        found = queries.rows(self.location, queries.shipped("page", "own")).rows
        return next((node.value for node, _goals in found if node), None)

    def place(self, iri: str) -> str | None:
        """The address of the page of a thing, None where it has none here."""
        found = self.index.iris.get(iri)
        return found if found and (self.only is None or found in self.only) else None

    def entry(self, address: str) -> Entry:
        """The thing at an address; RequestError where there is none."""
        found = self.index.entries.get(address)
        if found is None or (self.only is not None and address not in self.only):
            raise Missing(address)
        return found

    def profile(self, entry: Entry) -> Profile:
        """What the graph says of a thing."""
        return self.profiles.get(entry.iri) or profile(self.location, entry, self.tables)

    def listed(self, kind: str) -> list[Entry]:
        """The things of a kind that have pages here, by label."""
        entries = self.index.kinds[kind]
        return [each for each in entries if self.only is None or each.address in self.only]


class Missing(RequestError):
    """There is no page at an address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"no page '{address}'")


# What a page tells its template, from what stands after the first part of its address.
Tell = Callable[[Site, str, Lang, Given], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page, or many of one form. rests: what may stand after the first part of the address
    ("" alone by default). menu: whether all pages link to it."""

    title: Text
    template: str
    tell: Tell
    rests: Callable[[Site], Iterable[str]] = lambda site: ("",)
    menu: bool = False


def _start(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    _only(rest)
    counts = {name: len(site.listed(name)) for name in KINDS}
    return {"counts": counts, "centre": _centre(site)}


def _only(rest: str) -> None:
    if rest:
        raise Missing(rest)


def _centre(site: Site) -> Entry | None:
    place = site.place(site.centre) if site.centre else None
    return site.entry(place) if place else None


def _search(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    _only(rest)
    text = " ".join(given.get("q", ())).strip()
    try:
        found = names.candidates(site.location, text, count=_HITS, lang=lang) if text else []
    except RequestError:
        # What is no name at all, such as an IRI with a space in it.
        found = []
    return {"q": text, "found": found, "live": site.live}


def _pages(site: Site, kind: str) -> int:
    return max(1, -(-len(site.listed(kind)) // _LISTED))


def _rests(site: Site, kind: str) -> Iterable[str]:
    yield ""
    yield from (f"all/{n}" for n in range(2, _pages(site, kind) + 1))
    yield from (each.address.partition("/")[2] for each in site.listed(kind))


def _thing(site: Site, rest: str, lang: Lang, given: Given, kind: str) -> dict[str, Any]:
    if not rest or rest.startswith("all/"):
        return _list(site, kind, rest)
    entry = site.entry(f"{kind}/{rest}")
    known = site.profile(entry)
    return {
        "template": "thing.html",
        "title": entry.label.translated(lang),
        "entry": entry,
        "curie": compress(entry.iri),
        "kind": kind,
        **_told(known, entry, lang),
    }


def _told(known: Profile, entry: Entry, lang: Lang) -> dict[str, Any]:
    return {
        "known": known.known,
        "profile": known,
        "activities": [_activity(each, entry, known, lang) for each in known.activities],
        "own": next((each for each in known.activities if each.iri == entry.iri), None),
        "members": [(known.named.get(iri, Text("")), iri, count) for iri, count in known.members],
        "shown": SHOWN,
        "sources": known.known.sources,
    }


def _activity(activity: Activity, entry: Entry, known: Profile, lang: Lang) -> dict[str, Any]:
    parts = sorted(
        activity.parts, key=lambda part: natural(known.named.get(part.member, Text(part.member)))
    )
    mine = next((part for part in parts if part.member == entry.iri), None)
    others = [part for part in parts if part is not mine]
    # The page of an activity itself names all who take part.
    chips = others if activity.iri == entry.iri else others[:_CHIPS]
    return {
        "it": activity,
        "note": " · ".join(filter(None, (
            activity.kind.translated(lang), activity.period.translated(lang),
            *(known.named.get(iri, Text("")).translated(lang) for iri in activity.programmes),
        ))),
        "mine": _part(mine, lang) if mine else "",
        "others": [(known.named.get(each.member, Text("")), each.member, _part(each, lang))
                   for each in chips],
        "more": len(others) - len(chips),
    }  # fmt: skip


def _part(part: Part, lang: Lang) -> str:
    amounts = {"gross": part.gross, "net": part.net}
    money = [
        WORDS[name].translated(lang).format(money=euros(str(amount)).translated(lang))
        for name, amount in amounts.items()
        if amount is not None
    ]
    return ", ".join([*filter(None, (each.translated(lang) for each in part.roles)), *money])


def _list(site: Site, kind: str, rest: str) -> dict[str, Any]:
    text = rest.removeprefix("all/") or "1"
    last = _pages(site, kind)
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not (at == 1 and not rest) and not (2 <= at <= last and rest == f"all/{at}"):
        raise Missing(f"{kind}/{rest}")
    entries = site.listed(kind)
    return {
        "template": "list.html",
        "kind": kind,
        "entries": entries[(at - 1) * _LISTED : at * _LISTED],
        "total": len(entries),
        "at": at,
        "pages": [(n, "" if n == 1 else f"all/{n}") for n in range(1, last + 1)],
    }


def _questions(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    known = questions.contracts()
    if rest:
        return _question(site, rest, lang, given)
    return {
        "template": "questions.html",
        "groups": [
            ("saved", [each for name, each in sorted(known.items()) if name not in ANALYSES]),
            ("analyses", [known[name] for name in ANALYSES]),
        ],
    }


def _question(site: Site, name: str, lang: Lang, given: Given) -> dict[str, Any]:
    known = questions.contracts()
    if name not in known:
        raise Missing(f"ask/{name}")
    contract = known[name]
    told: dict[str, Any] = {
        "template": "question.html",
        "title": contract.title.translated(lang),
        "contract": contract,
        "fields": asking.fields(contract, given, lang),
        "needs": asking.unfilled(contract),
        "live": site.live,
        "sparql": "" if name in ANALYSES else queries.saved()[name].text,
        "answer": None,
        "error": "",
        "query": _query(given),
    }
    asked = {key: texts for key, texts in given.items() if key != "ask"}
    if not given if site.live else told["needs"] or name in ANALYSES:
        return told
    try:
        values = asking.values(contract, asked)
        told["answer"] = asking.answered(site.location, name, values, lang)
    except RequestError as error:
        told |= {"error": str(error), "status": 400}
    except ClustergraphError as error:
        if site.live:
            raise
        told["error"] = str(error)
    return told


def _query(given: Given) -> str:
    """What was asked as a query string that something can follow."""
    pairs = [(name, text) for name, texts in given.items() for text in texts if text.strip()]
    asked = urlencode([pair for pair in pairs if pair[0] != "ask"])
    return f"{asked}&" if asked else ""


def _coverage(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    _only(rest)
    classes, documents = (_counted(site, name) for name in ("classes", "sources"))
    return {"info": info(site.location), "classes": classes, "documents": documents}


def _counted(site: Site, name: str) -> list[tuple[Text, ...]]:
    """The rows of queries/info/NAME.rq, the first thing in each under its label."""
    rows = queries.rows(site.location, queries.shipped("info", name)).rows
    named = labels(site.location, iris_of(row[0] for row in rows if row[0]))
    return [
        (named.get(thing.value, Text(compress(thing.value))),
         *(Text(cell.value if cell else "") for cell in told))
        for thing, _label, *told in rows
        if thing
    ]  # fmt: skip


def _terms(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    _only(rest)
    found: dict[str, tuple[str, str]] = {}
    rows = queries.rows(site.location, queries.shipped("site", "terms")).rows
    for term, label, meaning in rows:
        if term and label and (term.value not in found or _tag(label) == lang):
            found[term.value] = (label.value, meaning.value if meaning else "")
    return {"terms": [(compress(iri), *told) for iri, told in sorted(found.items())]}


def _tag(term: Any) -> str:
    return getattr(term, "language", "") or ""


def _downloads(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    _only(rest)
    return {"downloads": site.downloads, "live": site.live}


def _about(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    _only(rest)
    manifest = site.location.manifest
    sources = manifest.sources if manifest else ()
    return {"origin": origin(site.location), "version": __version__, "releases": sources}


# By the first part of the address. A new page is one entry here and its template.
PAGES: dict[str, Page] = {
    "": Page(WORDS["site"], "start.html", _start),
    "search": Page(WORDS["find"], "search.html", _search),
    **{
        name: Page(kind.title, "list.html", partial(_thing, kind=name), partial(_rests, kind=name))
        for name, kind in KINDS.items()
    },
    "ask": Page(
        WORDS["questions"], "questions.html", _questions,
        lambda site: ("", *questions.contracts()), menu=True,
    ),
    "coverage": Page(WORDS["coverage"], "coverage.html", _coverage, menu=True),
    "terms": Page(WORDS["terms"], "terms.html", _terms, menu=True),
    "downloads": Page(WORDS["downloads"], "downloads.html", _downloads, menu=True),
    "about": Page(WORDS["about"], "about.html", _about, menu=True),
}  # fmt: skip


def home(name: str) -> str:
    """The address of the first page of an entry of PAGES: many pages stand in a folder."""
    return f"{name}/" if name in KINDS or name == "ask" else name


def show(site: Site, address: str, lang: Lang, given: Given | None = None) -> tuple[int, bytes]:
    """The status and the bytes of the page at an address; `given` are the values of a form.

    Raises Missing where there is no page, and what a question or analysis raises.
    """
    first, slash, rest = address.partition("/")
    page = PAGES.get(first)
    if page is None or address.endswith("/") != (bool(slash) and not rest) or (
        home(first).endswith("/") and not slash
    ):  # fmt: skip
        raise Missing(address)
    told = page.tell(site, rest, lang, given or {})
    usual: dict[str, Any] = {"title": page.title.translated(lang), "template": page.template}
    status: int = told.pop("status", 200)
    return status, _rendered(site, address, lang, **(usual | told))


def missing(site: Site, lang: Lang) -> bytes:
    """The page that says that there is none."""
    title = WORDS["missing"].translated(lang)
    return _rendered(site, "", lang, template="missing.html", title=title)


def _rendered(site: Site, address: str, lang: Lang, *, template: str, **told: Any) -> bytes:
    menu = [(home(name), page.title) for name, page in PAGES.items() if page.menu]
    return rendering.render(
        template, address, lang, site.place, menu=menu, source=str(origin(site.location)), **told
    )


def addresses(site: Site) -> Iterable[str]:
    """The addresses of all pages."""
    for name, page in PAGES.items():
        first = home(name)
        for rest in page.rests(site):
            yield f"{name}/{rest}" if rest else first


def files(site: Site, lang: Lang) -> Iterable[tuple[str, str]]:
    """The address of each page, with the file that it has in a language."""
    return ((address, file(address, lang)) for address in addresses(site))
