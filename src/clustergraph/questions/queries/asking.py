"""Asking a location a saved query: its text filled with values, checked, and its answer.

Knows how a query is refused before it is asked: what it lacks, is not, or would read outside the
graph. Knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import terms
from clustergraph.errors import (
    Advice,
    EndpointError,
    LimitError,
    ParameterName,
    QueryError,
    RequestError,
)
from clustergraph.formats.tables import Stream, Table
from clustergraph.graph import sparql
from clustergraph.graph.probing import optional_sums, probes
from clustergraph.graph.settled import settled
from clustergraph.questions.queries.values import TYPES
from clustergraph.questions.relabelling import relabelled
from clustergraph.questions.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import polars as pl

    from clustergraph.formats import cells
    from clustergraph.formats.tables import Row
    from clustergraph.graph.location import Location
    from clustergraph.graph.probing import Probe
    from clustergraph.languages import Lang
    from clustergraph.questions.queries.model import Query

Answer = Table | bool | list[ox.Triple]
# What is given for a parameter: one text, or several where it takes many.
Given = str | Sequence[str]
# Expressions that are looked at where an answer is empty.
_PROBES = 8
_GROUPS = re.compile(r"(WHERE|MINUS) \{")


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
        return location.ask(settled(ground))
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


def bound(
    location: Location,
    wanted: Query,
    values: Mapping[str, Given] | None = None,
    *,
    allow_remote: bool = False,
) -> str:
    """The text with its values as it would be asked, without the header: any engine takes it.

    Errors are those of `query`.
    """
    ground, _elsewhere = _ground(location, wanted, values or {}, allow_remote)
    lines = (line.rstrip() for line in ground.splitlines())
    kept = [line for line in lines if not line.lstrip().startswith(("#+", "# [[["))]
    return "\n".join([*kept, ""])


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
        answer = ask(settled(ground))
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
            f"{wanted.path}: {word} reads outside the graph",
            Advice(("; set ", ParameterName("allow_remote"), " if you trust it")),
        )
    ground = sparql.fill(wanted.text, fill(location, wanted, values))
    if not word:
        _check(location, wanted, ground)
    return ground, word is not None


@dataclass
class Seen:
    """How many rows of an answer have been read, and the columns that had no value in any."""

    rows: int = 0
    empty: set[str] = field(default_factory=set)

    @property
    def something(self) -> bool:
        """Whether there is a row, and a value in each column."""
        return bool(self.rows) and not self.empty

    def watched(self, answer: Stream) -> Stream:
        """The same rows, remembered as they are read."""
        self.empty = set(answer.columns)
        batches = None if answer.batches is None else self._counted(answer.batches)
        return Stream(answer.columns, self._watch(answer), batches)

    def _counted(self, batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for batch in batches:
            self.rows += batch.height
            values = {name: batch[name].struct.field("value") for name in self.empty}
            self.empty -= {name for name, found in values.items() if found.count()}
            yield batch

    def _watch(self, answer: Stream) -> Iterator[Row]:
        for row in answer.rows:
            self.rows += 1
            if self.empty:
                cells = zip(answer.columns, row, strict=True)
                self.empty -= {name for name, cell in cells if cell is not None}
            yield row


def erring(
    location: Location, wanted: Query, values: Mapping[str, Given], seen: Seen
) -> list[tuple[str, int, int]]:
    """The expressions of somebody's own SELECT that had no value in any row they were asked of, and
    sums of what is no number in some: with the numbers of all rows and of those that failed, where
    the answer or a column of it is empty."""
    if wanted.is_saved or seen.something or sparql.remote_word(wanted.text):
        return []
    ground, _ = _ground(location, wanted, values, False)
    found = []
    for probe in probes(settled(ground), seen.rows, seen.empty)[:_PROBES]:
        asked, fine = _probed(location, probe)
        if asked > fine and (probe.strict or not fine):
            found.append((probe.expression, asked, asked - fine))
    return found


def unstated(
    location: Location, wanted: Query, values: Mapping[str, Given]
) -> list[tuple[str, int, int]]:
    """The sums of somebody's own SELECT over what some rows have not: with the numbers of all rows
    and of those."""
    if wanted.is_saved or wanted.form != "SELECT" or sparql.remote_word(wanted.text):
        return []
    ground, _ = _ground(location, wanted, values, False)
    sums = optional_sums(settled(ground))[:_PROBES]
    told = [(probe.expression, *_probed(location, probe)) for probe in sums]
    return [(said, asked, asked - fine) for said, asked, fine in told if asked > fine]


def _probed(location: Location, probe: Probe) -> tuple[int, int]:
    """How many rows an expression was asked of, and in how many it has a value; 0 where nobody can
    tell."""
    with suppress(QueryError, EndpointError, LimitError):
        ((asked, fine),) = location.select(probe.query).rows
        return int(asked.value) if asked else 0, int(fine.value) if fine else 0
    return 0, 0


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


def columns(location: Location, wanted: Query) -> dict[str, cells.Column]:
    """The same without parameters, by columns, with the labels that the query gives."""
    if wanted.form != "SELECT":
        raise QueryError(f"{wanted.path}: must be a SELECT or CONSTRUCT query")
    ground, _elsewhere = _ground(location, wanted, {}, False)
    return location.columns(settled(ground))


def _check(location: Location, wanted: Query, ground: str) -> None:
    message = location.syntax_error(ground)
    if message:
        # The file as it stands gives the true column; but `LIMIT $n` fails only there.
        unfilled = location.syntax_error(wanted.text)
        text, message = (wanted.text, unfilled) if unfilled else (ground, message)
        raise wanted.fault(text, message)


def _ask_remote(location: Location, wanted: Query, ground: str) -> Answer:
    """Ask with rdflib, which fetches what SERVICE and FROM name; its graph is a copy in memory."""
    from clustergraph.graph.copies import ask_rdflib

    try:
        return ask_rdflib(location, ground)
    except Exception as error:  # noqa: BLE001  rdflib, urllib and parsers share no base class
        raise QueryError(f"{wanted.path}: {' '.join(str(error).split())}") from None


def of_these(wanted: Query, name: str, iris: Iterable[str]) -> str:
    """The text of a query, asked of these things alone in place of all that `?name` may be.

    Said in each of its groups: what is taken away is else asked of all things. IRIs that are none
    are left out.
    """
    block = " ".join(f"<{iri}>" for iri in iris if terms.is_absolute_iri(iri))
    return _GROUPS.sub(lambda group: f"{group[0]} VALUES ?{name} {{ {block} }}", wanted.text)


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
        if parameter.many:
            given = [part for each in given for part in listed(each)]
        if len(given) != 1 and not (parameter.many and given):
            raise RequestError(ParameterName(name, saved=True), ": give one value")
        ground[name] = ", ".join(TYPES[parameter.type](location, parameter, each) for each in given)
    return ground
