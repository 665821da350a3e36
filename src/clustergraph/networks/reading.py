"""Networks: who is tied to whom, how strongly and why, as plain networkx graphs.

What counts as a tie is said by the queries in queries/network/, never here: this module sees
columns, not predicates. Nodes and ties are sorted, so that nothing computed from a network
depends on the order of loading or on the hash seed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pyoxigraph as ox

from clustergraph.errors import QueryError
from clustergraph.questions import queries
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from clustergraph.formats.tables import Row, Table, Term
    from clustergraph.graph.location import Location
    from clustergraph.questions.queries import Query

_COLUMNS = "?member ?through, or ?source ?target with ?weight and ?reason as you like"


class Tie(NamedTuple):
    """One row of direct ties; `weight` None where the query gives none."""

    source: str
    target: str
    weight: float | None = None
    reason: str | None = None


def network(
    location: Location, wanted: str | Query = "partners", lang: str = "en"
) -> nx.Graph[str]:
    """The network that a query defines, by its name in queries/network/ or as a Query.

    Nodes (IRIs) carry label, type (the label of the class), class (its IRI) and country (ISO
    3166-1 alpha-2, several separated by a space, "" where none is known); ties carry weight (a
    float) and reasons (a sorted tuple of IRIs or texts). `graph["dropped"]` counts the rows left
    out, by cause. Raises RequestError for an unknown name, QueryError for rows that are no ties.
    """
    query = (
        queries.find(wanted, queries.networks(), "network") if isinstance(wanted, str) else wanted
    )
    graph = read(queries.rows(location, query), query.path)
    graph.graph["name"] = query.name
    _describe(location, graph, lang)
    return graph


def read(table: Table, where: str) -> nx.Graph[str]:
    """The bare network of a table with columns ?member ?through, or ?source ?target …

    `where` names the query in a QueryError: wrong columns, a cell that is no IRI, a weight that
    is not a number above 0.
    """
    columns = set(table.columns)
    if columns == {"member", "through"}:
        return project(_participations(table, where))
    _check_ties(table, where)
    return tie(_ties(table, where))


def _check_ties(table: Table, where: str) -> None:
    columns = set(table.columns)
    if not {"source", "target"} <= columns <= {"source", "target", "weight", "reason"}:
        found = " ".join(f"?{name}" for name in table.columns)
        raise QueryError(f"{where}: a network needs the columns {_COLUMNS}; found {found}")


def frame(location: Location, query: Query) -> pl.DataFrame:
    """The rows of a network's query as a Polars table, checked as `read` checks them.

    Columns `member`, `through`: each pair once, sorted. Or `source`, `target`, `weight`, `reason`
    (null where the query gives none), sorted.
    """
    import polars as pl

    table = queries.rows(location, query)
    columns = set(table.columns)
    if columns == {"member", "through"}:
        pairs = list(_participations(table, query.path))
        found = pl.DataFrame(
            pairs, schema={"member": pl.String, "through": pl.String}, orient="row"
        )
        return found.unique().sort("member", "through")
    _check_ties(table, query.path)
    schema = {"source": pl.String, "target": pl.String, "weight": pl.Float64, "reason": pl.String}
    rows = list(_ties(table, query.path))
    return pl.DataFrame(rows, schema=schema, orient="row").sort(list(schema))


def project(pairs: Iterable[tuple[str, str]]) -> nx.Graph[str]:
    """Tie all members that share a thing, from (member, thing) pairs; repeated pairs count once.

    The weight of a tie is the number of things shared, its reasons are these things. A member
    that shares nothing is a node without ties. One thing of 150 members makes 11,175 ties.
    """
    rows = sorted(set(pairs))
    members = sorted({member for member, _ in rows})
    things = sorted({thing for _, thing in rows})
    graph = _empty(members)
    if not rows:
        return graph
    at = {member: index for index, member in enumerate(members)}
    of = {thing: index for index, thing in enumerate(things)}
    cells = [(at[member], of[thing]) for member, thing in rows]
    taken: list[set[int]] = [set() for _ in members]
    for member, thing in cells:
        taken[member].add(thing)
    for one, other in _sharing(cells):
        reasons = tuple(things[index] for index in sorted(taken[one] & taken[other]))
        graph.add_edge(members[one], members[other], weight=float(len(reasons)), reasons=reasons)
    return graph


def _sharing(cells: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sorted pairs of rows that have a column in common: the upper triangle of B Bᵀ."""
    import numpy as np
    from scipy import sparse

    rows, columns = zip(*cells, strict=True)
    incidence = sparse.csr_array((np.ones(len(cells), dtype=np.int64), (rows, columns)))
    shared = sparse.triu(incidence @ incidence.T, k=1, format="csr")
    shared.sort_indices()
    return zip(*(axis.tolist() for axis in shared.tocoo().coords), strict=True)


def tie(rows: Iterable[Tie]) -> nx.Graph[str]:
    """The network of direct ties; the two directions of a pair are one tie.

    Given weights add up, row by row. Without them the weight is the number of different reasons,
    or 1 where no reason is given either. Self-ties are dropped and counted; their node stays.
    """
    nodes: set[str] = set()
    weights: dict[tuple[str, str], list[float]] = {}
    reasons: dict[tuple[str, str], set[str]] = {}
    self_ties = 0
    for row in rows:
        nodes.update((row.source, row.target))
        if row.source == row.target:
            self_ties += 1
            continue
        pair = (min(row.source, row.target), max(row.source, row.target))
        weights.setdefault(pair, []).extend(() if row.weight is None else (row.weight,))
        reasons.setdefault(pair, set()).update(() if row.reason is None else (row.reason,))
    graph = _empty(sorted(nodes), self_ties)
    for pair in sorted(weights):
        # fsum is exact, so the order of the rows cannot show in the last digit.
        weight = math.fsum(weights[pair]) or float(len(reasons[pair]) or 1)
        graph.add_edge(*pair, weight=weight, reasons=tuple(sorted(reasons[pair])))
    return graph


def _empty(nodes: Iterable[str], self_ties: int = 0) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph(dropped={"self_ties": self_ties})
    graph.add_nodes_from(nodes)
    return graph


def _participations(table: Table, where: str) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(table.rows, 1):
        cells = dict(zip(table.columns, row, strict=True))
        member = _iri(cells["member"], "member", f"{where}: row {number}")
        yield member, _text(cells["through"], "through", f"{where}: row {number}")


def _ties(table: Table, where: str) -> Iterator[Tie]:
    weighted = "weight" in table.columns
    for number, row in enumerate(table.rows, 1):
        place = f"{where}: row {number}"
        cells = dict(zip(table.columns, row, strict=True))
        reason = cells.get("reason")
        yield Tie(
            _iri(cells["source"], "source", place),
            _iri(cells["target"], "target", place),
            _weight(cells["weight"], place) if weighted else None,
            None if reason is None else _text(reason, "reason", place),
        )


def _iri(cell: Term | None, column: str, place: str) -> str:
    if not isinstance(cell, ox.NamedNode):
        raise QueryError(f"{place}: ?{column} must be an IRI, found {_shown(cell)}")
    return cell.value


def _text(cell: Term | None, column: str, place: str) -> str:
    if cell is None:
        raise QueryError(f"{place}: ?{column} has no value")
    return cell.value


def _weight(cell: Term | None, place: str) -> float:
    try:
        weight = float(cell.value if isinstance(cell, ox.Literal) else "")
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight > 0):
        raise QueryError(f"{place}: ?weight must be a number above 0, found {_shown(cell)}")
    return weight


def _shown(cell: Term | None) -> str:
    return "nothing" if cell is None else str(cell)


def _describe(location: Location, graph: nx.Graph[str], lang: str = "en") -> None:
    """Give every node its label, class and country, with a few selects for all of them."""
    classes = {node: min(found, key=_own_first) for node, found in _about(location, "classes")}
    countries = {node: " ".join(sorted(found)) for node, found in _about(location, "countries")}
    kinds = {node: classes.get(node, "") for node in graph}
    labels = location.labels({*graph, *kinds.values()} - {""}, lang)
    for node, data in graph.nodes(data=True):
        data["label"] = labels[node]
        data["type"] = labels.get(kinds[node], "")
        data["class"] = kinds[node]
        data["country"] = countries.get(node, "")


def _own_first(cls: str) -> tuple[bool, str]:
    return not cls.startswith(CG), cls


def _about(location: Location, name: str) -> Iterable[tuple[str, set[str]]]:
    """The values that queries/nodes/NAME.rq gives each node, in its second column."""
    found: dict[str, set[str]] = {}
    rows: list[Row] = queries.rows(location, queries.shipped("nodes", name)).rows
    for node, value in rows:
        if node is not None and value is not None:
            found.setdefault(node.value, set()).add(value.value)
    return found.items()
