"""From the rows of a network to its participations and ties.

Pairs are never joined in SPARQL or Python: `measures.projection` multiplies matrices. Of attributes
this module knows only that filters choose rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName, RequestError
from clustergraph.measures.projection import Incidence, project
from clustergraph.measures.ties import Ties, from_networkx
from clustergraph.networks import participations, reading
from clustergraph.networks.filters import kept

if TYPE_CHECKING:
    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.networks.choice import Choice


def incidence(location: Location, choice: Choice) -> Incidence:
    """The members × activities matrix of what is chosen, whatever its weighting and `stable`.

    Raises RequestError for an unknown network or filter value, for a network of direct ties, and
    where the filters leave nothing.
    """
    rows = participations.participations(location, choice.network)
    return _incidence(kept(location, rows, choice.filters, choice.name))


def ties(location: Location, choice: Choice) -> Ties:
    """The ties of what is chosen.

    `choice.stable` keeps the ties with that many shared activities or more, whatever the weighting;
    members that lose all ties stay as nodes. Direct ties (?source ?target) keep the weights that
    their query gives, which `stable` compares. Newman's weights take the members of an activity
    that the filters leave. Errors as `incidence`.
    """
    rows = participations.rows(location, choice.network)
    left = kept(location, rows, choice.filters, choice.name)
    if "through" in left.columns:
        found = _incidence(left)
        matrix = project(found.matrix, choice.weighting, choice.stable)
        return Ties(found.members, matrix, choice.name, choice.weighting)
    if choice.weighting != "shared":
        raise RequestError(
            f"the network '{choice.name}' consists of direct ties, which have their own weights: "
            "leave out ",
            ParameterName("weighting"),
        )
    return _direct(left, choice.name, choice.stable)


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
