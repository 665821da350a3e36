"""The graph and its networks as files for other tools: one format an extension.

Triple formats hold the whole graph; network formats hold one network, its nodes with label, kind,
class and country, its ties with weight, years and reasons. The same graph gives the same bytes.
Knows formats, not what the graph is about.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from heapq import merge
from typing import TYPE_CHECKING

from clustergraph import resources
from clustergraph.errors import OutputError, ParameterName, RequestError
from clustergraph.formats import quads, triples
from clustergraph.formats.networks import gexf, graphml, model, registry
from clustergraph.formats.output import compressed, write_bytes, write_together
from clustergraph.graph.progress import silent, watched
from clustergraph.networks import origins
from clustergraph.networks.choice import Choice
from clustergraph.networks.described import describe
from clustergraph.networks.flattened import Detail, flatten
from clustergraph.networks.part import Part
from clustergraph.questions import queries
from clustergraph.terms import unknown, unknown_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import networkx as nx

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang, Text

    Writer = Callable[[Location, Path, "Wanted", Report], "Exported"]
    Make = Callable[[Location, triples.Read], Iterator[bytes]]
    NetworkFile = Callable[[nx.Graph[str]], bytes]

PACKED = ".gz"


@dataclass(frozen=True)
class Exported:
    """The files written and how much they hold: `triples`, or `nodes` and `ties`. unjudged: what
    filters could not judge, a sentence each."""

    paths: tuple[Path, ...]
    counts: dict[str, int]
    unjudged: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What is chosen, what is said of it, and in which language."""

    choice: Choice
    part: Part
    detail: Detail
    lang: Lang
    profile: str = ""


def profiles() -> list[str]:
    """The vocabularies that a graph can be written in: queries in queries/profiles/."""
    return sorted(path.stem for path in (resources.queries_dir() / "profiles").glob("*.rq"))


def export(
    location: Location,
    path: Path,
    *,
    choice: Choice | None = None,
    part: Part | None = None,
    detail: Detail | None = None,
    profile: str = "",
    lang: Lang = "en",
    report: Report = silent,
) -> Exported:
    """Write a graph, or one network of it, in the format of the extension of `path`; with .gz
    after it, compressed.

    `choice` is what a network format holds, by default the network of everything, and of that
    `part`; labels are in `lang`, and `detail` is what is said beyond that. `profile`, an entry of
    `profiles()`, writes triples in the terms of another vocabulary, without those that it has no
    words for. `report(stage, share)` gets the progress, of each reading from 0 to 1. Raises
    RequestError for an unknown extension, choice or profile, and for a choice from what is written
    whole, OutputError where the file cannot be written or its format cannot hold the graph.
    """
    plain = path.with_suffix("") if path.suffix.lower() == PACKED else path
    write = WRITERS.get(plain.suffix.lower())
    if write is None:
        raise unknown_format(path, plain.suffix, WRITERS)
    if profile and profile not in profiles():
        raise unknown("profile", profile, profiles())
    chosen = choice or Choice("everything")
    wanted = Wanted(chosen, part or Part(), detail or Detail(), lang, profile)
    return write(location, path, wanted, report)


def _packed(path: Path, chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The chunks of a file, compressed where its name says so."""
    return compressed(chunks) if path.suffix.lower() == PACKED else chunks


def _graph_writer(make: Make) -> Writer:
    """A writer of the whole graph and its description."""

    def write(location: Location, path: Path, wanted: Wanted, report: Report) -> Exported:
        whole = wanted.choice == Choice(wanted.choice.network) and wanted.part == Part()
        if not whole or wanted.detail != Detail() or not isinstance(wanted.choice.network, str):
            known = " ".join(registry.WRITERS)
            raise RequestError(
                f"{path}: a file of triples holds the whole graph; choose from it for {known}"
            )
        said, total = _said(location, wanted.profile)
        counted = [0]

        def read() -> Iterator[str]:
            counted[0] = 0
            for line in watched(said(), total, partial(report, "triples")):
                counted[0] += 1
                yield line

        write_bytes(path, _packed(path, make(location, read)))
        return Exported((path,), {"triples": counted[0]})

    return write


def _said(location: Location, profile: str) -> tuple[triples.Read, int]:
    """What reads the triples that a file gets, all or those in the terms of a profile, and about
    how many they are."""
    if not profile:
        return location.whole, location.count()
    query = queries.query(location, queries.shipped("profiles", profile))
    assert isinstance(query, list)
    # Two sorted runs, of other terms each.
    found = list(merge(map(triples.line, query), map(triples.line, location.description())))
    return lambda: found, len(found)


def _triples(form: triples.Format) -> Make:
    return lambda location, read: form.write(read)


def _quads(write: Callable[[triples.Read, quads.Graphs], Iterator[bytes]]) -> Make:
    """One graph a source, and one for what the graph says of itself."""

    return lambda location, read: write(read, origins.origins(location))


def _network_writer(files: dict[str, registry.Write]) -> Writer:
    """A writer of a network, from what to write beside which ending of the file's name."""

    def write(location: Location, path: Path, wanted: Wanted, report: Report) -> Exported:
        if wanted.profile:
            raise RequestError(f"{path}: ", ParameterName("profile"), " is for files of triples")
        paths = _paths(path, files)
        # One file after the other: what is read fills the first half of the bar.
        found = describe(
            location, wanted.choice, wanted.lang,
            lambda stage, share: report(stage, share / 2), wanted.part,
        )  # fmt: skip
        network = flatten(location, found, wanted.detail, wanted.lang)

        def made() -> Iterator[tuple[Path, Iterable[bytes]]]:
            for number, (place, chunks) in enumerate(zip(paths, files.values(), strict=True)):
                report("writing", (1 + number / len(files)) / 2)
                yield place, _packed(place, chunks(network))

        with _within(paths[0].parent if _folded(files) else None):
            write_together(made())
        counts = {"nodes": len(network.nodes), "ties": len(network.ties)}
        return Exported(paths, counts, found.unjudged)

    return write


@contextmanager
def _within(folder: Path | None) -> Iterator[None]:
    """With a folder made for the files where one is named, which goes where they do not come."""
    made = folder is not None and _make(folder)
    try:
        yield
    except BaseException:
        if folder and made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _paths(path: Path, files: Iterable[str]) -> tuple[Path, ...]:
    """Where each file goes: beside the one that is named, or into the folder of that name."""
    packed = path.suffix.lower() == PACKED
    plain = path.with_suffix("") if packed else path
    if _folded(files):
        names = [ending[1:] for ending in files]
        _free(plain, names)
        plain = plain / "_"
    else:
        names = [f"{plain.stem}{ending}" if ending else plain.name for ending in files]
        if path.is_dir():
            raise OutputError(f"{path} is a folder: name a file to write")
    return tuple(plain.with_name(f"{name}{path.suffix if packed else ''}") for name in names)


def _folded(files: Iterable[str]) -> bool:
    return all(ending.startswith("/") for ending in files)


def _free(folder: Path, ours: Sequence[str]) -> None:
    """Raises OutputError where a folder cannot be made, or holds what is not written here."""
    if not folder.exists():
        if not folder.parent.is_dir():
            raise OutputError(f"cannot write {folder}: there is no folder {folder.parent}")
        return
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file: name a new or an empty folder")
    known = {f"{name}{end}" for name in ours for end in ("", PACKED)}
    others = sorted(each.name for each in folder.iterdir() if each.name not in known)
    if others:
        raise OutputError(f"{folder} holds {others[0]} already: name a new or an empty folder")


def _make(folder: Path) -> bool:
    """Whether the folder was not there before."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error
    return True


def _one_network(write: registry.Write) -> NetworkFile:
    return lambda graph: b"".join(write(model.from_networkx(graph).cleaned()))


# One entry an extension of a file that holds one network.
NETWORK_FILES: dict[str, NetworkFile] = {
    "gexf": _one_network(gexf.gexf),
    "graphml": _one_network(graphml.graphml),
}
# One entry an extension: what writes a location to a path; network formats use what is chosen.
WRITERS: dict[str, Writer] = {
    **{f".{form.extension}": _graph_writer(_triples(form)) for form in triples.WRITERS.values()},
    **{f".{ending}": _graph_writer(_quads(write)) for ending, write in quads.WRITERS.items()},
    **{ending: _network_writer(files) for ending, files in registry.WRITERS.items()},
}
