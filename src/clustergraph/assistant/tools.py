"""The tools: which there are, what each takes and answers, and how one is called.

A tool over a question or an analysis is one name here; its schema is the contract's. Knows
contracts and answers; nothing of the protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from clustergraph.answers import asking
from clustergraph.assistant import bounded, freely, reading
from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.questions.contract import LANG, Contract, Parameter
from clustergraph.terms import unknown
from clustergraph.web import described

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

    Run = Callable[[Location, Mapping[str, Any], Lang], Answer]

# The longest text of an argument, and most values of one.
LONGEST, MANY = 20_000, 100
# Tools over a question or an analysis, by the name of the tool; those that a registry lacks are no
# tools yet.
_OVER = {
    "find": "find",
    "partners": "partners",
    "path": "path",
    "explain": "explain",
    "rank": "centrality",
    "recommend": "recommend",
    "scorecard": "scorecard",
}
COMMON = (
    LANG,
    Parameter(
        "offset", "integer",
        Text("Rows to skip: `next` of the answer before.",
             "Lignes à passer : `next` de la réponse d’avant."),
        default=0, minimum=0,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Tool:
    """One tool. contract: what it takes and answers. run: what it does. values: whether it takes
    `parameters` too, those of a question that it is told."""

    contract: Contract
    run: Run
    values: bool = False

    def takes(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        given = (*self.contract.parameters, *COMMON)
        properties = {each.name: each.schema() for each in given}
        if self.values:
            properties["parameters"] = {
                "type": "object",
                "description": "Values by the names that list_questions gives.",
            }
        return {
            "type": "object",
            "properties": properties,
            "required": [each.name for each in given if each.required],
            "additionalProperties": False,
        }

    def call(self, location: Location, given: Mapping[str, Any]) -> dict[str, Any]:
        """The document that answers a call. RequestError for arguments that do not fit."""
        _check(given)
        common = {each.name: each.accept(given.get(each.name)) for each in COMMON}
        rest = {name: value for name, value in given.items() if name not in common}
        for name in rest:
            if not (self.values and name == "parameters"):
                self.contract.parameter(name)
        lang = cast("Lang", common["lang"])
        return bounded.document(self.run(location, rest, lang), common["offset"], lang)


def _check(value: Any) -> None:
    """RequestError where an argument is longer than anything that can be meant."""
    if isinstance(value, str) and len(value) > LONGEST:
        raise RequestError(f"a text of {len(value):,} characters: at most {LONGEST:,}")
    if isinstance(value, dict | list):
        if len(value) > MANY:
            raise RequestError(f"{len(value):,} values: at most {MANY}")
        for each in value.values() if isinstance(value, dict) else value:
            _check(each)


def tools(*, allow_sparql: bool = False) -> dict[str, Tool]:
    """Every tool by name."""
    known = askable()
    over = {
        name: Tool(replace(known[operation], name=name), _over(operation))
        for name, operation in _OVER.items()
        if operation in known
    }
    own = {each.contract.name: each for each in _OWN}
    free = {freely.CONTRACT.name: Tool(freely.CONTRACT, freely.ask)} if allow_sparql else {}
    return {**over, **own, **free}


def askable() -> dict[str, Contract]:
    """The contracts that an assistant may ask, without the parameters that name a file."""
    return {name: each.remote for name, each in asking.contracts().items()}


def _over(operation: str) -> Run:
    def run(location: Location, given: Mapping[str, Any], lang: Lang) -> Answer:
        return asking.ask(location, operation, given, lang=lang)

    return run


def _ask(location: Location, given: Mapping[str, Any], lang: Lang) -> Answer:
    name, known = _text(given, "name"), askable()
    if name not in known:
        raise unknown("question or analysis", name, known)
    values = given.get("parameters") or {}
    if not isinstance(values, dict):
        raise RequestError(ParameterName("parameters"), " is no object of names and values")
    for each in values:
        known[name].parameter(each)
    plain = {key: _plain(value) for key, value in values.items()}
    return asking.ask(location, name, plain, lang=lang)


def _plain(value: Any) -> Any:
    """A value as a face gives it: text, or a list of texts."""
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RequestError("give ", ParameterName(name))
    return value


def _list(location: Location, given: Mapping[str, Any], lang: Lang) -> Answer:
    return reading.questions(location, askable(), str(given.get("words") or ""), lang)


def _describe(location: Location, given: Mapping[str, Any], lang: Lang) -> Answer:
    return described.describe(location, _text(given, "name"), lang)


def _vocabulary(location: Location, given: Mapping[str, Any], lang: Lang) -> Answer:
    return reading.vocabulary(location, str(given.get("words") or ""), lang)


_OWN = (
    Tool(described.DESCRIBE, _describe),
    Tool(reading.QUESTIONS, _list),
    Tool(
        Contract(
            "ask",
            Text("Ask a question", "Poser une question"),
            Text(
                "What answers one of the questions or analyses that list_questions gives?",
                "Que répond une des questions ou analyses que donne list_questions ?",
            ),
            (
                Parameter(
                    "name", "string",
                    Text("The name of the question or analysis.",
                         "Le nom de la question ou de l’analyse."),
                    required=True,
                ),
            ),
        ),
        _ask,
        values=True,
    ),
    Tool(reading.VOCABULARY, _vocabulary),
)  # fmt: skip
