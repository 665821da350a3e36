"""A choice of a network: which ties, of what, how weighed. Every analysis and picture begins here.

Knows the names of networks, filters and weightings; reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.networks.filters import FILTERS, Filters

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.questions.queries import Query


@dataclass(frozen=True)
class Choice:
    """Which network, and what of it.

    network: its name in queries/network/, or a query that defines it. filters: which participations
    count. weighting: what the weight of a tie counts, an entry of WEIGHTINGS. stable: the least
    number of shared activities of a tie, from 1 on.
    """

    network: str | Query = "partners"
    filters: Filters = field(default_factory=Filters)
    weighting: str = "shared"
    stable: int = 1

    def __post_init__(self) -> None:
        from clustergraph.measures.projection import WEIGHTINGS
        from clustergraph.terms import unknown

        if self.weighting not in WEIGHTINGS:
            raise unknown("weighting", self.weighting, WEIGHTINGS)
        if self.stable < 1:
            raise RequestError(
                ParameterName("stable"),
                Text(
                    f" {self.stable}: give a number of shared activities from 1 on",
                    f" {self.stable}\xa0: donnez un nombre d’activités communes, 1 ou plus",
                ),
            )

    @property
    def name(self) -> str:
        """The name of the network."""
        return self.network if isinstance(self.network, str) else self.network.name

    @property
    def called(self) -> Text:
        """The network for a reader: its name, as one types it; in French its title, if it has one
        there."""
        from clustergraph.networks.participations import query

        return Text(self.name, query(self.network).title.fr)

    def given(self, lang: Lang = "en") -> dict[str, str]:
        """What makes it other than the plain network, by name, in words for a reader."""
        from clustergraph.measures.projection import WEIGHTINGS

        found = {
            name: FILTERS[name].shown(value, lang) for name, value in self.filters.given().items()
        }
        if self.weighting != "shared":
            found["weighting"] = WEIGHTINGS[self.weighting].meaning.translated(lang)
        return found | ({"stable": str(self.stable)} if self.stable > 1 else {})

    def __str__(self) -> str:
        """In words: `network projects, programme H2020, stable 2`."""
        return self.said("en")

    def said(self, lang: Lang) -> str:
        """The same in a language."""
        title = self.called.fr if lang == "fr" else ""
        named = f"« {title} »" if title else self.name
        network, stable = ("réseau", "liens forts dès") if lang == "fr" else ("network", "stable")
        strong = f"{stable} {self.stable}" if self.stable > 1 else ""
        parts = (f"{network} {named}", self.filters.said(lang), strong)
        return ", ".join(filter(None, parts))
