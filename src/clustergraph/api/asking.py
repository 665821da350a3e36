"""Functions that ask one graph, and those that say what can be asked."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from clustergraph.answers import asking
from clustergraph.answers import info as summary
from clustergraph.answers import reconcile as proposals
from clustergraph.errors import RequestError
from clustergraph.graph.bounds import MEMORY, TIMEOUT
from clustergraph.graph.location import Location
from clustergraph.graph.opening import open_graph
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from clustergraph.answers.answer import Answer
    from clustergraph.answers.info import Info
    from clustergraph.formats.tables import Table
    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Contract
    from clustergraph.questions.queries import Query
    from clustergraph.vocabulary.findings import Finding

    # What is given for a parameter of a saved query.
    Value = str | float | Sequence[str]


def open(
    where: str | Path = "graph", *, timeout: float = TIMEOUT, memory: int = MEMORY
) -> Location:
    """A graph folder, an RDF file, or the https address of a SPARQL endpoint, to be asked.

    `timeout` is how many seconds one answer may take, `memory` how many bytes answering may take on
    this machine. Errors are those of `clustergraph.graph.opening.open_graph`.
    """
    return open_graph(where, timeout=timeout, memory=memory)


@overload
def query(
    graph: Location, wanted: str, /, *, lang: Lang = "en", allow_remote: bool = False,
    **values: Value,
) -> Answer: ...  # fmt: skip


@overload
def query(
    graph: Location, wanted: Path, /, *, lang: Lang = "en", allow_remote: bool = False,
    **values: Value,
) -> Answer | bool | list[ox.Triple]: ...  # fmt: skip


@overload
def query(
    graph: Location, /, *, sparql: str, lang: Lang = "en", allow_remote: bool = False,
    **values: Value,
) -> Answer | bool | list[ox.Triple]: ...  # fmt: skip


def query(
    graph: Location,
    wanted: str | Path | None = None,
    /,
    *,
    sparql: Any = None,
    lang: Lang = "en",
    allow_remote: bool = False,
    **values: Value,
) -> Answer | bool | list[ox.Triple]:
    """Ask a saved query by its name, a `.rq` file by its path, or the text of a query (`sparql`),
    with values for its parameters.

    A saved query gives an Answer; so does a SELECT of your own, an ASK gives a bool, the others
    triples; of false, and of no triples, Python warns where the graph has not what the query names.
    `lang` is the language of labels, and `allow_remote` lets the query read SERVICE and
    FROM; a parameter of a query that is called like one of these can be given to
    `clustergraph.questions.queries.query` only, whose errors these are.
    """
    given = {name: _typed(value) for name, value in values.items()}
    asked = _wanted(wanted, sparql)
    found = asking.query(graph, asked, given, lang=lang, allow_remote=allow_remote)
    for each in asking.unseen(graph, asked, given, found, lang=lang):
        warnings.warn(str(each), stacklevel=2)
    return found


def _wanted(wanted: str | Path | None, sparql: str | None) -> Query:
    if (wanted is None) == (sparql is None):
        raise RequestError("give the name of a saved query, the path of a .rq file, or sparql")
    if sparql is not None:
        return queries.parse(sparql, "sparql", "sparql")
    return queries.named(str(wanted))


def _typed(value: Value) -> str | list[str]:
    """A value, or several, as a person types them."""
    if not isinstance(value, str | int | float):
        return [str(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def sparql(
    graph: Location, wanted: str | Path, /, *, allow_remote: bool = False, **values: Value
) -> str:
    """The text of a saved query or a `.rq` file with its values, to paste elsewhere."""
    given = {name: _typed(value) for name, value in values.items()}
    return queries.bound(graph, queries.named(str(wanted)), given, allow_remote=allow_remote)


def questions(*, lang: Lang = "en") -> Answer:
    """The saved questions: name, question, parameters."""
    return asking.catalogue(lang)


def describe(name: str) -> Contract:
    """What a saved query or an analysis asks for and answers; `.schema()` is JSON Schema.

    Raises Error with the nearest names where there is none of that name.
    """
    return asking.describe(name)


@overload
def info(where: Location | str | Path = "graph", *, verify: Literal[False] = False) -> Info: ...


@overload
def info(where: Location | str | Path = "graph", *, verify: Literal[True]) -> list[str]: ...


def info(where: Location | str | Path = "graph", *, verify: bool = False) -> Info | list[str]:
    """What a graph holds: triples, entities by class, sources, completeness.

    With `verify`, what has changed in the files of a graph folder since it was built instead.
    """
    if verify:
        return summary.verify(where.where if isinstance(where, Location) else where)
    return summary.info(where if isinstance(where, Location) else open_graph(where))


def validate(graph: Location, *, lang: Lang = "en") -> list[Finding]:
    """Every problem that the shapes and rules find, the worst first, its message in `lang`."""
    from clustergraph.vocabulary import validate as library

    return library.validate(graph, lang=lang)


def reconcile(
    graph: Location,
    *,
    source: str | None = None,
    decisions: Sequence[str | Path] = (),
    accept_from: float | None = None,
) -> Table:
    """Pairs of organisations that may be one, the likeliest first, with scores and reasons.

    source: Only pairs with an organisation of this source.
    decisions: Files of your own decisions; pairs that they settle, or those that you keep in
    ~/.config/clustergraph/decisions.csv, are left out.
    accept_from: Write `same` for pairs with at least this score, 75 to 100.

    Nothing is merged: write the table as CSV, decide, and build with `decisions=FILE.csv`.
    """
    from clustergraph.building.decisions import kept
    from clustergraph.sources import identity

    files = [path for _, path in kept([("decisions", Path(path)) for path in decisions])]
    settled = identity.taken(*files)
    return proposals.reconcile(graph, source, accept_from=accept_from, decisions=settled)


def docs(subject: Literal["ontology", "rules"] = "ontology") -> str:
    """The reference of the ontology's terms as Markdown, or the rules as SHACL in Turtle."""
    from clustergraph.vocabulary import constraints, reference

    return reference.ontology() if subject == "ontology" else constraints.shapes()
