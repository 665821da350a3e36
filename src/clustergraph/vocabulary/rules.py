"""Rules: SPARQL queries each row of which is a finding, shipped ones and a user's own.

A rule is a file NAME-violation.rq: those of ontology/rules/, and those in `rules` of the folder of
own queries, where one with a fault is a finding itself and keeps no other from being applied.
Knows nothing of what the rules are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from clustergraph import resources
from clustergraph.errors import LimitError, QueryError
from clustergraph.graph import sparql
from clustergraph.languages import Text
from clustergraph.vocabulary.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang

_SUFFIX = "-violation"
_LEFT_OUT = Text(
    "this rule of yours is left out: {fault}", "votre règle est laissée de côté : {fault}"
)


@dataclass(frozen=True)
class Rule:
    """A query that finds what is wrong: its columns are `focus` and, if it has them, `path`
    and `value`."""

    name: str
    title: str
    severity: str
    message: Text
    text: str


@cache
def rules() -> dict[str, Rule]:
    """The rules of ontology/rules/, by name; QueryError where a header is incomplete."""
    files = sorted((resources.ontology_dir() / "rules").glob(f"*{_SUFFIX}.rq"))
    return {rule.name: rule for rule in map(_rule, files)}


def _own() -> list[Path]:
    """The files of a user's own rules."""
    return sorted((resources.own_queries_dir() / "rules").glob(f"*{_SUFFIX}.rq"))


def _rule(path: Path) -> Rule:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error})") from None
    lines = (line[2:].strip() for line in text.splitlines() if line.startswith("#+"))
    header = dict(line.split(": ", 1) for line in lines if ": " in line)
    lacking = [key for key in ("title", "severity", "message") if key not in header]
    if lacking or header["severity"] not in SEVERITIES:
        wrong = lacking[0] if lacking else "severity"
        raise QueryError(f"{path}: the #+ header needs a valid '{wrong}'")
    name = path.stem.removesuffix(_SUFFIX)
    message = Text(header["message"], header.get("message@fr", ""))
    return Rule(name, header["title"], header["severity"], message, text)


def apply(location: Location, report: Report, lang: Lang) -> Iterator[Finding]:
    """What the rules find in a graph; `report(title, share)` is called as each begins."""
    shipped, own = rules(), _own()
    total = len(shipped) + len(own)
    for number, rule in enumerate(shipped.values()):
        report(rule.title, number / total)
        yield from _applied(location, rule, lang)
    for number, path in enumerate(own, len(shipped)):
        report(path.stem, number / total)
        try:
            yield from list(_applied(location, _checked(location, path), lang))
        except (QueryError, LimitError) as error:
            yield _left_out(path, str(error), lang)


def _checked(location: Location, path: Path) -> Rule:
    """A rule of a user's own; QueryError where it cannot be asked of this graph alone."""
    rule = _rule(path)
    if rule.name in rules():
        raise QueryError(f"{path}: clustergraph has such a rule already; give it another name")
    word = sparql.remote_word(rule.text)
    fault = (
        (sparql.form(rule.text) != "SELECT" and "must be a SELECT query")
        or sparql.too_deep(rule.text)
        or (word and f"{word} reads outside the graph")
        or location.syntax_error(rule.text)
    )
    if fault:
        raise QueryError(f"{path}: {' '.join(fault.split())}")
    return rule


def _left_out(path: Path, fault: str, lang: Lang) -> Finding:
    name = path.stem.removesuffix(_SUFFIX)
    message = _LEFT_OUT.translated(lang).format(fault=fault)
    return Finding("warning", name, path.resolve().as_uri(), path.name, None, None, message)


def _applied(location: Location, rule: Rule, lang: Lang) -> Iterator[Finding]:
    table = location.select(rule.text)
    if "focus" not in table.columns:
        raise QueryError(f"rule {rule.name}: the column ?focus is missing")
    for row in table.rows:
        yield from _from_row(rule, dict(zip(table.columns, row, strict=True)), lang)


def _from_row(rule: Rule, row: dict[str, Term | None], lang: Lang) -> Iterator[Finding]:
    focus, path, value = row["focus"], row.get("path"), row.get("value")
    if focus is not None:
        yield Finding(
            rule.severity,
            rule.name,
            focus.value,
            "",
            None if path is None else path.value,
            value,
            rule.message.translated(lang),
        )
