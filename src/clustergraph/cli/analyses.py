"""Commands of analyses: one for each entry of the registry, made from its contract.

Adds words for a terminal and nothing else: what is asked, checked and answered is the contract's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from clustergraph.answers.registry import ANALYSES, run
from clustergraph.cli import completing
from clustergraph.cli.options import (
    graph_option,
    lang_option,
    opened,
    parameter_option,
    queries_option,
)
from clustergraph.cli.output import DOCUMENTS, output_options
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import Command, cli, option, spell
from clustergraph.errors import spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.answers.registry import Analysis
    from clustergraph.cli.output import Output
    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Contract, Parameter

_NETWORK_FILES = {"gexf": "gexf", "graphml": "graphml"}
_DOCUMENTS = {name: name for name in DOCUMENTS}
# Parameters that the function of a command has for itself.
_OWN = ("where", "lang", "out")


def command(analysis: Analysis) -> click.Command:
    """The command of one analysis."""
    contract = analysis.contract
    leading = [each for each in contract.parameters if each.leading]
    phrase = _phrase(leading)

    def ask(where: str, lang: Lang, out: Output, **given: Any) -> None:
        location = opened(where, meanwhile=analysis.load)
        values = {name.removeprefix("_"): value for name, value in given.items()}
        if phrase:
            values[phrase] = " ".join(values[phrase])
        with progress(time_left=True) as report:
            answer = run(location, contract.name, values, lang=lang, report=report)
        say(*(spelled(each.parts, spell) for each in answer.notes))
        out.write(answer, lang)

    function: Callable[..., Any] = ask
    others = _NETWORK_FILES if analysis.network else _DOCUMENTS if analysis.document else {}
    function = output_options(pictures=analysis.draws, others=others)(function)
    function = lang_option("labels")(function)
    for each in reversed([each for each in contract.parameters if not each.leading]):
        function = parameter_option(each, _words(contract, each.description))(function)
    if any(each.name == "network" for each in contract.parameters):
        function = queries_option(function)
    function = graph_option(function)
    for each in reversed(leading):
        function = _argument(each, each.name == phrase)(function)
    function.__doc__ = _help(contract)
    return click.command(contract.name, cls=Command)(function)


def _phrase(leading: list[Parameter]) -> str | None:
    """The parameter that takes all that is typed as one text, with or without quotes around it: a
    name or some words, where nothing else could be meant."""
    if len(leading) != 1 or leading[0].many or leading[0].values:
        return None
    return leading[0].name


def _argument(parameter: Parameter, phrase: bool) -> Callable[..., Any]:
    metavar = f"[{parameter.metavar}]..." if parameter.many else parameter.metavar
    return click.argument(
        f"_{parameter.name}",
        metavar=metavar,
        required=parameter.required,
        nargs=-1 if parameter.many or phrase else 1,
        shell_complete=completing.of(parameter.values) if parameter.values else None,
    )


def _help(contract: Contract) -> str:
    return "\n\n".join(
        _words(contract, text) for text in (contract.question, contract.description) if text
    )


def _words(contract: Contract, text: str) -> str:
    """A text of the contract with the names of parameters as one types them here."""
    names = {each.name: each for each in contract.parameters}

    def named(match: re.Match[str]) -> str:
        parameter = names.get(match[1])
        if parameter is None:
            return match[1]
        return parameter.metavar if parameter.leading else option(parameter.name)

    return re.sub(r"`(\w+)`", named, text)


for _analysis in ANALYSES.values():
    cli.add_command(command(_analysis))
