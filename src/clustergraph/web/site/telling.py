"""What each page tells its template, from what stands after the first part of its address.

Knows answers and profiles; nothing of addresses' first parts, templates or requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from clustergraph._version import __version__
from clustergraph.answers import asking as answering
from clustergraph.answers.answer import origin
from clustergraph.answers.filed import filed
from clustergraph.answers.info import info
from clustergraph.answers.registry import ANALYSES
from clustergraph.building.description import licence
from clustergraph.errors import ClustergraphError, RequestError
from clustergraph.languages import Lang, Text, share
from clustergraph.questions import names, queries
from clustergraph.sources import SOURCES, titled
from clustergraph.terms import compress, expand
from clustergraph.web.reading import iris_of, labels
from clustergraph.web.site import (
    asking,
    covered,
    drawing,
    entity,
    fielding,
    offering,
    shards,
)
from clustergraph.web.site.addresses import KINDS
from clustergraph.web.site.fitting import analyses, filled, fitting
from clustergraph.web.site.held import Missing, Site
from clustergraph.web.site.words import WORDS

if TYPE_CHECKING:
    from clustergraph.questions.contract import Contract

Given = Mapping[str, Sequence[str]]
# Entries on one page of a list, and hits of a search.
_LISTED, _HITS = 400, 50
# Characters of what a page says of itself where it is mentioned.
_MENTIONED = 200


def start(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """The first page."""
    _only(rest)
    counts = {name: len(site.listed(name)) for name in KINDS}
    centre = site.centre
    drawn = drawing.address(site, centre) if centre else None
    return {"counts": counts, "centre": centre, "drawn": drawn, "origin": origin(site.location)}


def _only(rest: str) -> None:
    if rest:
        raise Missing(rest)


def search(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """What has a name like the one given."""
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


def rests(site: Site, kind: str) -> Iterable[str]:
    """What may stand after the name of a kind: its lists and its things."""
    yield ""
    yield from (f"all/{n}" for n in range(2, _pages(site, kind) + 1))
    yield from (each.address.partition("/")[2] for each in site.listed(kind))


def thing(site: Site, rest: str, lang: Lang, given: Given, kind: str) -> dict[str, Any]:
    """One thing of a kind, or a list of them."""
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
        "about": _shortly(known.known.text.translated(lang)),
        "drawing": drawing.address(site, entry) if known.members_total else None,
        # Where nothing answers, nothing can be asked.
        "asked": filled(analyses(kind), entry, site.held.centre) if site.live else [],
        **entity.told(known, entry, lang),
    }


def _shortly(text: str) -> str:
    """As much of a text as is shown where a page is mentioned."""
    return text if len(text) <= _MENTIONED else f"{text[:_MENTIONED].rpartition(' ')[0]} …"


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


def questions(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """All that can be asked, or the page of one question."""
    if rest:
        return _question(site, rest, lang, given)
    known = [(each, "") for each in answering.contracts().values()]
    entry = site.entry(given["about"][-1]) if given.get("about") else None
    if entry:
        known = fitting(entry, [each for each, _ in known], site.held.centre)
    return {
        "template": "questions.html",
        "free": site.live or site.boxed,
        "entry": entry,
        "groups": [
            (word, [each for each in known if (each[0].name in ANALYSES) == computed])
            for word, computed in (("analyses", True), ("saved", False))
        ],
    }


def _question(site: Site, name: str, lang: Lang, given: Given) -> dict[str, Any]:
    known = answering.contracts()
    if name not in known:
        raise Missing(f"ask/{name}")
    contract = known[name].remote
    told: dict[str, Any] = {
        "template": "question.html",
        "title": contract.title.translated(lang),
        "contract": contract,
        "fields": asking.fields(site.location, contract, given, lang),
        "lists": _lists(site, contract, lang),
        "meant": [],
        "without": _without(site, contract),
        "live": site.live,
        "sparql": "" if name in ANALYSES else queries.saved()[name].text,
        "answer": None,
        "error": "",
        "query": _query(given),
        "named_file": _file(site, name, given),
    }
    asked = {key: texts for key, texts in given.items() if key != "ask"}
    if told["without"] or (site.live and not given):
        return told
    try:
        values = asking.values(contract, asked)
        told["answer"] = asking.answered(site.location, name, values, lang)
    except RequestError as error:
        told |= {
            "error": fielding.spoken(error.parts, lang),
            "status": 400,
            **_meant(site, error, given, lang),
        }
    except ClustergraphError as error:
        if site.live:
            raise
        told["error"] = fielding.spoken(error.parts, lang)
    return told


def _lists(site: Site, contract: Contract, lang: Lang) -> dict[str, list[str]]:
    """The names that a form offers, by kind."""
    if not site.live:
        return {}
    kinds = {kind for each in contract.parameters if (kind := fielding.offered(each))}
    return {kind: offering.names(site, kind, lang) for kind in sorted(kinds)}


def _meant(site: Site, error: RequestError, given: Given, lang: Lang) -> dict[str, Any]:
    """What may have been meant by a name, each with the query string that asks it."""
    known = site.index.entries
    found = [entry for each in error.candidates
             if (entry := known.get(site.index.iris.get(expand(each) or "", "")))]  # fmt: skip
    if not found or len(error.parameters) != 1:
        return {}
    (name,) = error.parameters
    kept = [(key, text) for key, texts in given.items() if key != name for text in texts]
    asked = WORDS["which"].translated(lang).format(
        name=fielding.called(name, lang), value=" ".join(given.get(name, ()))
    )  # fmt: skip
    return {"error": asked, "meant": [(each.label, urlencode([*kept, (name, each.iri)]))
                                      for each in found]}  # fmt: skip


def _without(site: Site, contract: Contract) -> str:
    """The word that says why a published page has no answer; "" where it has one."""
    if site.live:
        return ""
    if contract.name in ANALYSES:
        return "not_computed"
    return "not_asked" if asking.unfilled(contract) else ""


def _file(site: Site, name: str, given: Given) -> str:
    """The name of a file with an answer."""
    values = {key: list(texts) for key, texts in given.items() if key != "ask"}
    return filed(name, values, origin(site.location).short)


def _query(given: Given) -> str:
    """What was asked as a query string that something can follow."""
    pairs = [(name, text) for name, texts in given.items() for text in texts if text.strip()]
    asked = urlencode([pair for pair in pairs if pair[0] != "ask"])
    return f"{asked}&" if asked else ""


def short(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """The frame in which a browser shows what has no page of its own."""
    _only(rest)
    return {"scripts": shards.count(site)}


def coverage(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """What the graph holds and how much of it is known."""
    _only(rest)
    classes, documents = (_counted(site, name) for name in ("classes", "sources"))
    known = covered.covered(site.location)
    named = labels(site.location, {each.programme for each in known})
    return {
        "build": origin(site.location).short,
        "info": info(site.location), "classes": classes, "documents": documents,
        "licences": _licences(), "share": share,
        "programmes": [(named[each.programme], each) for each in known if each.programme in named],
    }  # fmt: skip


def _licences() -> dict[str, list[str]]:
    """What each licence says, by its IRI: the same one may hold for sources of several owners."""
    found: dict[str, list[str]] = {}
    for source in SOURCES.values():
        found.setdefault(licence(source), []).append(source.licence)
    return {iri: sorted(set(texts)) for iri, texts in found.items() if len(set(texts)) == 1}


def _counted(site: Site, name: str) -> list[tuple[Text, ...]]:
    """The rows of queries/info/NAME.rq, the first thing in each under its label."""
    rows = queries.rows(site.location, queries.shipped("info", name)).rows
    named = labels(site.location, iris_of(row[0] for row in rows if row[0]))
    return [
        (titled(named.get(thing.value, Text(compress(thing.value)))),
         *(Text(cell.value if cell else "") for cell in told))
        for thing, _label, *told in rows
        if thing
    ]  # fmt: skip


def terms(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """The vocabulary."""
    _only(rest)
    found: dict[str, tuple[str, str]] = {}
    rows = queries.rows(site.location, queries.shipped("site", "terms")).rows
    for term, label, meaning in rows:
        if term and label and (term.value not in found or _tag(label) == lang):
            found[term.value] = (label.value, meaning.value if meaning else "")
    return {"terms": [(compress(iri), *told) for iri, told in sorted(found.items())]}


def _tag(term: Any) -> str:
    return getattr(term, "language", "") or ""


def downloads(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """Files to take away."""
    _only(rest)
    return {"downloads": site.downloads, "live": site.live, "boxed": site.boxed}


def sparql(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """A field for a query, with the saved questions as examples."""
    _only(rest)
    saved = [(name, each.question.translated(lang)) for name, each in queries.sound().items()]
    return {"examples": saved, "live": site.live}


def api(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """The addresses for programs, each to be tried."""
    _only(rest)
    return {}


def about(site: Site, rest: str, lang: Lang, given: Given) -> dict[str, Any]:
    """Release, licences and credit."""
    _only(rest)
    manifest = site.location.manifest
    sources = manifest.sources if manifest else ()
    return {
        "origin": origin(site.location),
        "version": __version__,
        "releases": [(titled(each.title), each) for each in sources],
    }
