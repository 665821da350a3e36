"""The options that choose a network and its ties, for commands that are no analysis."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from clustergraph.answers.contracts import CHOICE
from clustergraph.answers.registry import chosen
from clustergraph.cli.options import parameter_option, queries_option

if TYPE_CHECKING:
    from collections.abc import Callable


def choice_options(
    network: str = "partners", words: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of `contracts.CHOICE`; the command gets what they choose as `choice`, and
    `--queries` says where one's own networks are.

    `network` is the one that is taken without `--network`, and `words` says what it is for.
    """
    parameters = [
        replace(each, default=network) if each.name == "network" else each for each in CHOICE
    ]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**given: Any) -> Any:
            values = {each.name: given.pop(f"_{each.name}") for each in parameters}
            return command(**given, choice=chosen(values))

        for each in reversed(parameters):
            about = words if words and each.name == "network" else each.description
            run = parameter_option(each, about)(run)
        return queries_option(run)

    return decorate
