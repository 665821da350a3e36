"""From the rows of a network to its participations, its ties and the reasons of the ties.

Pairs are never joined in SPARQL or in loops: `measures.projection` multiplies matrices. Of
attributes this module knows only that filters choose rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.measures.projection import Incidence, project
from clustergraph.measures.ties import Ties
from clustergraph.networks import direct, participations
from clustergraph.networks.sifting import kept, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.networks.choice import Choice


@dataclass(frozen=True)
class Network:
    """The ties of what was chosen, and the rows that made them: member, through, or source,
    target, weight, reason, directed."""

    ties: Ties
    rows: pl.DataFrame

    def reasons(self, places: Any = None) -> pl.DataFrame:
        """Why members are tied: one, other (numbers in `ties.nodes`, the lower first), reason.

        A reason is the IRI or text of an activity shared, or what a direct tie gives. `places`,
        sorted numbers: only ties between these. Sorted, each row once.
        """
        import polars as pl

        nodes = self._placed(range(len(self.ties)) if places is None else places.tolist())
        share = _shared if "through" in self.rows.columns else direct.reasons
        one, other, _weights = self.ties.pairs()
        tied = pl.DataFrame({"one": one, "other": other}, schema=dict.fromkeys(_ENDS, pl.Int32))
        found = share(self.rows, nodes).join(tied, on=_ENDS, how="semi")
        return found.sort("one", "other", "reason")

    def ways(self) -> pl.DataFrame:
        """The ties that have a direction: one, other (as in `reasons`), forth (from one to other).
        What is shared has none, nor have direct ties whose rows do not all say the same one."""
        import polars as pl

        if "directed" in self.rows.columns:
            return direct.ways(self.rows, self._placed(range(len(self.ties))))
        return pl.DataFrame(schema={**dict.fromkeys(_ENDS, pl.Int32), "forth": pl.Boolean})

    def _placed(self, at: Sequence[int]) -> pl.DataFrame:
        import polars as pl

        return pl.DataFrame(
            {"node": [self.ties.nodes[place] for place in at], "at": at},
            schema={"node": pl.String, "at": pl.Int32},
        )


_ENDS = ["one", "other"]


def _shared(rows: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Each pair of nodes that share an activity, with the activity: the entries of B Bᵀ."""
    import polars as pl

    placed = rows.join(nodes, left_on="member", right_on="node").select("at", "through")
    numbered = placed.with_columns(pl.col("through").rank("dense").alias("of"))
    pairs = numbered.join(numbered.select("at", "of"), on="of", suffix="_other")
    lower = pairs.filter(pl.col("at") < pl.col("at_other"))
    return lower.select(one="at", other="at_other", reason="through")


def network(location: Location, choice: Choice) -> Network:
    """The ties of what is chosen, and the rows that make them; see `ties`."""
    rows = participations.rows(location, choice.network)
    left = kept(location, rows, choice.filters, choice.name)
    return made(left, choice, near(location, choice.filters))


def made(rows: pl.DataFrame, choice: Choice, inside: pl.Series | None = None) -> Network:
    """The network that rows make, which the filters of the choice have passed; of these ties, the
    ones with an end among the members `inside`, where some are given."""
    if "through" in rows.columns:
        return Network(tied(_incidence(rows), choice, inside), rows)
    if choice.weighting != "shared":
        raise RequestError(
            Text(
                f"the network '{choice.name}' consists of direct ties, which have their own "
                "weights: leave out ",
                f"le réseau «\xa0{choice.name}\xa0» est fait de liens directs, qui ont leur propre "
                "poids\xa0: laissez vide ",
            ),
            ParameterName("weighting"),
        )
    return Network(direct.ties(rows, choice.name, choice.stable), rows)


def tied(shared: Incidence, choice: Choice, inside: pl.Series | None = None) -> Ties:
    """The ties of those who take part in what is shared, as `made` says.

    With `inside`, who is neither inside nor tied to anybody there is no member.
    """
    import numpy as np
    import polars as pl

    matrix = project(shared.matrix, choice.weighting, choice.stable)
    found = Ties(shared.members, matrix, choice.name, choice.weighting)
    if inside is None:
        return found
    there = pl.Series(found.nodes, dtype=pl.String).is_in(inside.implode()).to_numpy()
    outside = np.repeat(~there, found.degrees()) & ~there[matrix.indices]
    matrix.data[outside] = 0
    matrix.eliminate_zeros()
    return found.among(np.flatnonzero(there | (found.degrees() > 0)))


def ties(location: Location, choice: Choice) -> Ties:
    """The ties of what is chosen.

    `choice.stable` keeps the ties with that many shared activities or more, whatever the weighting;
    members that lose all ties stay as nodes. Direct ties (?source ?target) keep the weights that
    their query gives, which `stable` compares. Newman's weights take the members of an activity
    that the filters leave. Raises RequestError for an unknown network or filter value, for a
    weighting of direct ties, and where the filters leave nothing.
    """
    return network(location, choice).ties


def incidence(location: Location, choice: Choice) -> Incidence:
    """The members × activities matrix of what is chosen, whatever its weighting and `stable`.

    Errors as `ties`, and RequestError for a network of direct ties.
    """
    rows = participations.participations(location, choice.network)
    return _incidence(kept(location, rows, choice.filters, choice.name))


def _incidence(rows: pl.DataFrame) -> Incidence:
    import numpy as np

    from clustergraph.measures.sparse import sparse

    members, at = direct.codes(rows["member"])
    throughs, of = direct.codes(rows["through"])
    matrix = sparse.csr_array(
        (np.ones(len(rows), dtype=np.int32), (at, of)), shape=(len(members), len(throughs))
    )
    matrix.sort_indices()
    return Incidence(members, throughs, matrix)
