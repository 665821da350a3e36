"""The registry of analyses, and the one way to run one: from values that a face was given to an
Answer.

A new analysis is one module, its contract, and one entry here; every face reads this registry.
Knows no analysis before it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from clustergraph.answers import contracts
from clustergraph.graph.progress import silent
from clustergraph.networks.filters import FILTERS, Filters
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.networks.choice import Choice
    from clustergraph.questions.contract import Contract

_CHOICE = frozenset(each.name for each in contracts.CHOICE)


@dataclass(frozen=True)
class Analysis:
    """One analysis. module: of this room or of `strategy`, which stands above it and so is
    named, not imported. function: its name there, and in Python. draws: whether its answer has a
    chart. network: whether its answer is a network that other tools load. document: whether it has
    a document for readers."""

    contract: Contract
    module: str
    function: str
    draws: bool = True
    network: bool = False
    document: bool = False

    @property
    def chooses(self) -> bool:
        """Whether it begins with the choice of a network."""
        return any(each.name == "network" for each in self.contract.parameters)

    def load(self) -> Callable[..., Answer]:
        """The function that computes it."""
        found: Callable[..., Answer] = getattr(import_module(self.module), self.function)
        return found


_ALL = (
    Analysis(contracts.FIND, "clustergraph.answers.finding", "find", draws=False),
    Analysis(contracts.SEARCH, "clustergraph.answers.searching", "search", draws=False),
    Analysis(contracts.CENTRALITY, "clustergraph.answers.ranking", "rank"),
    Analysis(contracts.COMMUNITIES, "clustergraph.answers.communities", "communities"),
    Analysis(
        contracts.BACKBONE, "clustergraph.answers.backbone", "backbone", draws=False, network=True
    ),
    Analysis(contracts.NETWORK_INFO, "clustergraph.answers.summary", "network_info"),
    Analysis(contracts.BROKERS, "clustergraph.answers.brokers", "brokers"),
    Analysis(contracts.FLOWS, "clustergraph.answers.flows", "flows"),
    Analysis(contracts.PATH, "clustergraph.answers.paths", "path", draws=False),
    Analysis(contracts.EXPLAIN, "clustergraph.answers.paths", "explain", draws=False),
    Analysis(contracts.EVOLUTION, "clustergraph.answers.evolution", "evolution"),
    Analysis(contracts.WHAT_IF, "clustergraph.answers.whatif", "what_if", draws=False),
    Analysis(contracts.RECOMMEND, "clustergraph.strategy.recommend", "recommend", draws=False),
    Analysis(contracts.CONSORTIUM, "clustergraph.strategy.consortium", "consortium", draws=False),
    Analysis(contracts.GAPS, "clustergraph.strategy.gaps", "gaps", draws=False),
    Analysis(contracts.BRIEF, "clustergraph.strategy.brief", "brief", draws=False, document=True),
    Analysis(contracts.SCORECARD, "clustergraph.strategy.scorecard", "scorecard", document=True),
)
# By the name of the contract.
ANALYSES: dict[str, Analysis] = {each.contract.name: each for each in _ALL}


def find(name: str) -> Analysis:
    """The analysis of that name; RequestError with the nearest names where there is none."""
    if name not in ANALYSES:
        raise unknown("analysis", name, ANALYSES)
    return ANALYSES[name]


def run(
    location: Location,
    name: str,
    given: Mapping[str, Any],
    *,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """The answer of an analysis to the values given for its parameters, typed or as text.

    Labels are in `lang` where there are any; `report(stage, share)` gets the progress. Raises
    RequestError for a value that does not fit, and what the analysis raises.
    """
    from clustergraph.answers.answer import naming, origin
    from clustergraph.questions.taken import remembering

    analysis = find(name)
    values = analysis.contract.accept(dict(given))
    taken = _CHOICE if analysis.chooses else frozenset()
    rest = {key: value for key, value in values.items() if key not in taken}
    call = partial(analysis.load(), location)
    if analysis.chooses:
        call = partial(call, choice(values))
    with remembering(lang) as known:
        answer = call(**{python_name(key): value for key, value in rest.items()}, lang=lang,
                      report=report)  # fmt: skip
    asked = {key: value for key, value in values.items() if value not in (None, ())}
    told = analysis.contract.answered(answer.columns)
    notes = (*naming(known.taken, lang), *(each.translated(lang) for each in answer.notes))
    return replace(answer, notes=notes, operation=told, named=tuple(known.taken), asked=asked,
                   origin=origin(location))  # fmt: skip


def python_name(name: str) -> str:
    """How Python spells the name of a parameter."""
    return f"{name}_" if iskeyword(name) else name


def chosen(given: Mapping[str, Any]) -> Choice:
    """The choice that values given for `contracts.CHOICE` make, typed or as text.

    Raises RequestError for a value that does not fit.
    """
    return choice({each.name: each.accept(given.get(each.name)) for each in contracts.CHOICE})


def choice(values: Mapping[str, Any]) -> Choice:
    """The choice that accepted values of `contracts.CHOICE` make."""
    from clustergraph.networks.choice import Choice

    given: dict[str, Any] = {name: values[name] for name in FILTERS if values[name] is not None}
    # What Python gives ready, such as a pair of years or a list of names, needs no reading.
    chosen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, tuple | list) else FILTERS[name].parse(str(value))
        for name, value in given.items()
    }
    return Choice(values["network"], Filters(**chosen), values["weighting"], values["stable"])
