"""The graph and its networks as files for other tools: one format an extension.

Triple formats hold the whole graph; network formats hold one network, its nodes with label, type,
class and country, its ties with weight and reasons. The same graph gives the same bytes. Knows
formats, not what the graph is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from clustergraph.errors import OutputError, RequestError
from clustergraph.formats import networks, triples
from clustergraph.formats.output import write_bytes
from clustergraph.graph.location import silent, watched
from clustergraph.networks.choice import Choice
from clustergraph.networks.described import describe
from clustergraph.terms import is_absolute_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import networkx as nx
    import pyoxigraph as ox

    from clustergraph.graph.location import Location, Report
    from clustergraph.languages import Lang
    from clustergraph.networks.described import Described

    Writer = Callable[[Location, Path, Choice, Report, Lang], "Exported"]
    NetworkFile = Callable[[nx.Graph[str]], bytes]

_BETWEEN = " | "


@dataclass(frozen=True)
class Exported:
    """The files written and how much they hold: `triples`, or `nodes` and `ties`."""

    paths: tuple[Path, ...]
    counts: dict[str, int]


def export(
    location: Location,
    path: Path,
    *,
    choice: Choice | None = None,
    lang: Lang = "en",
    report: Report = silent,
) -> Exported:
    """Write a graph, or one network of it, in the format of the extension of `path`.

    `choice` is what a network format holds, by default the network of everything, with labels in
    `lang`. `report(stage, share)` gets the progress, of each reading from 0 to 1. Raises
    RequestError for an unknown extension or choice, and for a choice from what is written whole,
    OutputError where the file cannot be written or its format cannot hold the graph.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        known = " ".join(WRITERS)
        raise RequestError(f"{path}: unknown format '{path.suffix}'; known are {known}")
    if path.is_dir():
        raise OutputError(f"{path} is a folder: name a file to write")
    return write(location, path, choice or Choice("everything"), report, lang)


def _graph_writer(form: str) -> Writer:
    def write(
        location: Location, path: Path, choice: Choice, report: Report, lang: Lang
    ) -> Exported:
        if choice != Choice(choice.network):
            known = " ".join(networks.WRITERS)
            raise RequestError(
                f"{path}: a file of triples holds the whole graph; choose from it for {known}"
            )
        total = location.count()

        def read() -> Iterator[ox.Triple]:
            return watched(location.triples(), total, partial(report, "triples"))

        write_bytes(path, triples.WRITERS[form].write(read))
        return Exported((path,), {"triples": total})

    return write


def _network_writer(
    files: Mapping[str, Callable[[networks.Network], Iterable[bytes]]],
) -> Writer:
    """A writer of a network, from what to write beside which ending of the file's name."""

    def write(
        location: Location, path: Path, choice: Choice, report: Report, lang: Lang
    ) -> Exported:
        # One file after the other: what is read fills the first half of the bar.
        found = describe(location, choice, lang, lambda stage, share: report(stage, share / 2))
        network = flatten(location, found, lang)
        paths = []
        for number, (ending, chunks) in enumerate(files.items()):
            report("writing", (1 + number / len(files)) / 2)
            paths.append(path.with_name(f"{path.stem}{ending}") if ending else path)
            write_bytes(paths[-1], chunks(network))
        counts = {"nodes": len(network.nodes), "ties": len(network.ties)}
        return Exported(tuple(paths), counts)

    return write


def flatten(location: Location, found: Described, lang: Lang = "en") -> networks.Network:
    """The network with plain, one-line attributes only, as GEXF and GraphML can hold.

    Reasons become two texts: their labels and their IRIs. Control characters become spaces.
    """
    import polars as pl

    keys = found.reasons.select(pl.col("reason").unique()).to_series()
    labels = location.labels(filter(is_absolute_iri, keys), lang)
    told = pl.Series("reasons", [labels.get(key, key) for key in keys], pl.String)
    worded = found.reasons.join(pl.DataFrame([keys, told]), on="reason")
    ends = ["one", "other"]
    joined = (
        worded.sort(*ends, "reason")
        .group_by(ends, maintain_order=True)
        .agg(
            pl.col("reasons").str.join(_BETWEEN),
            pl.col("reason").str.join(_BETWEEN).alias("reason_iris"),
        )
    )
    ties = found.ties.join(joined, on=ends, how="left", maintain_order="left")
    names = found.nodes["node"]
    flat = ties.select(
        names.gather(ties["one"]).alias("source"),
        names.gather(ties["other"]).alias("target"),
        "weight",
        pl.col("reasons", "reason_iris").fill_null(""),
    )
    return networks.Network(found.nodes, flat).cleaned()


def _one_network(write: Callable[[networks.Network], Iterable[bytes]]) -> NetworkFile:
    return lambda graph: b"".join(write(networks.from_networkx(graph).cleaned()))


# One entry an extension of a file that holds one network.
NETWORK_FILES: dict[str, NetworkFile] = {
    "gexf": _one_network(networks.gexf),
    "graphml": _one_network(networks.graphml),
}
# One entry an extension: what writes a location to a path; network formats use what is chosen.
WRITERS: dict[str, Writer] = {
    **{f".{form.extension}": _graph_writer(name) for name, form in triples.WRITERS.items()},
    **{ending: _network_writer(files) for ending, files in networks.WRITERS.items()},
}
