"""Saved queries: one `.rq` file each, with a header, parameters and an answer.

Knows files under queries/, their `#+` headers (YAML, as grlc writes them) and how a value typed
by a person becomes a ground RDF term. Knows nothing of what the questions are about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from clustergraph import resources, terms
from clustergraph.errors import ParameterName, QueryError, RequestError
from clustergraph.formats.tables import Row, Stream, Table
from clustergraph.graph import sparql
from clustergraph.graph.engines import syntax_error
from clustergraph.languages import Text
from clustergraph.questions.columns import columns
from clustergraph.questions.contract import ANY, JSON_TYPES, Contract, Parameter
from clustergraph.questions.relabelling import relabelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

Answer = Table | bool | list[ox.Triple]
# What is given for a parameter: one text, or several where it takes many.
Given = str | Sequence[str]
# Values with a meaning: whatever there is, and the day of the newest release in the graph.
ANYTHING, RELEASE = "any", "release"

_EMPTY = Text("")
_HEADER = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_POSITION = re.compile(r"error at (\d+):(\d+):")


@dataclass(frozen=True)
class Query:
    """One `.rq` file: what it answers, what it asks for, and its SPARQL text; of a network also
    what it counts as a tie."""

    name: str
    title: Text
    question: Text
    parameters: tuple[Parameter, ...]
    text: str
    path: str
    counts: Text = _EMPTY
    columns: Mapping[str, Any] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        """What it asks for and answers, for every face."""
        return Contract(
            self.name, self.title, self.question, self.parameters,
            columns(self.text, self.columns, saved=self._is_saved) if self.form == "SELECT" else (),
        )  # fmt: skip

    @property
    def _is_saved(self) -> bool:
        return resources.queries_dir() in Path(self.path).parents

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return sparql.form(self.text) or ""


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
        return _located(query, query.text, message) if query and message else None

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def saved() -> Mapping[str, Query]:
    """The saved questions, by name."""
    return _with_own("")


def networks() -> Mapping[str, Query]:
    """The queries that say what counts as a tie, by network name."""
    return _with_own("network")


def own(name: str, *, network: bool = False) -> tuple[Path, QueryError | None] | None:
    """The file of a user's own query and what is wrong with it; None where it is not one."""
    folder = _with_own("network" if network else "")
    return (folder.own[name], folder.fault(name)) if name in folder.own else None


def _with_own(name: str) -> _Folder:
    folder = resources.own_queries_dir() / name
    try:
        # Files may come and go while a program runs.
        files = tuple(sorted(file.stat().st_mtime_ns for file in folder.glob("*.rq")))
    except OSError as error:
        raise QueryError(f"{folder}: cannot be read ({error.strerror})") from None
    return _joined(name, folder, files)


@lru_cache(maxsize=8)
def _joined(name: str, own: Path, files: tuple[int, ...]) -> _Folder:
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


def load(path: Path) -> Query:
    """The query in a file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error})") from None
    return parse(text, path.stem, str(path))


def parse(text: str, name: str, path: str) -> Query:
    """A query from its text; one without a header has no parameters.

    Raises QueryError where the header is wrong or `$names` and declared parameters differ.
    """
    header = _header(text, path)
    parameters = tuple(
        _parameter(str(key), value, path) for key, value in (header.get("parameters") or {}).items()
    )
    declared = {parameter.name for parameter in parameters}
    undeclared = sorted(sparql.dollar_names(text) ^ declared) if declared or header else []
    if undeclared:
        raise QueryError(
            f"{path}: parameter '{undeclared[0]}' must stand both in the header and as "
            f"${undeclared[0]} in the query"
        )
    return Query(
        name,
        _sentence(header, "title") or Text(name),
        _sentence(header, "question"),
        parameters,
        text,
        path,
        _sentence(header, "counts"),
        _columns(header, path),
    )


def _sentence(fields: dict[str, Any], name: str) -> Text:
    """The text under a key, with its French under `key@fr`; empty where there is none."""
    english, french = (" ".join(str(fields.get(key, "")).split()) for key in (name, f"{name}@fr"))
    return Text(english, french)


def _header(text: str, path: str) -> dict[str, Any]:
    import yaml

    try:
        header = yaml.safe_load("\n".join(_HEADER.findall(text))) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise QueryError(f"{path}{line}: the #+ header is not YAML") from None
    if not isinstance(header, dict) or not isinstance(header.get("parameters") or {}, dict):
        raise QueryError(f"{path}: the #+ header must be YAML keys and values")
    return header


def _parameter(name: str, value: Any, path: str) -> Parameter:
    fields = value if isinstance(value, dict) else {"type": value}
    kind = str(fields.get("type", "string"))
    if kind not in TYPES:
        raise QueryError(f"{path}: parameter {name}: type {kind} is not one of {', '.join(TYPES)}")
    default, values = fields.get("default"), fields.get("values")
    return Parameter(
        name,
        kind,
        _sentence(fields, "description"),
        None if default is None else str(default),
        fields.get("class"),
        (lambda: [str(each) for each in values]) if values else None,
        many=bool(fields.get("many")),
        anything=default == ANYTHING or bool(fields.get("any")),
    )


def _columns(header: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """What a header says of columns."""
    said = header.get("columns") or {}
    if not isinstance(said, dict) or not all(isinstance(each, dict) for each in said.values()):
        raise QueryError(f"{path}: columns in the #+ header must be names with YAML keys below")
    for name, fields in said.items():
        kind = str(fields.get("type", ANY))
        if kind not in JSON_TYPES:
            known = ", ".join(JSON_TYPES)
            raise QueryError(f"{path}: column {name}: type {kind} is not one of {known}")
    return said


def query(
    location: Location,
    wanted: Query,
    values: Mapping[str, Given] | None = None,
    *,
    allow_remote: bool = False,
    lang: Lang = "en",
) -> Answer:
    """Ask a location: a Table, a boolean, or triples, by the form of the query.

    Labels that stand beside their IRI come in `lang`, else as the query gives them.
    Raises RequestError for a parameter that is missing, undeclared or not found, QueryError
    where the text does not parse, is an update, or reads outside the graph though not allowed to.
    """
    if wanted.form == "SELECT":
        return Table.of(_rows(location, wanted, values or {}, allow_remote, lang, location.select))
    ground, elsewhere = _ground(location, wanted, values or {}, allow_remote)
    if elsewhere and not location.is_endpoint:
        return _ask_remote(location, wanted, ground)
    if wanted.form == "ASK":
        return location.ask(ground)
    asked = location.construct if wanted.form == "CONSTRUCT" else location.describe
    return asked(ground)


def stream(
    location: Location,
    wanted: Query,
    values: Mapping[str, Given] | None = None,
    *,
    allow_remote: bool = False,
    lang: Lang = "en",
) -> Stream:
    """The rows of a SELECT one after the other, for answers that no memory holds.

    Errors are those of `query`; EndpointError may also come between two rows.
    """
    return _rows(location, wanted, values or {}, allow_remote, lang, location.stream)


def _rows(
    location: Location,
    wanted: Query,
    values: Mapping[str, str | Sequence[str]],
    allow_remote: bool,
    lang: Lang,
    ask: Callable[[str], Table | Stream],
) -> Stream:
    ground, elsewhere = _ground(location, wanted, values, allow_remote)
    answer: Answer | Stream
    if elsewhere and not location.is_endpoint:
        answer = _ask_remote(location, wanted, ground)
    else:
        answer = ask(ground)
    assert isinstance(answer, Table | Stream)
    return relabelled(location, answer.stream() if isinstance(answer, Table) else answer, lang)


def _ground(
    location: Location, wanted: Query, values: Mapping[str, Given], allow_remote: bool
) -> tuple[str, bool]:
    """The text with its values, fit to be asked, and whether it reads outside the graph."""
    if not wanted.form:
        forms = ", ".join(sparql.FORMS)
        raise QueryError(f"{wanted.path}: not a query: a graph is only read, with {forms}")
    deep = sparql.too_deep(wanted.text)
    if deep:
        raise QueryError(f"{wanted.path}: {deep}")
    word = sparql.remote_word(wanted.text)
    if word and not allow_remote:
        raise QueryError(
            f"{wanted.path}: {word} reads outside the graph; set ",
            ParameterName("allow_remote"),
            " if you trust it",
        )
    ground = sparql.fill(wanted.text, fill(location, wanted, values))
    if not word:
        _check(location, wanted, ground)
    return ground, word is not None


def rows(
    location: Location,
    wanted: Query,
    values: Mapping[str, Given] | None = None,
    *,
    lang: Lang = "en",
) -> Table:
    """The answer of a query that must be a SELECT."""
    answer = query(location, wanted, values, lang=lang)
    if not isinstance(answer, Table):
        raise QueryError(f"{wanted.path}: must be a SELECT query")
    return answer


def _check(location: Location, wanted: Query, ground: str) -> None:
    message = location.syntax_error(ground)
    if message:
        # The file as it stands gives the true column; but `LIMIT $n` fails only there.
        unfilled = location.syntax_error(wanted.text)
        text, message = (wanted.text, unfilled) if unfilled else (ground, message)
        raise _located(wanted, text, message)


def _located(wanted: Query, ground: str, message: str) -> QueryError:
    """The parser's position, and the text there instead of all that it would have accepted."""
    position = _POSITION.search(message)
    if not position:
        return QueryError(f"{wanted.path}: {' '.join(message.split())}")
    line, column = int(position.group(1)), int(position.group(2))
    there = [*ground.splitlines(), ""][line - 1][max(0, column - 20) : column + 20]
    near = f"near '{there.strip()}'" if there.strip() else "at the end of the line before"
    reason = "undeclared prefix" if "Prefix not found" in message else "not valid SPARQL"
    return QueryError(f"{wanted.path}:{line}:{column}: {reason} {near}")


def _ask_remote(location: Location, wanted: Query, ground: str) -> Answer:
    """Ask with rdflib, which fetches what SERVICE and FROM name; its graph is a copy in memory."""
    from clustergraph.graph.location import ask_rdflib

    try:
        return ask_rdflib(location, ground)
    except Exception as error:  # noqa: BLE001  rdflib, urllib and parsers share no base class
        raise QueryError(f"{wanted.path}: {' '.join(str(error).split())}") from None


def fill(location: Location, wanted: Query, values: Mapping[str, Given]) -> dict[str, str]:
    """The ground SPARQL term of every parameter, from the values given and the defaults."""
    declared = {parameter.name: parameter for parameter in wanted.parameters}
    for name in values:
        if name not in declared:
            if not declared:
                raise RequestError(f"query '{wanted.name}' has no parameters, got '{name}'")
            raise terms.unknown(f"parameter of '{wanted.name}'", name, declared)
    ground = {}
    for name, parameter in declared.items():
        value = values.get(name, parameter.default)
        if value is None:
            raise RequestError(
                f"query '{wanted.name}' needs ",
                ParameterName(name, saved=True),
                f" ({parameter.type})",
            )
        given = [value] if isinstance(value, str) else list(value)
        if len(given) != 1 and not (parameter.many and given):
            raise RequestError(ParameterName(name, saved=True), ": give one value")
        ground[name] = ", ".join(TYPES[parameter.type](location, parameter, each) for each in given)
    return ground


def _iri(location: Location, parameter: Parameter, value: str) -> str:
    if value == ANYTHING and parameter.anything:
        return f"<{terms.CG}>"
    named = ParameterName(parameter.name, saved=True)
    return f"<{resolve(location, value, parameter.cls, parameter=named)}>"


def _string(location: Location, parameter: Parameter, value: str) -> str:
    known = list(parameter.values()) if parameter.values else [value]
    if value not in known:
        named = ParameterName(parameter.name, saved=True)
        raise RequestError(named, f": '{value}' is not one of {', '.join(known)}")
    return str(ox.Literal(value))


def _date(location: Location, parameter: Parameter, value: str) -> str:
    """A day; RELEASE is that of the newest release in the graph."""
    from clustergraph.questions import releases

    named = ParameterName(parameter.name, saved=True)
    if value == RELEASE == parameter.default:
        return str(ox.Literal(releases.newest(location, named, value)))
    try:
        return str(ox.Literal(date.fromisoformat(value.strip()).isoformat()))
    except ValueError:
        raise RequestError(named, f": '{value}' is not a day (such as 2025-12-31)") from None


def _matching(pattern: str, example: str) -> Callable[[Location, Parameter, str], str]:
    def ground(location: Location, parameter: Parameter, value: str) -> str:
        if not re.fullmatch(pattern, value.strip()):
            raise RequestError(
                ParameterName(parameter.name, saved=True),
                f": '{value}' is not of type {parameter.type} (such as {example})",
            )
        return value.strip()

    return ground


# One entry a type of parameter: (location, parameter, what the user typed) -> ground term.
TYPES: dict[str, Callable[[Location, Parameter, str], str]] = {
    "iri": _iri,
    "string": _string,
    "integer": _matching(r"[+-]?\d{1,18}", "25"),
    "decimal": _matching(r"[+-]?\d{1,18}\.\d+", "1000.0"),
    "year": _matching(r"\d{4}", "2020"),
    "boolean": _matching(r"true|false", "true"),
    "date": _date,
}


def resolve(
    location: Location,
    text: str,
    cls: str | None = None,
    *,
    parameter: str | ParameterName = "",
) -> str:
    """The IRI that a person means; `cls` (a CURIE) is the class or scheme it must belong to.

    Raises RequestError as `names.find`.
    """
    from clustergraph.questions import names

    return names.find(location, text, (cls,) if cls else (), parameter=parameter).iri
