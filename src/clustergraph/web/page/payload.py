"""The words of a page as plain JSON values: what the scripts of the page read.

Things said many times (documents, reasons, roles) are said once and pointed at by number, so that a
project shared by many does not fill the page. A text is a string where it is the same in every
language, else a list in the order of LANGUAGES.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from clustergraph.languages import LANGUAGES, Text
from clustergraph.terms import CG
from clustergraph.web.page.atlas import land
from clustergraph.web.page.styles import styles
from clustergraph.web.page.texts import texts, typeset
from clustergraph.web.page.within import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clustergraph.web.facts import Fact, Reason, Source, Value
    from clustergraph.web.page.view import Edge, Elsewhere, Node, View
    from clustergraph.web.story import Activity, Part


# Whose part it is to introduce people to each other.
AGENCY = f"{CG}Agency"


def payload(view: View) -> dict[str, Any]:
    """Everything the scripts of the page need, in the order of the view."""
    look = styles(kind.iri for kind in view.types)
    writer = _Writer(view)
    told = {
        "lang": view.lang,
        "simple": view.simple,
        "words": {lang: texts(view, lang) for lang in LANGUAGES},
        "about": writer.number.get(view.about or "", None),
        "around": view.hops is not None,
        "total": view.total,
        "ranked": view.ranked,
        "types": [
            {"label": _both(kind.label), "count": kind.count, **look[kind.iri]._asdict()}
            | ({"introduces": True} if kind.iri == AGENCY else {})
            for kind in view.types
        ],
        "countries": [_both(name) for name in view.countries],
        "within": [_both(within(name)) for name in view.countries],
        "sizes": [
            {"id": size.id, "label": _both(size.label), "meaning": _both(size.meaning)}
            for size in view.sizes
        ],
        "nodes": [writer.node(node) for node in view.nodes],
        "details": [writer.details(node) for node in view.nodes],
        "ties": writer.ties(view.edges),
        "lines": list(view.lines),
        "tied": view.tied,
        "places": [[node.x, node.y, node.radius] for node in view.nodes] if view.large else [],
        "ego": [list(node.ego) for node in view.nodes if node.ego],
        "headings": [[_both(each.label), each.angle, each.radius] for each in view.headings],
        "map": _map(view),
        "activities": [writer.activity(each) for each in view.activities],
        "groups": [_both(view.named.get(iri, Text(""))) for iri in writer.group],
        "roles": writer.roles,
        "begun": _begun(view),
        "dated": any((each.first, each.last) != (None, None) for each in view.activities),
        "reasons": writer.reasons,
        "documents": writer.documents,
        "elsewhere": [each.name for each in view.elsewhere],
        "tongues": _tongues(view.elsewhere),
        "ways": _ways(view, writer.number),
        "releases": [[each.title, each.release, each.licence] for each in view.releases],
        "build": view.build,
    }
    return told | {"counts": _counts(view, told, writer)}


def _counts(view: View, told: Mapping[str, Any], writer: _Writer) -> dict[str, list[int]]:
    """How many nodes have each value of each facet, which the scripts count when one filters: of
    nodes and activities as they are written, by their numbers."""
    country, community, programme, topic, role = (defaultdict[int, set[int]](set) for _ in range(5))
    for number, node in enumerate(told["nodes"]):
        for value in node.get("countries", ()):
            country[value].add(number)
        if "community" in node:
            community[node["community"]].add(number)
    for activity in told["activities"]:
        parts = activity.get("parts", ())
        members = [part[0] for part in parts]
        for found, held in ((programme, "programmes"), (topic, "topics")):
            for value in activity.get(held, ()):
                found[value].update(members)
        for member, *roles in parts:
            for value in roles[0] if roles else ():
                role[value].add(member)
    counted = {
        "country": (country, len(view.countries)),
        "programme": (programme, len(writer.group)),
        "topic": (topic, len(writer.group)),
        "role": (role, len(writer.roles)),
        "community": (community, 1 + max(community, default=-1)),
    }
    return {
        name: [len(found.get(value, ())) for value in range(many)]
        for name, (found, many) in counted.items()
    }


def _begun(view: View) -> list[int]:
    """The first and the last year in which an activity began; empty where none is known."""
    years = [each.first for each in view.activities if each.first is not None]
    return [min(years), max(years)] if years else []


def _tongues(elsewhere: Sequence[Elsewhere]) -> dict[str, list[int]]:
    """The numbers of those elsewhere whose names are of each language; most names are of none."""
    found: dict[str, list[int]] = {}
    for number, each in enumerate(elsewhere):
        if each.tongue:
            found.setdefault(each.tongue, []).append(number)
    return dict(sorted(found.items()))


def _ways(view: View, numbers: Mapping[str, int]) -> dict[str, Any]:
    """For each of those elsewhere the number of who stands before it, -1 for nobody, and of what
    they share; those elsewhere are numbered on after the nodes."""
    told = sorted({each.through for each in view.elsewhere})
    through = {text: number for number, text in enumerate(told)}
    beyond = {each.iri: number for number, each in enumerate(view.elsewhere, len(view.nodes))}
    place = {**beyond, **numbers}
    return {
        "before": [place.get(each.before or "", -1) for each in view.elsewhere],
        "through": [through[each.through] for each in view.elsewhere],
        "names": [_both(text) for text in told],
    }


def _map(view: View) -> dict[str, Any] | None:
    if view.chart is None:
        return None
    return {
        "scale": view.chart.scale,
        "places": [list(node.spot) for node in view.nodes if node.spot],
        "groups": [[_both(each.label), each.x, each.y] for each in view.chart.groups],
        "land": land(),
    }


def _both(text: str) -> str | list[str]:
    if not isinstance(text, Text) or not text.fr:
        return str(text)
    told = [text.translated(lang) for lang in LANGUAGES]
    if told.count(told[0]) == len(told):
        return told[0]
    pairs = zip(LANGUAGES, told, strict=True)
    return [typeset(each) if lang == "fr" else each for lang, each in pairs]


def _tongue(tags: Text) -> str | list[str]:
    """The language of a name, empty where it is that of the page, or unknown."""
    if not (tags or tags.fr):
        return ""
    told = ["" if tags.translated(lang) == lang else tags.translated(lang) for lang in LANGUAGES]
    return told[0] if told[0] == told[1] else told


class _Writer:
    """Numbers nodes, types and countries as the view orders them, all else as met."""

    def __init__(self, view: View) -> None:
        self.sizes = [size.id for size in view.sizes]
        self.number = {node.iri: position for position, node in enumerate(view.nodes)}
        self.type = {kind.iri: position for position, kind in enumerate(view.types)}
        self.country = {name: position for position, name in enumerate(view.countries)}
        self.group = {iri: position for position, iri in enumerate(sorted(view.named))}
        self.reasons: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []
        self.roles: list[str | list[str]] = []
        self._role: dict[Text, int] = {}
        self._reason: dict[Reason, int] = {}
        self._document: dict[tuple[str, str | None], int] = {}

    def node(self, node: Node) -> dict[str, Any]:
        return _filled(
            iri=node.iri,
            label=_both(node.label),
            short=None if node.short == node.label else _both(node.short),
            tongue=_tongue(node.tongue),
            type=self.type[node.type],
            countries=[self.country[name] for name in node.countries],
            score=node.score,
            rank=node.rank,
            degree=node.degree,
            sizes=[node.sizes.get(name) for name in self.sizes[1:]],
            community=node.community,
        )

    def details(self, node: Node) -> dict[str, Any]:
        """What the picture does not need."""
        return _filled(
            names=list(node.names),
            text=_both(node.description),
            spoken=_tongue(node.spoken),
            facts=[self._fact(fact) for fact in node.facts],
            sources=self._sources(node.sources),
        )

    def ties(self, edges: Sequence[Edge]) -> dict[str, list[Any]]:
        """All ends, weights and reasons: numbers as what they add to those before, which are alike
        in a column, and half as large compressed as tie by tie. An end begins anew where the other
        one changes; without reasons there are none for any."""
        sources = [self.number[edge.source] for edge in edges]
        targets = [self.number[edge.target] for edge in edges]
        reasons = [[self._numbered_reason(each) for each in edge.reasons] for edge in edges]
        begins = [one != before for before, one in pairwise([-1, *sources])]
        before = (0 if new else last for new, last in zip(begins, [0, *targets], strict=False))
        return {
            "sources": [one - last for last, one in pairwise([0, *sources])],
            "targets": [other - last for other, last in zip(targets, before, strict=True)],
            "weights": [_plain(edge.weight) for edge in edges],
            "reasons": reasons if any(reasons) else [],
        }

    def activity(self, activity: Activity) -> dict[str, Any]:
        return _filled(
            label=_both(activity.label),
            tongue=_tongue(activity.tongue),
            title=_both(activity.title),
            spoken=_tongue(activity.spoken) if activity.title else "",
            kind=_both(activity.kind),
            period=_both(activity.period),
            names=list(activity.names),
            first=activity.first,
            last=activity.last,
            programmes=self.groups(activity.programmes),
            topics=self.groups(activity.topics),
            pages=[list(page) for page in activity.pages],
            parts=[self._part(part) for part in activity.parts],
            members=activity.members,
            node=self.number.get(activity.iri),
            sources=self._sources(activity.sources),
        )

    def groups(self, iris: Iterable[str]) -> list[int]:
        return [self.group[iri] for iri in iris if iri in self.group]

    def _part(self, part: Part) -> list[Any]:
        roles = [self.numbered_role(role) for role in part.roles]
        money = [None if each is None else round(each) for each in (part.gross, part.net)]
        told: list[Any] = [self.number[part.member], roles, *money]
        while told[-1] in (None, []):
            told.pop()
        return told

    def numbered_role(self, role: Text) -> int:
        if role not in self._role:
            self._role[role] = len(self.roles)
            self.roles.append(_both(role))
        return self._role[role]

    def _fact(self, fact: Fact) -> dict[str, Any]:
        values = [self._value(value) for value in fact.values]
        return _filled(name=_both(fact.name), values=values, more=fact.more)

    def _value(self, value: Value) -> dict[str, Any]:
        return _filled(
            text=_both(value.text),
            node=self.number.get(value.iri or ""),
            url=value.url,
            note=_both(value.note),
            tongue=_tongue(value.tongue),
            sources=self._sources(value.sources),
        )

    def _numbered_reason(self, reason: Reason) -> int:
        if reason not in self._reason:
            self._reason[reason] = len(self.reasons)
            self.reasons.append(
                _filled(
                    label=_both(reason.label),
                    tongue=_tongue(reason.tongue),
                    kind=_both(reason.kind),
                    period=_both(reason.period),
                    node=self.number.get(reason.iri or ""),
                    sources=self._sources(reason.sources),
                )
            )
        return self._reason[reason]

    def _sources(self, sources: tuple[Source, ...]) -> list[list[Any]]:
        return [[self._numbered_document(source), list(source.locators)] for source in sources]

    def _numbered_document(self, source: Source) -> int:
        key = (source.title, source.url)
        if key not in self._document:
            self._document[key] = len(self.documents)
            told = {"title": _both(source.title), "url": source.url}
            self.documents.append(_filled(**told, tongue=_tongue(source.tongue)))
        return self._document[key]


def _plain(weight: float) -> float | int:
    return int(weight) if weight.is_integer() else float(f"{weight:.6g}")


def _filled(**members: Any) -> dict[str, Any]:
    """The members that say something: 0 does, None and empty ones do not."""
    return {name: value for name, value in members.items() if value or value == 0}
