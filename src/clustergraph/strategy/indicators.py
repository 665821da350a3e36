"""The indicators that a scorecard computes: what each is called, means and follows.

A new indicator is one entry here, and the function that measures it. Knows no organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clustergraph.languages import Text
from clustergraph.strategy import measured as how
from clustergraph.strategy import meetings, surroundings, undertakings

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from clustergraph.strategy.measured import Measured, Subject, Years

Unit = Literal["number", "share", "index"]
When = Literal["running", "starting", ""]
# The four missions of the Walloon decree on clusters of 2007, as amended on 11 April 2024.
MISSIONS: dict[str, Text] = {
    "1": Text("1. Map the ecosystem", "1. Cartographier l’écosystème"),
    "2": Text("2. Connect, strengthen partnerships", "2. Connecter, renforcer les partenariats"),
    "3": Text("3. Visibility", "3. Visibilité"),
    "4": Text("4. Support innovation", "4. Soutenir l’innovation"),
}
# The common indicators of Interreg, SWD(2021) 198.
INTERREG: dict[str, Text] = {
    "RCO87": Text("RCO87 Organisations cooperating across borders",
                  "RCO87 Organisations coopérant par-delà les frontières"),
    "RCO116": Text("RCO116 Jointly developed solutions", "RCO116 Solutions élaborées en commun"),
    "RCR84": Text("RCR84 Organisations cooperating across borders after a project",
                  "RCR84 Organisations coopérant par-delà les frontières après un projet"),
}  # fmt: skip
_NOTHING = Text("")


@dataclass(frozen=True)
class Indicator:
    """One indicator. follows: the public definition, "" where there is none. mission, interreg:
    where it stands among MISSIONS and INTERREG. when: by which years a row is chosen, "" where the
    rows have none."""

    name: str
    label: Text
    unit: Unit
    when: When
    measure: Callable[[Subject], Measured]
    number: Callable[[pl.DataFrame], float | None]
    mission: str
    follows: Text = _NOTHING
    interreg: str = ""

    def chosen(self, rows: pl.DataFrame, years: Years) -> pl.DataFrame:
        """The rows of some years, all where None."""
        if years is None or not self.when:
            return rows
        return (how.running if self.when == "running" else how.starting)(rows, years)

    def value(self, rows: pl.DataFrame, years: Years) -> float | None:
        """The number of the rows of some years."""
        return self.number(self.chosen(rows, years))


def _flemish(which: str) -> Text:
    return Text(
        f"Flemish spearhead clusters {which} (2025)", f"clusters de pointe flamands, {which} (2025)"
    )


def _interreg(code: str) -> Text:
    return Text(f"Interreg {code}, SWD(2021) 198")


_HERFINDAHL = Text("Herfindahl–Hirschman index", "indice de Herfindahl-Hirschman")
_ALL = (
    Indicator("partners-abroad", Text("Partners abroad", "Partenaires à l’étranger"), "number",
              "running", meetings.abroad, how.count, "2", _interreg("RCO87"), "RCO87"),
    Indicator("new-partners-abroad", Text("New partners abroad", "Nouveaux partenaires étrangers"),
              "number", "starting", meetings.first_met, how.count, "2"),
    Indicator("renewed-partners-abroad",
              Text("Partners abroad met again", "Partenaires étrangers retrouvés"), "number",
              "starting", meetings.met_again, how.count, "2"),
    Indicator("target-places",
              Text("Partners in target places", "Partenaires dans les lieux visés"), "share",
              "running", meetings.on_target, how.share, "2"),
    Indicator("target-topics",
              Text("Projects on priority topics", "Projets sur les thèmes prioritaires"), "share",
              "running", undertakings.on_topic, how.share, "4"),
    Indicator("projects", Text("Projects decided", "Projets décidés"), "number", "starting",
              undertakings.decided, how.count, "4", _flemish("CPI3")),
    Indicator("inter-cluster-projects",
              Text("Projects with another cluster", "Projets avec un autre cluster"), "number",
              "starting", undertakings.between_clusters, how.count, "4", _flemish("CPI3")),
    Indicator("eu-projects", Text("Projects funded by the EU", "Projets financés par l’UE"),
              "number", "starting", undertakings.european, how.count, "4", _flemish("CPI3")),
    Indicator("members", Text("Members", "Membres"), "number", "running", undertakings.members,
              how.count, "1", _flemish("DBC1–DBC3")),
    Indicator("active-members", Text("Active members", "Membres actifs"), "number", "running",
              undertakings.active, how.busy, "1", _flemish("CPI1")),
    Indicator("coordinator-share", Text("Projects led", "Projets dirigés"), "share", "running",
              undertakings.led, how.share, "4"),
    Indicator("order", Text("Mean place in the list", "Place moyenne dans la liste"),
              "number", "running", undertakings.places, how.mean, "4"),
    Indicator("contribution-share",
              Text("Share of its projects’ contributions", "Part des contributions de ses projets"),
              "share", "running", undertakings.contributions, how.ratio, "4"),
    Indicator("programmes",
              Text("Funding programmes within reach", "Programmes de financement à portée"),
              "number", "", surroundings.programmes, how.count, "4"),
    Indicator("gateways",
              Text("Partners that open programmes", "Partenaires qui ouvrent des programmes"),
              "number", "", surroundings.gateways, how.count, "2"),
    Indicator("cooperation-after",
              Text("Partners met again after a project", "Partenaires retrouvés après un projet"),
              "share", "", meetings.after_the_end, how.share, "2", _interreg("RCR84"),
              "RCR84"),
    Indicator("solutions", Text("Jointly developed solutions", "Solutions élaborées en commun"),
              "number", "", surroundings.solutions, how.count, "4",
              _interreg("RCO116"), "RCO116"),
    Indicator("partner-concentration",
              Text("Dependence on few partners", "Dépendance à peu de partenaires"), "index",
              "running", meetings.shared, how.concentration, "2", _HERFINDAHL),
    Indicator("funding-concentration",
              Text("Dependence on few programmes", "Dépendance à peu de programmes"), "index",
              "running", undertakings.funding, how.concentration, "4",
              _HERFINDAHL),
    Indicator("specialisation",
              Text("Specialisation of the home region in the priority topics",
                   "Spécialisation de la région dans les thèmes prioritaires"), "index", "",
              surroundings.specialised, how.mean, "1",
              Text("Balassa’s revealed comparative advantage, as in Balland et al. 2019",
                   "avantage comparatif révélé de Balassa, comme chez Balland et al. 2019")),
    Indicator("position", Text("Organisations with fewer partners", "Organisations moins reliées"),
              "share", "", surroundings.position, how.mean, "3"),
    Indicator("stable-partners", Text("Stable partners (h)", "Partenaires stables (h)"), "number",
              "running", meetings.shared, how.stable, "2",
              Text("h-index, by analogy", "indice h, par analogie")),
    Indicator("involvement",
              Text("Activities a partner abroad", "Activités par partenaire étranger"), "number",
              "running", meetings.abroad, how.per_item, "2"),
    Indicator("events", Text("Events", "Événements"), "number", "starting", undertakings.events,
              how.count, "3"),
    Indicator("experts",
              Text("Organisations from abroad at its events",
                   "Organisations étrangères à ses événements"), "number", "starting",
              meetings.guests, how.count, "3"),
    Indicator("networks", Text("Networks joined", "Réseaux rejoints"), "number", "running",
              undertakings.networks, how.count, "2"),
)  # fmt: skip
# By name, in the order in which they are told.
INDICATORS: dict[str, Indicator] = {each.name: each for each in _ALL}
