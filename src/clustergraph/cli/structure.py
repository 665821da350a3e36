"""Commands on the shape of a network: communities, backbone, network-info."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clustergraph.cli.choosing import network_options
from clustergraph.cli.options import graph_option, opened
from clustergraph.cli.output import output_options
from clustergraph.cli.printing import progress, say
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from clustergraph.cli.choosing import Chosen
    from clustergraph.cli.output import Output
    from clustergraph.measures.partition import Communities


@cli.command()
@graph_option
@network_options()
@click.option("--resolution", type=float, default=1.0, show_default=True, metavar="R",
              help="Above 1 for more and smaller communities, below 1 for fewer.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
              help="The first of the 20 seeds that are tried.")  # fmt: skip
@click.option("--members", "listed", is_flag=True, help="List the members, not the communities.")
@click.option("--top", type=click.IntRange(min=1), help="Only the first N rows.", metavar="N")
@output_options()
def communities(
    where: str,
    chosen: Chosen,
    resolution: float,
    seed: int,
    listed: bool,
    top: int | None,
    out: Output,
) -> None:
    """Find groups that work together more than chance would make them, and name each.

    By the Leiden algorithm, the best of 20 seeds; a name is what a group's activities and countries
    have more of than the whole network. `--members` tells for each member how its ties spread over
    the communities (participation) and how central it is in its own (within_degree).
    """
    from clustergraph.answers import communities as library
    from clustergraph.answers.info import credit
    from clustergraph.formats import charts
    from clustergraph.measures import partition

    location = opened(where)
    ties = chosen.ties(location)
    with progress() as report:
        found = partition.find(ties, resolution=resolution, seed=seed, report=report)
    say(_told(found))
    if listed:
        table = library.roll(location, ties, found, digits=out.digits)
    else:
        shared = library.activities(location, chosen.choice)
        table = library.communities(location, ties, found, shared, digits=out.digits)
    table = table.first(top)
    out.write(
        table,
        lambda: charts.ranking(
            table,
            f"{'Members' if listed else 'Communities'} of the network '{chosen.choice.name}'",
            subtitle=f"{chosen.told()}. {_told(found)}",
            source=credit(location),
            value="strength" if listed else "members",
            label="label" if listed else "name",
        ),
    )


def _told(found: Communities) -> str:
    sizes = found.sizes()
    many = sum(size > 1 for size in sizes)
    told = f"{many:,} {'community' if many == 1 else 'communities'} of 2 or more, "
    told += f"{len(sizes) - many:,} members alone"
    if not many:
        return told
    return (
        f"{told}; modularity {found.modularity:.4f} (resolution {found.resolution:g}), "
        f"best of {found.runs} seeds, "
        f"agreement with the others {found.agreement:.3f} (adjusted Rand index)"
    )


@cli.command()
@graph_option
@network_options()
@click.option("--alpha", type=float, default=0.05, show_default=True, metavar="P",
              help="Keep ties less probable than this; smaller keeps fewer.")  # fmt: skip
@output_options(pictures=False, others=("gexf", "graphml"))
def backbone(where: str, chosen: Chosen, alpha: float, out: Output) -> None:
    """Keep the ties that matter to one of their ends, for a picture that can be read.

    By the disparity filter: a tie stays where its share of a member's work would seldom be as
    large by chance. `-o FILE.gexf` opens in Gephi.
    """
    from clustergraph.answers import backbone as answer
    from clustergraph.measures.backbone import backbone as keep
    from clustergraph.networks import export
    from clustergraph.networks.members import members

    location = opened(where)
    found = keep(chosen.ties(location), alpha)
    say(
        f"kept at alpha {alpha:g}: {found.ties.count():,} ties ({found.count:.1%}) "
        f"with {found.weight:.1%} of the weight, between {len(found.ties):,} members "
        f"({found.nodes:.1%} of those with a tie)"
    )
    told = members(location, found.ties.nodes)
    out.write(
        answer.table(found, told, digits=out.digits),
        others={
            "gexf": lambda: export.NETWORK_FILES["gexf"](answer.to_networkx(found, told)),
            "graphml": lambda: export.NETWORK_FILES["graphml"](answer.to_networkx(found, told)),
        },
    )


@cli.command("network-info")
@graph_option
@network_options()
@click.option("--samples", type=click.IntRange(min=1), default=5, show_default=True, metavar="N",
              help="Random networks to compare the clustering with.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
              help="The seed of the first random network.")  # fmt: skip
@output_options()
def network_info(where: str, chosen: Chosen, samples: int, seed: int, out: Output) -> None:
    """Describe a network as a whole: size, components, clustering, assortativity, degrees.

    `-o FILE.svg` draws the distribution of degrees.
    """
    from clustergraph.answers import summary
    from clustergraph.answers.communities import activities
    from clustergraph.answers.info import credit
    from clustergraph.formats import charts
    from clustergraph.measures.structure import doubling

    location = opened(where)
    ties = chosen.ties(location)
    shared = activities(location, chosen.choice)
    with progress() as report:
        table = summary.network_info(
            location,
            ties,
            shared=shared,
            stable=chosen.choice.stable,
            all_ties=chosen.all_ties(location),
            samples=samples,
            seed=seed,
            report=report,
            digits=out.digits,
        )
    out.write(
        table,
        lambda: charts.distribution(
            summary.degrees(ties),
            doubling(summary.degrees(ties)),
            title=f"Degrees in the network '{chosen.choice.name}'",
            subtitle=chosen.told(),
            source=credit(location),
            axis="degree (number of partners)",
        ),
    )
