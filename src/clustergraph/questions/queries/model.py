"""What a saved query is: its SPARQL text, and what its header says of it.

Knows one `.rq` file and its `#+` header (YAML, as grlc writes them). Knows nothing of which queries
there are, and asks nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clustergraph import resources
from clustergraph.errors import QueryError
from clustergraph.graph import sparql
from clustergraph.graph.slips import slip, twice
from clustergraph.languages import Text
from clustergraph.questions.columns import columns, from_yaml
from clustergraph.questions.contract import ANY, JSON_TYPES, Contract, Parameter
from clustergraph.questions.queries.values import ANYTHING, TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

_EMPTY = Text("")
_HEADER = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_POSITION = re.compile(r"error at (\d+):(\d+):")


@dataclass(frozen=True)
class Query:
    """One `.rq` file: what it answers, what it asks for, and its SPARQL text; of a network also
    what it counts as a tie."""

    name: str
    title: Text
    question: Text
    parameters: tuple[Parameter, ...]
    text: str
    path: str
    counts: Text = _EMPTY
    columns: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def contract(self) -> Contract:
        """What it asks for and answers, for every face."""
        return Contract(
            self.name, self.title, self.question, self.parameters,
            columns(self.text, self.columns, saved=self.is_saved) if self.form == "SELECT" else (),
        )  # fmt: skip

    @property
    def is_saved(self) -> bool:
        """Whether it is shipped, not somebody's own."""
        return resources.queries_dir() in Path(self.path).parents

    @cached_property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return sparql.form(self.text) or ""

    def fault(self, text: str, message: str) -> QueryError:
        """A parser's message: where, the text there instead of all it would have accepted, and
        what to mend."""
        position = _POSITION.search(message)
        if not position:
            return QueryError(f"{self.path}: {' '.join(message.split())}")
        line, column = int(position.group(1)), int(position.group(2))
        there = [*text.splitlines(), ""][line - 1][max(0, column - 20) : column + 20]
        near = f"near '{there.strip()}'" if there.strip() else "at the end of the line before"
        reason = "undeclared prefix" if "Prefix not found" in message else "not valid SPARQL"
        mend = slip(text, message)
        if not mend and (named := twice(text)):
            before = text[: named.at]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            return QueryError(f"{self.path}:{line}:{column}: not valid SPARQL: {named.said}")
        told = f"{near}: {mend}" if mend else near
        return QueryError(f"{self.path}:{line}:{column}: {reason} {told}")


def load(path: Path) -> Query:
    """The query in a file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error})") from None
    return parse(text, path.stem, str(path))


def parse(text: str, name: str, path: str) -> Query:
    """A query from its text; one without a header has no parameters.

    Raises QueryError where the header is wrong or `$names` and declared parameters differ.
    """
    header = _header(text, path)
    parameters = tuple(
        _parameter(str(key), value, path) for key, value in (header.get("parameters") or {}).items()
    )
    declared = {parameter.name for parameter in parameters}
    undeclared = sorted(sparql.dollar_names(text) ^ declared) if declared or header else []
    if undeclared:
        raise QueryError(
            f"{path}: parameter '{undeclared[0]}' must stand both in the header and as "
            f"${undeclared[0]} in the query"
        )
    return Query(
        name,
        _sentence(header, "title") or Text(name),
        _sentence(header, "question"),
        parameters,
        text,
        path,
        _sentence(header, "counts"),
        _columns(header, path),
    )


def _sentence(fields: dict[str, Any], name: str) -> Text:
    """The text under a key, with its French under `key@fr`; empty where there is none."""
    english, french = (" ".join(str(fields.get(key, "")).split()) for key in (name, f"{name}@fr"))
    return Text(english, french)


def _header(text: str, path: str) -> dict[str, Any]:
    import yaml

    try:
        header = from_yaml("\n".join(_HEADER.findall(text))) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise QueryError(f"{path}{line}: the #+ header is not YAML") from None
    if not isinstance(header, dict) or not isinstance(header.get("parameters") or {}, dict):
        raise QueryError(f"{path}: the #+ header must be YAML keys and values")
    return header


def _parameter(name: str, value: Any, path: str) -> Parameter:
    fields = value if isinstance(value, dict) else {"type": value}
    kind = str(fields.get("type", "string"))
    if kind not in TYPES:
        raise QueryError(f"{path}: parameter {name}: type {kind} is not one of {', '.join(TYPES)}")
    default, values, least = (fields.get(each) for each in ("default", "values", "minimum"))
    if least is not None and (kind not in ("integer", "decimal") or not isinstance(least, int)):
        raise QueryError(f"{path}: parameter {name}: minimum: a whole number, for numbers alone")
    return Parameter(
        name,
        kind,
        _sentence(fields, "description"),
        None if default is None else str(default),
        fields.get("class"),
        (lambda: [str(each) for each in values]) if values else None,
        required=default is None,
        many=bool(fields.get("many")),
        anything=default == ANYTHING or bool(fields.get("any")),
        minimum=least,
    )


def _columns(header: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """What a header says of columns."""
    said = header.get("columns") or {}
    if not isinstance(said, dict) or not all(isinstance(each, dict) for each in said.values()):
        raise QueryError(f"{path}: columns in the #+ header must be names with YAML keys below")
    for name, fields in said.items():
        kind = str(fields.get("type", ANY))
        if kind not in JSON_TYPES:
            known = ", ".join(JSON_TYPES)
            raise QueryError(f"{path}: column {name}: type {kind} is not one of {known}")
    return said
