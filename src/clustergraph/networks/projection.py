"""From the rows of a network to its participations and ties.

Pairs are never joined in SPARQL or Python: `measures.projection` multiplies matrices. Of attributes
this module knows only that filters choose rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.errors import RequestError
from clustergraph.measures.projection import WEIGHTINGS, Incidence, project
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.networks import participations, reading
from clustergraph.networks.filters import Filters, kept
from clustergraph.terms import unknown

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.questions.queries import Query


def incidence(
    location: Location, network: str | Query = "partners", filters: Filters | None = None
) -> Incidence:
    """The members × activities matrix of a network, of what the filters leave.

    Raises RequestError for an unknown network or filter value, for a network of direct ties, and
    where the filters leave nothing.
    """
    rows = participations.participations(location, network)
    return _incidence(kept(location, rows, filters or Filters(), _name(network)))


def ties(
    location: Location,
    network: str | Query = "partners",
    filters: Filters | None = None,
    *,
    weighting: str = "shared",
    stable: int = 1,
) -> Ties:
    """The ties of a network, of what the filters leave.

    `weighting` is an entry of WEIGHTINGS. `stable` keeps the ties with that many shared
    activities or more, whatever the weighting; members that lose all ties stay as nodes. Direct
    ties (?source ?target) keep the weights that their query gives, which `stable` compares.
    Newman's weights take the members of an activity that the filters leave. Errors as `incidence`.
    """
    if weighting not in WEIGHTINGS:
        raise unknown("weighting", weighting, WEIGHTINGS)
    if stable < 1:
        raise RequestError(f"--stable {stable}: give a number of shared activities from 1 on")
    rows = participations.rows(location, network)
    left = kept(location, rows, filters or Filters(), _name(network))
    if "through" in left.columns:
        found = _incidence(left)
        matrix = project(found.matrix, weighting, stable)
        return Ties(found.members, matrix, _name(network), weighting)
    if weighting != "shared":
        raise RequestError(
            f"the network '{_name(network)}' consists of direct ties: only --weighting shared fits"
        )
    return _direct(left, _name(network), stable)


def _incidence(rows: pl.DataFrame) -> Incidence:
    import numpy as np
    from scipy import sparse

    members, at = _codes(rows["member"])
    throughs, of = _codes(rows["through"])
    matrix = sparse.csr_array(
        (np.ones(len(rows), dtype=np.int32), (at, of)), shape=(len(members), len(throughs))
    )
    matrix.sort_indices()
    return Incidence(members, throughs, matrix)


def _codes(values: pl.Series) -> tuple[tuple[str, ...], Any]:
    """The distinct values, sorted, and the place of each value among them."""
    import numpy as np
    import polars as pl

    distinct = values.unique().sort()
    at = pl.DataFrame({"value": distinct, "at": np.arange(len(distinct))})
    codes = values.to_frame("value").join(at, on="value", how="left", maintain_order="left")["at"]
    return tuple(distinct.to_list()), codes.to_numpy()


def _direct(rows: pl.DataFrame, name: str, stable: int) -> Ties:
    network = reading.tie(reading.Tie(*row) for row in rows.iter_rows())
    found = from_networkx(network)
    if stable > 1:
        found.weights.data[found.weights.data < stable] = 0
        found.weights.eliminate_zeros()
    return Ties(found.nodes, found.weights, name, dropped=network.graph["dropped"])


def _name(network: str | Query) -> str:
    return network if isinstance(network, str) else network.name
