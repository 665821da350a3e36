"""Sources in, graph folder out: the only writer of graph folders.

A new build is made beside the present one and comes into force when the manifest is replaced,
in one step of the file system; killed before that, the old graph still answers.
"""

from __future__ import annotations

import gc
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox
from isal import isal_zlib

from clustergraph import sources
from clustergraph._version import __version__
from clustergraph.building import description, loading, place
from clustergraph.errors import OutputError, ParameterName, RequestError, SourceError
from clustergraph.formats import output, tables
from clustergraph.garbage import uncollected
from clustergraph.graph import engines, folder, heap
from clustergraph.sources import decisions, emit, identity
from clustergraph.sources.gathering import Gathering, Reading, undecided
from clustergraph.sources.origin import origin
from clustergraph.sources.reading import Reject, Tally
from clustergraph.terms import PREFIXES, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

# Packs N-Triples as small as level 1 of zlib in a quarter of its time.
_GZIP_LEVEL = 2
_GZIP_HEADER = 31
# Pieces of the graph written at once: some megabytes.
_BATCH = 1_000
# After so many of them the system gets back what they were.
_GIVEN_BACK = 100
# Lines: of fewer, to start a process for the engine takes longer than is gained.
_LARGE = 1_500_000
_TYPED = re.compile(rf"> <{re.escape(emit.TYPE)}> <([^>]+)> \.\n".encode())
# The share of a build that reading takes, for who watches.
_READ = 0.5


class Report(Protocol):
    """Hears of progress: the stage that begins, and the share of the work done so far."""

    def __call__(self, stage: str, share: float, /) -> None: ...


def _unheard(stage: str, share: float) -> None:
    return


def _ignored(pieces: Sequence[bytes]) -> None:
    return


def _nothing(cache: Path) -> AbstractContextManager[Hear]:
    return nullcontext(_ignored)


Ask = Callable[[identity.Namesake], bool | None]
# What is made of the pieces of a graph, one a subject, for readers of it to find in their cache:
# what it gives is called once, and does its work while the graph is written. It keeps few of them,
# for the engine takes much memory.
Hear = Callable[["Sequence[bytes]"], None]
Alongside = Callable[[Path], "AbstractContextManager[Hear]"]


@dataclass(frozen=True)
class Request:
    """One source to read: its registry entry, its path, whether the user gave the path, and the
    record of its download, if it has one."""

    source: sources.Source
    path: Path
    given: bool
    fetched: dict[str, Any] | None = None


@dataclass(frozen=True)
class Gathered:
    """All that was read, and how every row ended."""

    gathering: Gathering
    entries: list[folder.SourceEntry] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[Reject] = field(default_factory=list)


def source(text: str) -> tuple[str, Path]:
    """The name of a source and its path, as people write them; RequestError for another text."""
    name, equals, path = text.partition("=")
    if not equals or not path:
        raise RequestError(f"'{text}' is not SOURCE=PATH (such as rdf=our-facts.ttl)")
    return name, Path(path)


def build(
    given: Sequence[tuple[str, Path]],
    where: Path,
    engine: str = engines.DEFAULT,
    report: Report = _unheard,
    *,
    allow_empty: bool = False,
    ask: Ask = undecided,
    alongside: Alongside = _nothing,
) -> folder.Manifest:
    """Read the curated facts and the given (source name, path) pairs into a graph folder.

    Unless `allow_empty`, a given source must bring something, and no group of its columns (money,
    places, dates, identifiers) may have gone unread. `report` gets each stage as it begins,
    with the share of the work done (0 to 1); `ask` hears of each organisation of a table that is
    called like a known one, and says whether they are one, or None where nobody knows yet;
    `alongside` gets the cache of the new build, and in order the pieces of all that was read,
    without what sources together say of organisations and places.

    Returns the manifest of the new build. Raises
    RequestError for an unknown source, SourceError for a broken file, GraphError where another
    build holds the lock, OutputError where the folder cannot be written; in each case the present
    build stays.
    """
    memory: dict[str, Any] = {}
    requests = _requests(given, memory)
    with place.locked(where), uncollected():
        place.clean(where)
        # Where there is a graph to lose, a source without rows is refused as well.
        least = None if allow_empty else int(not (where / folder.MANIFEST).is_file())
        gathered = _gather(requests, Gathering(memory=memory, ask=ask), report, least)
        try:
            manifest = _make(where, gathered, engine, report, alongside)
            output.write_bytes(where / folder.MANIFEST, [manifest.to_json()])
        except OSError as error:
            raise OutputError(f"cannot write {where}: {error.strerror or error}") from error
        finally:
            place.clean(where)
    return manifest


def _requests(given: Sequence[tuple[str, Path]], memory: dict[str, Any]) -> list[Request]:
    """What to read, in the order in which a later source can build on an earlier one."""
    always = [Request(source, find(), False) for source, find in sources.ALWAYS.values()]
    for name, path in given:
        if name not in sources.SOURCES:
            raise unknown("source", name, sources.SOURCES)
        _readable(path)
    found = always
    for source in sources.SOURCES.values():
        paths = sorted((path for name, path in given if name == source.name), key=str)
        ordered = source.order(paths, memory) if source.order else paths
        found += [Request(source, path, True, origin(path)) for path in ordered]
    return found


def _readable(path: Path) -> None:
    """Refuse what is not there, and what is read without an end or only once (a pipe)."""
    try:
        if not path.exists():
            raise SourceError(f"{path}: no such file or folder")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from None
    if not path.is_file() and not path.is_dir():
        raise SourceError(f"{path}: neither a file nor a folder; save what it holds as a file")


def _gather(
    requests: list[Request], gathering: Gathering, report: Report, least: int | None
) -> Gathered:
    """Read every source; curated facts first, because identifiers in them name the others'.

    From `least` rows on, a given source must bring something; None where it need not.
    """
    found = Gathered(gathering)
    ended: list[tuple[Request, Reading, str, int]] = []
    for number, request in enumerate(requests):
        report(f"reading {request.source.name}", _READ * number / len(requests))
        if request.source.rows and not gathering.organisations.ready:
            gathering.decided = identity.taken(*gathering.decisions)
            gathering.prepare(gathering.decided.same)
        before = gathering.size()
        try:
            checksum = sources.checksum(request.path)
        except OSError as error:
            raise SourceError(f"{request.path}: cannot be read ({error.strerror})") from None
        dataset = folder.dataset(request.source.name, checksum)
        reading: Reading = request.source.read(request.path, dataset, gathering)
        if request.source.rows:
            gathering.lines.extend(_dataset(dataset, request.source, reading.release))
        if request.given and least is not None:
            _refuse_empty(request, reading.tally, least)
        ended.append((request, reading, checksum, gathering.size() - before))
    if not gathering.organisations.ready:
        gathering.decided = identity.taken(*gathering.decisions)
        if gathering.decisions:
            gathering.organisations.prepare(gathering.lines, gathering.decided.same)
    decisions.look_back(gathering)
    for each in ended:
        tally = each[1].tally
        found.entries.append(_entry(*each))
        found.rejects.extend(tally.rejects)
        found.remarks.extend([*tally.remarks, *tally.unknown])
    # At full size a tenth of all that is in memory.
    gathering.memory.clear()
    gathering.engaged.clear()
    found.entries.sort(key=_place)
    return found


def _place(entry: folder.SourceEntry) -> tuple[int, str]:
    """Where an entry stands in the manifest, in whichever order paths were read."""
    names = [*sources.ALWAYS, *sources.SOURCES]
    return names.index(entry.name), entry.path or ""


def _refuse_empty(request: Request, tally: Tally, least: int) -> None:
    """Raise SourceError for a source that lost what it is about."""
    way_out = "; to build even so: ", ParameterName("allow_empty")
    if lost := tally.lost():
        raise SourceError(lost[0], *way_out)
    # A file of decisions may hold candidates only.
    judged = tally.read >= least and request.source.name != "decisions"
    if judged and not tally.kept + tally.repeated + tally.replaced:
        first = f"; the first: {tally.rejects[0].told}" if tally.rejects else ""
        raise SourceError(
            f"{request.path}: nothing kept of {tally.read:,} records of {request.source.name}"
            f"{first}{'' if least else '; the present graph stays'}",
            *way_out,
        )


def _unknown(tally: Tally) -> str:
    """The columns that a reader did not know, by file."""
    files: dict[str, list[str]] = {}
    for one in tally.unknown:
        files.setdefault(one.file.replace("\\", "/").rpartition("/")[2], []).append(one.column)
    return "; ".join(f"{file}: {', '.join(columns)}" for file, columns in files.items())


def _dataset(iri: str, source: sources.Source, release: str) -> Iterator[str]:
    """The node that stands for one release of a source, which all that it brought points to."""
    label = f"{source.title}, {release}" if release else source.title
    yield emit.line(iri, emit.TYPE, emit.iri(f"{PREFIXES['dcat']}Dataset"))
    yield emit.line(iri, emit.LABEL, emit.text(label))
    yield emit.line(iri, f"{PREFIXES['dcterms']}license", emit.iri(description.licence(source)))
    if release:
        yield emit.line(iri, f"{PREFIXES['dcat']}version", emit.text(release))


def _entry(request: Request, reading: Reading, checksum: str, triples: int) -> folder.SourceEntry:
    tally = reading.tally
    rejected = len(tally.rejects)
    accounted = tally.kept + tally.repeated + tally.replaced + rejected
    assert tally.read == accounted, f"rows lost: {tally}"
    return folder.SourceEntry(
        name=request.source.name,
        title=request.source.title,
        path=str(request.path) if request.given else None,
        release=reading.release,
        licence=request.source.licence,
        checksum=checksum,
        read=tally.read,
        kept=tally.kept,
        repeated=tally.repeated,
        replaced=tally.replaced,
        rejected=rejected,
        remarks=len(tally.remarks),
        triples=triples,
        fetched=request.fetched,
        unknown=_unknown(tally),
    )


def _make(
    where: Path, gathered: Gathered, engine: str, report: Report, alongside: Alongside
) -> folder.Manifest:
    """Write the graph and its index into a new build folder, not yet in force."""
    with place.begun(where) as beside:
        build_id, triples, classes = _fill(beside, gathered, engine, report, alongside)
        told = description.described(build_id, triples, classes, gathered.entries)
        (beside / folder.ABOUT_FILE).write_text("".join(told), encoding="utf-8", newline="\n")
        target = where / place.free_name(where, f"{folder.BUILD_PREFIX}{build_id[:12]}-{engine}")
        manifest = folder.Manifest(
            format=folder.FORMAT,
            build_id=build_id,
            triples=triples,
            folder=target.name,
            engine=engine,
            engine_version=engines.ENGINES[engine].version(),
            clustergraph=__version__,
            ontology=__version__,
            sources=tuple(gathered.entries),
            files=folder.entries(beside),
        )
        beside.rename(target)
    return manifest


def _fill(
    beside: Path, gathered: Gathered, engine: str, report: Report, alongside: Alongside
) -> tuple[str, int, dict[str, int]]:
    """Write the files of a build; its id, its number of triples, and of things by class."""
    lines, index = beside / place.PLAIN, beside / folder.INDEX
    with alongside(beside / folder.CACHE) as hear:
        report("sorting", _READ)
        hear(gathered.gathering.settle())
        large = gathered.gathering.size() >= _LARGE
        pieces = gathered.gathering.finish()
        gc.collect()
        report("writing the graph", 0.6)
        with loading.made(engine, lines, index, large=large) as file:
            written = _write(pieces, beside / folder.GRAPH_FILE, file)
            report("making the index", 0.7)
    for name, listed in ((folder.REJECTS, gathered.rejects), (folder.REMARKS, gathered.remarks)):
        (beside / name).write_bytes(_csv(listed))
    return written


def _write(pieces: list[bytes], packed: Path, plain: IO[bytes]) -> tuple[str, int, dict[str, int]]:
    """Write the pieces of a graph, packed without a name or a time, and as they are; the SHA-256 of
    what was written, how many lines it has, and how many things of each class. None is kept, for
    the engine that reads them takes memory."""
    digest, count, classes = hashlib.sha256(), 0, Counter[bytes]()
    packer = isal_zlib.compressobj(_GZIP_LEVEL, isal_zlib.DEFLATED, _GZIP_HEADER)

    def put(data: bytes) -> None:
        digest.update(data)
        classes.update(_TYPED.findall(data))
        small.write(packer.compress(data))

    with packed.open("wb") as small, ThreadPoolExecutor(2) as background:
        before: list[Future[Any]] = []
        for number, at in enumerate(range(0, len(pieces), _BATCH)):
            data = b"".join(pieces[at : at + _BATCH])
            pieces[at : at + _BATCH] = [b""] * len(pieces[at : at + _BATCH])
            if number % _GIVEN_BACK == 0:
                heap.give_back()
            count += data.count(b"\n")
            for each in before:
                each.result()
            before = [background.submit(put, data), background.submit(plain.write, data)]
        for each in before:
            each.result()
        small.write(packer.flush())
    pieces.clear()
    heap.give_back()
    return digest.hexdigest(), count, {cls.decode(): classes[cls] for cls in sorted(classes)}


def _csv(rejects: list[Reject]) -> bytes:
    """Rejected rows or values as CSV."""
    names = tuple(field.name for field in fields(Reject))
    rows = [tuple(_cell(getattr(reject, name)) for name in names) for reject in rejects]
    return tables.write(tables.Table(names, rows), "csv")


def _cell(value: str | int) -> tables.Term | None:
    # A file in a zip can bear a name that is not UTF-8.
    return ox.Literal(value if isinstance(value, int) else value.encode(errors="replace").decode())
