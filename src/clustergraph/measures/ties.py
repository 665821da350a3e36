"""A network as arrays, for sizes at which a networkx.Graph takes minutes and gigabytes.

Knows arrays only: nothing of RDF graphs, queries, filters or measures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

    from clustergraph.measures.arrays import Csr, Floats, Ints


@dataclass(frozen=True)
class Ties:
    """An undirected network.

    nodes: IRIs, sorted, each once, those without a tie included. weights: a symmetric
    scipy.sparse.csr_array of float64, one row a node, sorted indices, no diagonal, every stored
    value above 0. name: of the query that defined it. weighting: what a weight counts, an entry of
    WEIGHTINGS. dropped: rows that are no ties, counted by cause.
    """

    nodes: tuple[str, ...]
    weights: Csr
    name: str = ""
    weighting: str = "shared"
    dropped: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.nodes)

    def count(self) -> int:
        """The number of ties, each pair once."""
        return int(self.weights.nnz) // 2

    def degrees(self) -> Ints:
        """The number of ties of each node."""
        import numpy as np

        found: Ints = np.diff(self.weights.indptr)
        return found

    def strengths(self) -> Floats:
        """The sum of the weights of each node's ties."""
        import numpy as np

        return np.asarray(self.weights.sum(axis=1), dtype=np.float64).ravel()

    def rows(self) -> Ints:
        """For each stored value of `weights`, the number of its row."""
        import numpy as np

        return np.repeat(np.arange(len(self)), self.degrees())

    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """Each tie once, sorted: the numbers of its two nodes, the lower first, and its weight."""
        rows, matrix = self.rows(), self.weights
        upper = rows < matrix.indices
        return rows[upper], matrix.indices[upper], matrix.data[upper]

    def among(self, places: Ints) -> Ties:
        """The part between the nodes of these numbers, which are sorted."""
        nodes = tuple(self.nodes[place] for place in places.tolist())
        weights = self.weights[places][:, places]
        weights.sort_indices()
        return Ties(nodes, weights, self.name, self.weighting, dict(self.dropped))

    def within(self, place: int, steps: int) -> Ints:
        """The numbers of the nodes at most that many ties away from a node, sorted."""
        import numpy as np

        return np.flatnonzero(np.isfinite(self.steps(place, steps)))

    def steps(self, place: int, most: float = float("inf")) -> Floats:
        """How many ties away from a node each one is; infinity where it is more than `most`."""
        import numpy as np

        pattern = self.pattern()
        found = np.full(len(self), np.inf)
        found[place] = step = 0.0
        ring = found == step
        while step < most and ring.any():
            step += 1
            ring = (pattern @ ring > 0) & np.isinf(found)
            found[ring] = step
        return found

    def pattern(self) -> Csr:
        """The ties without their weights: a csr_array of ones."""
        import numpy as np

        from clustergraph.measures.sparse import sparse

        ones = np.ones(self.weights.nnz)
        shape = self.weights.shape
        return sparse.csr_array((ones, self.weights.indices, self.weights.indptr), shape=shape)

    def components(self) -> tuple[int, Ints]:
        """How many parts there are without a tie between them, and the number of each node's."""
        import numpy as np

        # What SciPy has for this brings half of SciPy along, which takes longer than all else here:
        # FastSV instead (Zhang, Azad and Hu 2020, doi:10.1137/1.9781611976137.5).
        tied = np.flatnonzero(self.degrees())
        least, known = np.arange(len(self)), np.empty(0, dtype=np.intp)
        while not np.array_equal(above := least[least], known):
            known, around = above, above.copy()
            starts = self.weights.indptr[tied]
            around[tied] = np.minimum.reduceat(above[self.weights.indices], starts)
            hooked = np.minimum(np.minimum(least, around), above)
            np.minimum.at(hooked, least, around)
            least = hooked
        names, labels = np.unique(known, return_inverse=True)
        return len(names), labels


def from_networkx(network: nx.Graph[str]) -> Ties:
    """The arrays of a networkx graph; a tie without a weight counts 1, self-ties are dropped.

    Raises RequestError for a weight that is not a number above 0.
    """
    import networkx as nx
    import numpy as np

    from clustergraph.measures.sparse import sparse

    for one, other, weight in network.edges(data="weight", default=1.0):
        if not 0 < weight < np.inf:
            raise RequestError(
                f"the tie {one}, {other}: a weight must be a number above 0, found {weight}"
            )

    nodes = tuple(sorted(network))
    if not nodes:
        return Ties((), sparse.csr_array((0, 0), dtype=np.float64))
    weights = nx.to_scipy_sparse_array(network, nodes, weight="weight").astype(np.float64)
    loops = int(np.count_nonzero(weights.diagonal()))
    weights.setdiag(0)
    weights.eliminate_zeros()
    weights.sort_indices()
    return Ties(nodes, weights, str(network.graph.get("name", "")), dropped={"self_ties": loops})


def to_networkx(ties: Ties) -> nx.Graph[str]:
    """The same network as a networkx graph with `weight` on ties; nodes and ties sorted."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph(name=ties.name, dropped=dict(ties.dropped))
    graph.add_nodes_from(ties.nodes)
    ends = zip(*(column.tolist() for column in ties.pairs()), strict=True)
    graph.add_weighted_edges_from((ties.nodes[one], ties.nodes[two], w) for one, two, w in ends)
    return graph
