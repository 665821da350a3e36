"""Which saved queries there are: those that clustergraph ships, and those of a user's own folder.

Knows folders of `.rq` files and their names. Reads a query when it is first asked for; asks none.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import resources, terms
from clustergraph.errors import QueryError
from clustergraph.formats.tables import Row, Table
from clustergraph.graph.engines import syntax_error
from clustergraph.questions.queries.model import Query, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.languages import Lang


class _Folder(Mapping[str, Query]):
    """The queries of a folder by name, each read when it is first asked for; then those of a user's
    own folder. Of two of one name the shipped one stands, until somebody asks for it by name."""

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        self.own = {file.stem: file for file in sorted(own.glob("*.rq"))} if own else {}
        shipped = {file.stem: file for file in sorted(folder.glob("*.rq"))}
        self._files = {**shipped, **{n: f for n, f in self.own.items() if n not in shipped}}
        self.clashing = {name for name in self.own if name in shipped}
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            self._read[name] = load(self._files[name])
        return self._read[name]

    @cached_property
    def version(self) -> str:
        """A checksum of the names and texts of the queries that stand."""
        found = sha256()
        for name, file in sorted(self._files.items()):
            # One that cannot be read is told of where it is asked.
            with suppress(OSError):
                found.update(f"{name}\0{sha256(file.read_bytes()).hexdigest()}\0".encode())
        return found.hexdigest()

    def fault(self, name: str) -> QueryError | None:
        """What is wrong with the user's own query of that name, if anything."""
        if name in self.clashing:
            return QueryError(
                f"{self.own[name]}: clustergraph has '{name}' already; give the file another name"
            )
        try:
            query = self[name] if name in self.own else None
        except QueryError as error:
            return error
        message = syntax_error(query.text) if query and not query.parameters else None
        return query.fault(query.text, message) if query and message else None

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def saved() -> Mapping[str, Query]:
    """The saved questions, by name."""
    return _with_own("")


def sound() -> dict[str, Query]:
    """The saved questions without those of the user's own that are wrong, by name."""
    folder = _with_own("")
    return {
        each: folder[each] for each in folder if each not in folder.own or not folder.fault(each)
    }


def networks() -> Mapping[str, Query]:
    """The queries that say what counts as a tie, by network name."""
    return _with_own("network")


def version() -> str:
    """A checksum of the names and texts of all saved questions and networks, own ones too."""
    return sha256("".join(_with_own(name).version for name in ("", "network")).encode()).hexdigest()


def own(name: str, *, network: bool = False) -> tuple[Path, QueryError | None] | None:
    """The file of a user's own query and what is wrong with it; None where it is not one."""
    folder = _with_own("network" if network else "")
    return (folder.own[name], folder.fault(name)) if name in folder.own else None


def _with_own(name: str) -> _Folder:
    folder = resources.own_queries_dir() / name
    try:
        # Files may come and go while a program runs.
        files = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in folder.glob("*.rq")))
    except OSError as error:
        raise QueryError(f"{folder}: cannot be read ({error.strerror})") from None
    return _joined(name, folder, files)


@lru_cache(maxsize=8)
def _joined(name: str, own: Path, files: tuple[tuple[str, int], ...]) -> _Folder:
    return _Folder(resources.queries_dir() / name, own if files else None)


def shipped(folder: str, name: str) -> Query:
    """One query that clustergraph itself runs, from a subfolder of queries/."""
    return _folder(folder)[name]


@cache
def _folder(name: str) -> _Folder:
    return _Folder(resources.queries_dir() / name)


def catalogue(lang: Lang = "en") -> Table:
    """The saved queries as a table: name, question, parameters with type and default; where there
    are queries of one's own, also their files, and what is wrong with one instead of its question.
    """
    folder = _with_own("")
    rows: list[Row] = []
    for name in folder:
        file, fault = str(folder.own.get(name, "")), folder.fault(name)
        if not fault or name in folder.clashing:
            told = folder[name].question.translated(lang), _signature(folder[name])
            rows.append(tuple(map(ox.Literal, (name, *told, "" if fault else file))))
        if fault:
            rows.append(tuple(map(ox.Literal, (name, str(fault), "", file))))
    if not folder.own:
        return Table(("name", "question", "parameters"), [row[:3] for row in rows])
    return Table(("name", "question", "parameters", "own"), rows)


def _signature(query: Query) -> str:
    return ", ".join(
        f"{parameter.name}: {parameter.type}"
        + (f" = {parameter.default}" if parameter.default is not None else "")
        for parameter in query.parameters
    )


def find(name: str, among: Mapping[str, Query], what: str = "query") -> Query:
    """The query of that name; RequestError with the nearest names where there is none."""
    if name not in among:
        raise terms.unknown(what, name, among)
    fault = among.fault(name) if isinstance(among, _Folder) else None
    if fault:
        raise fault
    return among[name]


def named(text: str) -> Query:
    """The saved query of that name, or the one in a file whose path ends with `.rq`."""
    return load(Path(text)) if text.endswith(".rq") else find(text, saved())
