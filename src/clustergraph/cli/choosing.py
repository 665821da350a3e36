"""The options that choose a network and a part of it, for commands that are no analysis."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clustergraph.answers.contracts import CHOICE
from clustergraph.answers.registry import chosen
from clustergraph.cli.options import parameter_option, queries_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.networks.choice import Choice


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


def part_options(top: int | None, words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a part of what is chosen: `--query` changes the `choice` that the command
    gets, `--top` and `--backbone` come as they are. `top` is the default and `words` says which
    entries these are.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(choice: Choice, asked: Path | None, **given: Any) -> Any:
            from clustergraph.questions.queries import load

            made = replace(choice, network=load(asked)) if asked else choice
            return command(choice=made, **given)

        for option in (
            click.option("--backbone", is_flag=True,
                         help="Only the ties that stand out at one of their ends, as the command "
                         "`backbone` keeps them."),
            click.option("--top", type=click.IntRange(min=1), default=top,
                         show_default=top is not None, metavar="N",
                         help=f"How many entries at most: {words}, its partners, then those most "
                         "tied to them."),
            click.option("--query", "asked", type=click.Path(path_type=Path), metavar="FILE.rq",
                         help="The ties of this query instead: a SELECT of ?source ?target "
                         "[?weight ?label ?directed], or of ?member ?through, or a CONSTRUCT."),
        ):  # fmt: skip
            run = option(run)
        return run

    return decorate
