"""A problem found in a graph, and the formats in which problems are written.

Knows the words of a report, in each language; nothing of how a graph is checked.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from clustergraph.languages import Text
from clustergraph.terms import BASE, PREFIXES, compress

if TYPE_CHECKING:
    from clustergraph.formats.tables import Term
    from clustergraph.languages import Lang

SEVERITIES = ("violation", "warning", "info")
SHAPES = f"{BASE}shapes#"
_REPORT = f"{BASE}report"
_SH = PREFIXES["sh"]


@dataclass(frozen=True)
class Finding:
    """One problem: how bad, by which shape or rule, at which thing, and how to mend it.

    `path` is the IRI of the property concerned, with `^` before it where it is followed
    backwards. `component` is the IRI of the SHACL constraint component that failed.
    """

    severity: str
    rule: str
    focus: str
    focus_label: str
    path: str | None
    value: Term | None
    message: str
    component: str = f"{_SH}SPARQLConstraintComponent"


def _counts(findings: list[Finding]) -> dict[str, int]:
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


# A severity as a reader sees it.
_WORDS = {severity: Text(severity, severity) for severity in SEVERITIES} | {
    "warning": Text("warning", "avertissement")
}


def _as_text(findings: list[Finding], lang: Lang = "en") -> str:
    """One line a finding, then one line with the totals."""
    totals = (
        f"{count} {_WORDS[severity].translated(lang)}{'' if _is_one(count, lang) else 's'}"
        for severity, count in _counts(findings).items()
    )
    lines = (_line(finding, lang) for finding in findings)
    return "".join([*lines, ", ".join(totals) + "\n"])


def _is_one(count: int, lang: Lang) -> bool:
    """Whether a number takes the singular: in French, none does as well."""
    return count == 1 or (count == 0 and lang == "fr")


def _line(finding: Finding, lang: Lang) -> str:
    path = finding.path or ""
    where = path[:1] + compress(path[1:]) if path.startswith("^") else compress(path)
    value = f" {_shown(finding.value)}" if finding.value is not None else ""
    what = f" {where}{value}" if where else value
    severity = _WORDS[finding.severity].translated(lang)
    line = (
        f"{severity}: {finding.focus_label} <{finding.focus}>{what}: "
        f"{finding.message} [{finding.rule}]"
    )
    # A control character in a name could move the cursor or recolour the terminal.
    return "".join(char if char.isprintable() else " " for char in line) + "\n"


def _shown(term: Term) -> str:
    return compress(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _as_json(findings: list[Finding], lang: Lang = "en") -> str:
    document = {**{f"{name}s": count for name, count in _counts(findings).items()}}
    listed = [
        {
            "severity": finding.severity,
            "rule": finding.rule,
            "focus": finding.focus,
            "label": finding.focus_label,
            "path": finding.path,
            "value": None if finding.value is None else finding.value.value,
            "message": finding.message,
        }
        for finding in findings
    ]
    return json.dumps({**document, "findings": listed}, ensure_ascii=False, indent=2) + "\n"


def _as_turtle(findings: list[Finding], lang: Lang = "en") -> str:
    """A SHACL validation report; its nodes have IRIs, so that equal findings give equal bytes."""
    results = [f"<{_REPORT}/{number}>" for number in range(1, len(findings) + 1)]
    head = [f"@prefix sh: <{_SH}> .\n", f"<{_REPORT}> a sh:ValidationReport ;"]
    if results:
        head.append("    sh:result " + " ,\n        ".join(results) + " ;")
    # SHACL 3.6.1: a report conforms only when it has no result of any severity.
    head.append(f"    sh:conforms {'false' if findings else 'true'} .\n")
    blocks = (_result(iri, finding, lang) for iri, finding in zip(results, findings, strict=True))
    return "\n".join([*head, *blocks])


def _result(iri: str, finding: Finding, lang: Lang) -> str:
    pairs = [
        ("a", "sh:ValidationResult"),
        ("sh:focusNode", _iri(finding.focus)),
        ("sh:resultMessage", str(ox.Literal(finding.message, language=lang))),
        ("sh:resultSeverity", f"sh:{finding.severity.capitalize()}"),
        ("sh:sourceConstraintComponent", _iri(finding.component)),
        ("sh:sourceShape", _iri(SHAPES + finding.rule)),
    ]
    if finding.value is not None and not isinstance(finding.value, ox.BlankNode):
        pairs.append(("sh:value", str(finding.value)))
    path = finding.path or ""
    inverse = path.startswith("^")
    if path:
        step = f"{iri[:-1]}/path>" if inverse else _iri(path)
        pairs.append(("sh:resultPath", step))
    lines = f"{iri} " + " ;\n    ".join(f"{name} {value}" for name, value in pairs) + " .\n"
    return lines + (f"\n{step} sh:inversePath {_iri(path[1:])} .\n" if inverse else "")


def _iri(text: str) -> str:
    return str(ox.NamedNode(text)) if "://" in text else str(ox.Literal(text))


class Writer(Protocol):
    """Puts findings, whose messages are in a language, into a format."""

    def __call__(self, findings: list[Finding], lang: Lang = "en", /) -> str: ...


# One entry a format: the CLI's choices are read from here.
WRITERS: dict[str, Writer] = {
    "text": _as_text,
    "json": _as_json,
    "turtle": _as_turtle,
}
