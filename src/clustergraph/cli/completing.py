"""What a shell offers while one types: names of questions, parameters, measures and networks.

Knows registries by what loads them, each read when the shell asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def of(load: Callable[[], Iterable[str]]) -> Complete:
    """The names of a registry that begin with what was typed."""
    return lambda ctx, param, begun: [name for name in load() if name.startswith(begun)]


def listed(load: Callable[[], Iterable[str]]) -> Complete:
    """The same for names with commas between: what was typed before the last comma stays."""

    def complete(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
        before, comma, last = begun.rpartition(",")
        return [f"{before}{comma}{name}" for name in load() if name.startswith(last)]

    return complete


def questions() -> Iterable[str]:
    """The saved questions, one's own among them."""
    from clustergraph.questions import queries

    return queries.saved()


def everything() -> Iterable[str]:
    """The questions and the analyses."""
    from clustergraph.answers.registry import ANALYSES

    return [*questions(), *ANALYSES]


def measures() -> Iterable[str]:
    """The measures, and `community`, which files take too."""
    from clustergraph.measures.registry import MEASURES
    from clustergraph.networks.drawn import COMMUNITY

    return [*MEASURES, COMMUNITY]


def profiles() -> Iterable[str]:
    """The vocabularies that triples can be written in."""
    from clustergraph.networks import export

    return export.profiles()


def values(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """`NAME=` of the parameters of the question that was typed before, and their values where
    there are only some."""
    from clustergraph.errors import ClustergraphError
    from clustergraph.questions import queries

    try:
        # An option without its value is as far as click reads: the rest is left over.
        name = ctx.params.get("name") or next(iter(ctx.args), "")
        parameters = queries.named(name).parameters
    except ClustergraphError:
        return []
    offered = [
        f"{each.name}={value}"
        for each in parameters
        for value in (each.values() if each.values else ("",))
    ]
    return [text for text in offered if text.startswith(begun)]
