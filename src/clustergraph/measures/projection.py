"""From participations to ties: the one-mode network of members, by a sparse matrix product.

Members are tied by the activities that they share: with B the members × activities matrix, the
ties are B Bᵀ off the diagonal. Knows arrays only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from clustergraph.languages import Text

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    from clustergraph.measures.arrays import Csr

    Membership = csr_array[np.int32, tuple[int, int]]


if TYPE_CHECKING:
    Number = TypeVar("Number", np.int32, np.float64)


@dataclass(frozen=True)
class Weighting:
    """What the weight of a tie counts, in words for a reader, and who proposed it."""

    meaning: Text
    source: str


WEIGHTINGS: dict[str, Weighting] = {
    "shared": Weighting(
        Text("number of shared activities", "nombre d’activités communes"),
        "Wasserman and Faust 1994, Social Network Analysis, section 8.4",
    ),
    "newman": Weighting(
        Text(
            "shared activities, each counted 1/(members - 1), so that large consortia do not "
            "drown the rest",
            "activités communes, chacune comptant pour 1/(membres - 1), pour que les grands "
            "consortiums ne noient pas les autres",
        ),
        "Newman 2001, Physical Review E 64:016132, doi:10.1103/PhysRevE.64.016132",
    ),
}


class Incidence(NamedTuple):
    """Who takes part in what: sorted members (rows), sorted activities (columns), and a
    scipy.sparse.csr_array of int32, 1 where the member takes part."""

    members: tuple[str, ...]
    throughs: tuple[str, ...]
    matrix: Membership


def project(incidence: Membership, weighting: str = "shared", stable: int = 1) -> Csr:
    """B Bᵀ without its diagonal, as a symmetric csr_array of float64 with sorted indices.

    `incidence` is a members × activities csr_array of 0 and 1; the others as in `ties`.
    """
    import numpy as np

    from clustergraph.measures.sparse import sparse

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


def _off_diagonal(square: csr_array[Number, tuple[int, int]]) -> csr_array[Number, tuple[int, int]]:
    import numpy as np

    square.sort_indices()
    rows = np.repeat(np.arange(square.shape[0]), np.diff(square.indptr))
    square.data[rows == square.indices] = 0
    square.eliminate_zeros()
    return square
