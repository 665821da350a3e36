"""The options that choose a network and its ties. Knows a `Choice` and its filters, no command."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from clustergraph.cli.options import known, network_names
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import option
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import FILTERS, Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.graph.location import Location
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.ties import Ties


@dataclass(frozen=True)
class Chosen:
    """The network that a command's options choose; making it says on stderr what was chosen."""

    choice: Choice

    def ties(self, location: Location) -> Ties:
        """Its ties."""
        from clustergraph.measures.projection import WEIGHTINGS
        from clustergraph.networks.projection import ties

        with progress() as report:
            report("reading the network", 0.0)
            found = ties(location, self.choice)
        ties_of = f"{self.choice}: {len(found):,} members, {found.count():,} ties"
        say(f"{ties_of}; weight: {WEIGHTINGS[self.choice.weighting].meaning}")
        if found.dropped.get("self_ties"):
            say(f"{found.dropped['self_ties']:,} ties of a member with itself are left out")
        if not found.count():
            say(f"the network '{self.choice.name}' has no ties in this graph")
        return found

    def all_ties(self, location: Location) -> Ties | None:
        """Its ties before `--stable` left any out; None where it leaves none out."""
        from clustergraph.networks.projection import ties

        return ties(location, replace(self.choice, stable=1)) if self.choice.stable > 1 else None

    def incidence(self, location: Location) -> Incidence:
        """Who takes part in what, whatever the weighting and `--stable`."""
        from clustergraph.networks.projection import incidence

        with progress() as report:
            report("reading the network", 0.0)
            found = incidence(location, self.choice)
        parts = f"{len(found.members):,} members, {len(found.throughs):,} activities"
        say(f"{self.choice}: {parts}, {found.matrix.nnz:,} participations")
        return found

    def told(self) -> str:
        """What was chosen, in a sentence for a chart."""
        from clustergraph.measures.projection import WEIGHTINGS

        return f"{self.choice}; weight of a tie: {WEIGHTINGS[self.choice.weighting].meaning}"


def network_options(
    network: str = "partners", help: str = "What counts as a tie: a query under queries/network/."
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that choose a network and its ties; the command gets them as `chosen`.

    `network` is the one that is taken without `--network`.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*args: Any, network: str, weighting: str, stable: int, **kwargs: Any) -> Any:
            filters = Filters(**{name: kwargs.pop(name) for name in FILTERS})
            choice = Choice(network, filters, weighting, stable)
            return command(*args, chosen=Chosen(choice), **kwargs)

        options = [
            click.option("--network", default=network, show_default=True, metavar="NAME",
                         callback=known("network", network_names), help=help),
            *_filter_options(),
            *_weight_options(),
        ]  # fmt: skip
        for each in reversed(options):
            run = each(run)
        return run

    return decorate


def _filter_options() -> list[Callable[..., Any]]:
    def parsed(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        return None if value is None else FILTERS[str(param.name)].parse(value)

    return [
        click.option(option(name), name, metavar=entry.metavar, help=entry.help, callback=parsed)
        for name, entry in FILTERS.items()
    ]


def _weight_options() -> list[Callable[..., Any]]:
    weighting = click.option(
        "--weighting",
        default="shared",
        show_default=True,
        metavar="NAME",
        help="What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).",
    )
    stable = click.option(
        "--stable",
        type=click.IntRange(min=1),
        default=1,
        metavar="N",
        help="Only ties with N or more shared activities.",
    )
    return [weighting, stable]
