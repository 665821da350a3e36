"""From participations to ties: the one-mode network of members, by a sparse matrix product.

Members are tied by the activities that they share: with B the members × activities matrix, the
ties are B Bᵀ off the diagonal. Pairs are never joined in SPARQL or Python. Knows nothing of
measures, and of attributes only that filters choose rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from clustergraph.errors import RequestError
from clustergraph.network import participations, reading
from clustergraph.network.filters import Filters, kept
from clustergraph.network.ties import Ties, from_networkx
from clustergraph.terms import unknown

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph import Location
    from clustergraph.queries import Query


@dataclass(frozen=True)
class Weighting:
    """What the weight of a tie counts, as a reader is told, and who proposed it."""

    meaning: str
    source: str


WEIGHTINGS: dict[str, Weighting] = {
    "shared": Weighting(
        "number of shared activities",
        "Wasserman and Faust 1994, Social Network Analysis, section 8.4",
    ),
    "newman": Weighting(
        "shared activities, each counted 1/(members - 1), so that large consortia do not drown "
        "the rest",
        "Newman 2001, Physical Review E 64:016132, doi:10.1103/PhysRevE.64.016132",
    ),
}


class Incidence(NamedTuple):
    """Who takes part in what: sorted members (rows), sorted activities (columns), and a
    scipy.sparse.csr_array of int32, 1 where the member takes part."""

    members: tuple[str, ...]
    throughs: tuple[str, ...]
    matrix: Any


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


def project(incidence: Any, weighting: str = "shared", stable: int = 1) -> Any:
    """B Bᵀ without its diagonal, as a symmetric csr_array of float64 with sorted indices.

    `incidence` is a members × activities csr_array of 0 and 1; the others as in `ties`.
    """
    import numpy as np
    from scipy import sparse

    counts = incidence.astype(np.int32)
    shared = _off_diagonal(counts @ counts.T)
    if stable > 1:
        shared.data[shared.data < stable] = 0
        shared.eliminate_zeros()
    if weighting == "shared":
        return shared.astype(np.float64)
    # An activity with one member ties nobody: its weight may be anything finite.
    sizes = np.maximum(np.bincount(counts.indices, minlength=counts.shape[1]) - 1, 1)
    scaled = counts.astype(np.float64)
    scaled.data /= sizes[scaled.indices]
    weights = _off_diagonal(scaled @ counts.astype(np.float64).T)
    if stable > 1:
        kept_ones = sparse.csr_array(
            (np.ones_like(shared.data, dtype=np.float64), shared.indices, shared.indptr),
            shape=shared.shape,
        )
        weights = weights.multiply(kept_ones).tocsr()
        weights.sort_indices()
    return weights


def _off_diagonal(square: Any) -> Any:
    import numpy as np

    square.sort_indices()
    rows = np.repeat(np.arange(square.shape[0]), np.diff(square.indptr))
    square.data[rows == square.indices] = 0
    square.eliminate_zeros()
    return square


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
