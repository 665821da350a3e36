"""Programmes and calls by code, each in its tree: one node a code, whichever row names it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clustergraph.sources import emit
from clustergraph.sources.codes import slug
from clustergraph.terms import CG, PREFIXES, mint

if TYPE_CHECKING:
    from clustergraph.sources.gathering import Gathering


# Framework programmes: their code in CORDIS, the node, and a name where no curated fact has one.
_ROOTS = {
    "HORIZON": ("horizon-europe", "Horizon Europe"),
    "H2020": ("horizon-2020", "Horizon 2020"),
    "FP7": ("fp7", "Seventh Framework Programme"),
}
_ALIASES = {"H2020-EU": "H2020"}


class Trees:
    """Programmes and calls by code, each in its tree."""

    def __init__(self, gathering: Gathering, dataset: str) -> None:
        self._codes = gathering.codes
        self._citations = gathering.citations
        self._dataset = dataset
        self._lines = gathering.lines
        self.titles: dict[str, str] = {}
        self._programmes: dict[tuple[str, str], str] = {}
        self._calls: dict[tuple[str, str, str], str] = {}
        self._above: dict[str, set[str]] = defaultdict(set)

    def _describe(self, iri: str, what: str, code: str, kind: str, label: str = "") -> None:
        title = self.titles.get(code)
        shown = emit.text(label) if label else emit.tagged(title, "en") if title else None
        self._lines += [
            emit.line(iri, emit.TYPE, emit.iri(f"{CG}{what}")),
            self._codes.name(iri, shown or emit.text(code)),
            emit.line(iri, f"{CG}code", emit.text(code)),
            emit.line(iri, f"{CG}kind", emit.iri(kind)),
            *(f"<{iri}{tail}" for tail in self._citations.tails(iri, self._dataset)),
        ]

    def framework(self, code: str) -> str:
        """The framework programme of a code such as "H2020"; "" for no code."""
        known = self._programmes.get((code, ""))
        if known is None:
            name, label = _ROOTS.get(code, (slug(code), ""))
            known = self._programmes[code, ""] = mint("programme", name)
            kind = f"{PREFIXES['programme-kind']}framework-programme"
            self._describe(known, "Programme", code, kind, label)
        return known

    def programme(self, code: str, framework: str) -> str:
        """The programme of a code such as "H2020-EU.1.3.2.", and all that it is part of."""
        bare = code.rstrip(".")
        root = _ALIASES.get(bare, bare)
        if root in _ROOTS:
            return self.framework(root)
        known = self._programmes.get((code, framework))
        if known is None:
            known = self._programmes[code, framework] = mint("programme", slug(code))
            kind = f"{PREFIXES['programme-kind']}legal-basis"
            self._describe(known, "Programme", code, kind)
            above = self._programme_above(code, framework)
            if above and above != known:
                self._lines.append(emit.line(known, f"{CG}partOfProgramme", emit.iri(above)))
        return known

    def _programme_above(self, code: str, framework: str) -> str:
        upper, dot, _last = code.rstrip(".").rpartition(".")
        if dot:
            return self.programme(f"{upper}." if code.endswith(".") else upper, framework)
        root = framework or next((root for root in _ROOTS if code.startswith(root)), "")
        return self.framework(root) if root else ""

    def call(self, code: str, kind: str, framework: str) -> str:
        """The call, sub-call or topic of a code."""
        known = self._calls.get((code, kind, framework))
        if known is None:
            known = self._calls[code, kind, framework] = mint("call", slug(code))
            self._describe(known, "Call", code, f"{PREFIXES['call-kind']}{kind}")
            if framework:
                root = emit.iri(self.framework(framework))
                self._lines.append(emit.line(known, f"{CG}callOf", root))
        return known

    def nest(self, lower: str, upper: str) -> None:
        """State that a call is part of another, unless that would make a circle."""
        if lower == upper or upper in self._above[lower] or self._reaches(upper, lower):
            return
        self._above[lower].add(upper)
        self._lines.append(emit.line(lower, f"{CG}partOfCall", emit.iri(upper)))

    def _reaches(self, start: str, goal: str) -> bool:
        above = self._above.get(start, set())
        return goal in above or any(self._reaches(one, goal) for one in above)
