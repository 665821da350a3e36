"""The options that several commands share, and the checks of their values.

A value is checked against a registry when it comes, not when the program starts, so that `--help`
answers at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import option
from clustergraph.languages import LANGUAGES
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import FILTERS, Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clustergraph.graph.location import Location, Report
    from clustergraph.measures.projection import Incidence
    from clustergraph.measures.ties import Ties


def known(what: str, load: Callable[[], Iterable[str]]) -> Callable[..., Any]:
    """A check against a registry that is read when a value comes, not when the program starts."""

    def check(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        from clustergraph.terms import unknown

        for name in value if isinstance(value, tuple) else (value,):
            names = list(load())
            if name not in names:
                raise unknown(what, name, names)
        return value

    return check


def network_names() -> Iterable[str]:
    """The networks that queries/network/ defines."""
    from clustergraph.questions.queries import networks

    return networks()


def archives() -> Iterable[str]:
    """What `fetch` can download."""
    from clustergraph.sources.fetch import ARCHIVES

    return ARCHIVES


def templates() -> Iterable[str]:
    """The tables that `template` can write."""
    from clustergraph.sources.template import TEMPLATES

    return TEMPLATES


def measure_ids() -> Iterable[str]:
    """The centrality measures."""
    from clustergraph.measures.registry import MEASURES

    return list(MEASURES)


def step_kinds() -> Iterable[str]:
    """The kinds of step of `evolution`."""
    from clustergraph.answers.evolution import STEPS

    return STEPS


def engines() -> Iterable[str]:
    """What can compute the measures."""
    from clustergraph.measures.registry import ENGINES

    return ENGINES


def weightings() -> Iterable[str]:
    """What the weight of a tie can count."""
    from clustergraph.measures.projection import WEIGHTINGS

    return WEIGHTINGS


_TIMEOUT = "clustergraph.timeout"


def _remember(ctx: click.Context, param: click.Parameter, value: float) -> None:
    ctx.meta[_TIMEOUT] = value


def graph_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--graph WHERE`, an argument of the command, and `--timeout`, which `opened` reads."""
    graph = click.option(
        "--graph",
        "where",
        envvar="CLUSTERGRAPH_GRAPH",
        default="graph",
        show_default=True,
        show_envvar=True,
        metavar="WHERE",
        help="A graph folder, an RDF file, or the https address of a SPARQL endpoint.",
    )
    return graph(timeout_option(command))


timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    expose_value=False,
    callback=_remember,
    help="How long an endpoint may take for one answer.",
)
network_option = click.option(
    "--network",
    default="partners",
    show_default=True,
    metavar="NAME",
    callback=known("network", network_names),
    help="What counts as a tie: a query under queries/network/.",
)


def format_option(*names: str) -> Callable[[Any], Any]:
    """The `--format` option; the first name is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )


def lang_option(what: str) -> Callable[[Any], Any]:
    """`--lang`, the language of what is written."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=LANGUAGES[0],
        show_default=True,
        help=f"The language of {what}.",
    )


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


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose a network and its ties; the command gets them as `chosen`."""

    @wraps(command)
    def run(*args: Any, network: str, weighting: str, stable: int, **kwargs: Any) -> Any:
        filters = Filters(**{name: kwargs.pop(name) for name in FILTERS})
        return command(*args, chosen=Chosen(Choice(network, filters, weighting, stable)), **kwargs)

    options = [network_option, *_filter_options(), *_weight_options()]
    for each in reversed(options):
        run = each(run)
    return run


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
        callback=known("weighting", weightings),
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


def opened(where: str, report: Report = lambda stage, share: None) -> Location:
    """The graph that `--graph` names; `report` is told how far the fetching from a server is."""
    from clustergraph.graph.location import open_graph

    return open_graph(where, timeout=timeout(), report=report)


def timeout() -> float:
    """The seconds that `--timeout` gives an endpoint for one answer."""
    seconds: float = click.get_current_context().meta[_TIMEOUT]
    return seconds
