"""The words of a page as plain JSON values: what assets/*.js reads.

Things said many times (documents, reasons) are said once and pointed at by number, so that a
project shared by many does not fill the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.web.page.styles import styles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.web.facts import Fact, Reason, Source, Value
    from clustergraph.web.page.view import Node, View


def payload(view: View, words: Mapping[str, str]) -> dict[str, Any]:
    """Everything the scripts of the page need, in the order of the view."""
    look = styles(kind.iri for kind in view.types)
    writer = _Writer(view)
    return {
        "lang": view.lang,
        "words": dict(words),
        "about": writer.number.get(view.about or "", None),
        "types": [
            {"label": kind.label, "count": kind.count, **look[kind.iri]._asdict()}
            for kind in view.types
        ],
        "countries": list(view.countries),
        "nodes": [writer.node(node) for node in view.nodes],
        "ties": [writer.tie(edge.source, edge.target, edge.reasons) for edge in view.edges],
        "weights": [edge.weight for edge in view.edges],
        "reasons": writer.reasons,
        "documents": writer.documents,
    }


class _Writer:
    """Numbers nodes, types and countries as the view orders them, reasons and documents as met."""

    def __init__(self, view: View) -> None:
        self.number = {node.iri: position for position, node in enumerate(view.nodes)}
        self.type = {kind.iri: position for position, kind in enumerate(view.types)}
        self.country = {name: position for position, name in enumerate(view.countries)}
        self.reasons: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []
        self._reason: dict[Reason, int] = {}
        # The same reason stands at many ties, and hashing it costs more than all the rest.
        self._met: dict[int, int] = {}
        self._document: dict[tuple[str, str | None], int] = {}

    def node(self, node: Node) -> dict[str, Any]:
        return _filled(
            iri=node.iri,
            label=node.label,
            lines=list(node.lines),
            type=self.type[node.type],
            countries=[self.country[name] for name in node.countries],
            names=list(node.names),
            score=node.score,
            rank=node.rank,
            text=node.description,
            facts=[self._fact(fact) for fact in node.facts],
            sources=self._sources(node.sources),
        )

    def tie(self, source: str, target: str, reasons: tuple[Reason, ...]) -> list[Any]:
        told = [self._numbered_once(reason) for reason in reasons]
        return [self.number[source], self.number[target], told]

    def _fact(self, fact: Fact) -> dict[str, Any]:
        values = [self._value(value) for value in fact.values]
        return _filled(name=fact.name, values=values, more=fact.more)

    def _value(self, value: Value) -> dict[str, Any]:
        return _filled(
            text=value.text,
            node=self.number.get(value.iri or ""),
            url=value.url,
            note=value.note,
            sources=self._sources(value.sources),
        )

    def _numbered_once(self, reason: Reason) -> int:
        number = self._met.get(id(reason))
        if number is None:
            number = self._met[id(reason)] = self._numbered_reason(reason)
        return number

    def _numbered_reason(self, reason: Reason) -> int:
        if reason not in self._reason:
            self._reason[reason] = len(self.reasons)
            self.reasons.append(
                _filled(
                    label=reason.label,
                    kind=reason.kind,
                    period=reason.period,
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
            self.documents.append(_filled(title=source.title, url=source.url))
        return self._document[key]


def _filled(**members: Any) -> dict[str, Any]:
    """The members that say something: 0 does, None and empty ones do not."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
