"""What an organisation aims at: its goals, the indicators that judge them, and target places.

Which goal an indicator or a target serves is settled at the end, so that rows stand in any order.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from clustergraph.sources import emit, regions, values
from clustergraph.sources.countries import country_code, country_names
from clustergraph.sources.table.cells import (
    Fact,
    Refusal,
    Row,
    concept,
    date_literal,
    day_in,
    key_of,
    slug,
    topics,
)
from clustergraph.sources.template import GOAL, INDICATOR, MEASURES, TARGET
from clustergraph.terms import CG, PREFIXES, expand, fold, mint

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.sources.reading import Tally
    from clustergraph.sources.table.parties import Party
    from clustergraph.sources.table.relations import Relations
    from clustergraph.sources.table.writing import Writing

_CLASSES = {
    GOAL: f"{CG}StrategicGoal",
    INDICATOR: f"{CG}Indicator",
    TARGET: f"{CG}InternationalActivity",
}
_NOTATION = f"{PREFIXES['skos']}notation"


class Aim(NamedTuple):
    """A goal, indicator or target as a row states it. goal: the one that it serves, in words."""

    iri: str
    relation: str
    facts: frozenset[Fact]
    goal: str


class Aims:
    """The strategies that a table states."""

    def __init__(self, out: Writing, tally: Tally, relations: Relations) -> None:
        self._out = out
        self._tally = tally
        self._relations = relations
        # Each aim with the row that states it first and whose it is.
        self._told: dict[str, tuple[Aim, Row, str]] = {}
        # Goals by their owner and their number or words, "" where several have them.
        self._goals: dict[tuple[str, str], str] = {}

    def keep(self, row: Row, relation: str, party: Party) -> None:
        """State a goal, indicator or target, unless a row has stated the same; another version of
        it is refused."""
        make: Callable[[Row, Party], tuple[str, set[Fact]]] = {
            GOAL: self._goal,
            INDICATOR: self._indicator,
            TARGET: self._target,
        }[relation]
        iri, own = make(row, party)
        facts = {fact for fact in {*own, *self._relations.common(row)} if fact[1]}
        aim = Aim(iri, relation, frozenset(facts), row.cells["goal"])
        before, first, _owner = self._told.setdefault(iri, (aim, row, party.iri))
        if before != aim:
            raise Refusal("with", f"{first.locator} states this already, with other values")
        if first is not row:
            self._tally.repeated += 1
            return
        self._tally.kept += 1
        self._relations.refer(row, iri)
        self._out.write(iri, _CLASSES[relation], facts, [row.locator])

    def _goal(self, row: Row, party: Party) -> tuple[str, set[Fact]]:
        words, number = row.cells["with"], row.cells["with_id"]
        iri = mint("goal", "table", key_of(party.iri), _slug(row, "with"))
        for name in {_called(words), _called(number)} - {""}:
            if self._goals.setdefault((party.iri, name), iri) != iri:
                self._goals[party.iri, name] = ""
        return iri, {
            (emit.LABEL, emit.text(words)),
            (_NOTATION, emit.text(number) if number else ""),
            (f"{CG}goalOf", emit.iri(party.iri)),
            (f"{CG}valueChainStage", row.value("stage", concept("value-chain"))),
            *topics(row),
        }

    def _indicator(self, row: Row, party: Party) -> tuple[str, set[Fact]]:
        if not row.cells["goal"]:
            raise Refusal("goal", "needed: the goal that the indicator judges")
        facts = {
            (f"{CG}measuredBy", row.value("measure", _measure)),
            (f"{CG}targetValue", row.value("value", _wanted)),
            (f"{CG}targetYear", row.value("end", _year)),
        }
        if row.cells["with_id"]:
            return self._known(row), facts
        iri = mint("indicator", "table", key_of(party.iri), _slug(row, "with"))
        return iri, {*facts, (emit.LABEL, emit.text(row.cells["with"]))}

    def _known(self, row: Row) -> str:
        iri = expand(row.cells["with_id"])
        if iri is None or iri not in self._out.known.things:
            raise Refusal("with_id", "the graph holds no such indicator")
        return iri

    def _target(self, row: Row, party: Party) -> tuple[str, set[Fact]]:
        place, (english, french) = self._place(row)
        iri = mint("activity", "table", key_of(party.iri), key_of(place))
        words = row.cells["with"]
        labels = [emit.text(words)] if words else [
            emit.tagged(f"Target place: {english}", "en"),
            emit.tagged(f"Lieu visé : {french}", "fr"),
        ]  # fmt: skip
        return iri, {
            *((emit.LABEL, label) for label in labels),
            (f"{CG}carriedOutBy", emit.iri(party.iri)),
            (f"{CG}targetsPlace", emit.iri(place)),
            (f"{CG}proximity", row.value("proximity", concept("proximity"))),
            *topics(row),
        }

    def _place(self, row: Row) -> tuple[str, tuple[str, str]]:
        """The node of the target place, and its name in English and in French."""
        country, region = row.cells["with_country"], row.cells["with_region"]
        places, column = self._out.gathering.places, "with_country"
        try:
            code = country_code(country) if country or not region else ""
            column = "with_region"
            if region:
                return places.node(regions.find(places, region, code)), (region, region)
        except ValueError as error:
            needed = "needed: the place that is aimed at"
            raise Refusal(column, str(error) if row.cells[column] else needed) from None
        return places.country(code), country_names(code)

    def finish(self) -> None:
        """Tie indicators and targets to the goals that they name."""
        for aim, row, owner in self._told.values():
            if not aim.goal:
                continue
            goal = self._goals.get((owner, _called(aim.goal)), self._known_goal(aim.goal))
            if not goal:
                reason = "no goal of this organisation has this number or these words"
                if goal == "":
                    reason = "several goals of this organisation have this number: give the words"
                self._tally.remark(row.file, row.line, "goal", row.given["goal"], reason)
            elif aim.relation == INDICATOR:
                fact = (f"{CG}hasIndicator", emit.iri(aim.iri))
                self._out.write(goal, _CLASSES[GOAL], {fact}, [row.locator])
            else:
                fact = (f"{CG}pursues", emit.iri(goal))
                self._out.write(aim.iri, _CLASSES[TARGET], {fact}, [row.locator])

    def _known_goal(self, text: str) -> str | None:
        iri = expand(text) if text.startswith("goal:") else None
        return iri if iri in self._out.known.things else None


def _called(text: str) -> str:
    """A number or words as they are compared: the 3.0 of a spreadsheet is 3."""
    return fold(values.code(text))


def _slug(row: Row, column: str) -> str:
    found = slug(row.cells[column])
    if not found:
        raise Refusal(column, "needed: it in words")
    return found


def _measure(text: str) -> str:
    name = text.strip().casefold()
    if name not in MEASURES:
        raise ValueError(f"not one of: {', '.join(MEASURES)}")
    return emit.text(name)


def _wanted(text: str) -> str:
    """The value wanted: a number, or a share as 0.3 or 30 %."""
    share = text.rstrip().endswith("%")
    value = values.money(text.rstrip().rstrip("%"))
    return emit.typed(values.decimal(value / Decimal(100) if share else value), "decimal")


def _year(text: str) -> str:
    return emit.typed(day_in(date_literal(text))[:4], "integer")
