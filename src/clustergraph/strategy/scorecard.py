"""How far an organisation is: its goals, the indicators that judge them, and the numbers.

Goals and targets are read from the graph, for any organisation; what nobody can know is an empty
cell with the reason. Knows how the answer is put together; what is measured, `indicators` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from clustergraph.answers.answer import Answer, Note, note, origin
from clustergraph.errors import RequestError
from clustergraph.formats.charts.chart import Chart
from clustergraph.formats.tables import from_columns
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.networks.given import ALWAYS, NEVER
from clustergraph.networks.given import years as read_years
from clustergraph.questions.names import find
from clustergraph.strategy.evidence import Evidence
from clustergraph.strategy.freshness import Freshness
from clustergraph.strategy.grouped import Line, grouped, unread
from clustergraph.strategy.indicators import INDICATORS
from clustergraph.strategy.measured import Subject
from clustergraph.strategy.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.strategy.indicators import Indicator
    from clustergraph.strategy.measured import Measured, Years

COLUMNS = ("group", "indicator", "indicatorLabel", "organisation", "organisationLabel", "year",
           "value", "unit", "target", "targetYear", "known", "of", "words", "follows",
           "latest", "age", "sources")  # fmt: skip
BEHIND = ("item", "itemLabel", "through", "throughLabel", "firstYear", "lastYear", "part", "whole")
# Years shown where none are asked.
_SHOWN = 10
_UNDATED = Text("nothing of it has a date", "rien n’en est daté")
_OUTSIDE = Text("nothing of it in these years", "rien durant ces années")
_NOTHING = Text("there is nothing to divide by", "il n’y a rien par quoi diviser")


@dataclass
class _Card:
    """The numbers of one organisation, each measured once."""

    subject: Subject
    years: Years
    found: dict[str, Measured]

    def measured(self, name: str) -> Measured:
        if name not in self.found:
            self.found[name] = INDICATORS[name].measure(self.subject)
        return self.found[name]

    def value(self, name: str, years: Years) -> float | None:
        found = self.measured(name)
        if found.lack or self._undated(name, years):
            return None
        return INDICATORS[name].value(found.rows, years)

    def words(self, name: str, years: Years) -> Text:
        """Why there is no value, or what to know of it."""
        found = self.measured(name)
        if found.lack or self.value(name, years) is not None:
            return found.lack or found.note
        if self._undated(name, years):
            return _UNDATED
        return _OUTSIDE if years and INDICATORS[name].when else found.note or _NOTHING

    def _undated(self, name: str, years: Years) -> bool:
        """Whether years are asked and no row has one; of no row at all, every year has none."""
        rows = self.measured(name).rows
        dated = pl.any_horizontal(pl.col("first", "last").is_not_null())
        return bool(years and INDICATORS[name].when and len(rows) and rows.filter(dated).is_empty())


def scorecard(
    location: Location,
    *,
    organisation: str,
    years: str | None = None,
    against: Sequence[str] = (),
    order: str = "goals",
    rows: str | None = None,
    yearly: bool = False,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """One row an indicator and organisation, COLUMNS; with `yearly` one more a year. rows: instead
    what is behind one indicator, BEHIND."""
    iri = find(location, organisation, ("cg:Organisation",), parameter="organisation").iri
    peers = [find(location, name, ("cg:Organisation",), parameter="against").iri
             for name in against]  # fmt: skip
    evidence = Evidence(location)
    span = _dated(read_years(years), evidence) if years else None
    if rows is not None:
        card = _Card(Subject(evidence, iri), span, {})
        return Answer(_behind(location, card, INDICATORS[rows], lang))
    return scored(evidence, iri, peers, span, order, lang, report, yearly=yearly)


def scored(
    evidence: Evidence,
    iri: str,
    peers: Sequence[str],
    span: Years,
    order: str,
    lang: Lang,
    report: Report,
    *,
    yearly: bool = False,
) -> Answer:
    """The scorecard of an organisation and its peers by their IRIs, of evidence that is there."""
    location = evidence.location
    cards = [_Card(Subject(evidence, each), span, {}) for each in dict.fromkeys([iri, *peers])]
    lines = grouped(location, evidence, iri, order, lang)
    for at, line in enumerate(lines):
        report("measuring", at / len(lines))
        for card in cards if line.indicator else ():
            card.measured(line.indicator)
    labels = location.labels([card.subject.iri for card in cards], lang)
    shown = _shown(evidence, span)
    table = from_columns(
        _columns(cards, lines, labels, shown if yearly else [], lang), iris=("organisation",)
    )
    notes = _notes(evidence, iri, lang)
    chart = _chart(cards, lines, labels, shown, lang)
    document = sheet(table, chart, labels[iri], str(origin(location)), lang)
    return Answer(table, notes, chart, document=document)


def _dated(span: tuple[int, int], evidence: Evidence) -> tuple[int, int]:
    """The years asked for; RequestError where nothing has a date by which any could be chosen."""
    if evidence.begun is None:
        raise RequestError(
            Text(
                "nothing in this graph has a date, so no years can be chosen",
                "rien n’est daté dans ce graphe : impossible de choisir des années",
            )
        )
    return span


def _shown(evidence: Evidence, span: Years) -> list[int]:
    """The years that are told one by one: of a range without a beginning or an end from the first,
    or up to the last, in which anything begins."""
    if evidence.begun is None:
        return []
    first, last = evidence.begun
    if span is None:
        return list(range(last - _SHOWN + 1, last + 1))
    begin, end = span
    begin = min(first, end) if begin == ALWAYS else begin
    end = max(last, begin) if end == NEVER else end
    return list(range(begin, end + 1))


def _columns(
    cards: list[_Card], lines: list[Line], labels: dict[str, str], shown: list[int], lang: Lang
) -> dict[str, list[str | int | float | None]]:
    columns: dict[str, list[str | int | float | None]] = {name: [] for name in COLUMNS}

    def add(*cells: str | float | None) -> None:
        for name, cell in zip(COLUMNS, cells, strict=True):
            columns[name].append(cell)

    fresh = Freshness(cards[0].subject.evidence, lang)
    for line in lines:
        if not line.indicator:
            add(line.group, None, line.label, *[None] * 5, line.target, line.year, None, None,
                line.words, *[None] * 4)  # fmt: skip
            continue
        for at, card in enumerate(cards):
            for year in [None, *shown] if INDICATORS[line.indicator].when else [None]:
                add(*_cells(card, line, labels, year, fresh, own=at == 0))
    return columns


def _cells(
    card: _Card,
    line: Line,
    labels: dict[str, str],
    year: int | None,
    fresh: Freshness,
    *,
    own: bool,
) -> tuple[str | float | None, ...]:
    indicator, found = INDICATORS[line.indicator], card.measured(line.indicator)
    years = (year, year) if year else card.years
    value = card.value(line.indicator, years)
    said = card.words(line.indicator, years) if value is None or not year else Text("")
    lang, behind = fresh.lang, indicator.chosen(found.rows, card.years)
    aged = (None, None, None) if year else (
        fresh.latest(behind), fresh.age(behind), fresh.sources(behind) or None)  # fmt: skip
    return (
        line.group, line.indicator, line.label, card.subject.iri, labels[card.subject.iri], year,
        value, _UNITS[indicator.unit].translated(lang), line.target if own else None,
        line.year if own else None, found.known if found.of else None, found.of or None,
        said.translated(lang) or None, indicator.follows.translated(lang), *aged,
    )  # fmt: skip


_UNITS = {
    "number": Text("number", "nombre"),
    "share": Text("share", "part"),
    "index": Text("index", "indice"),
}


def _behind(location: Location, card: _Card, indicator: Indicator, lang: Lang) -> Table:
    found = card.measured(indicator.name)
    rows = indicator.chosen(found.rows, card.years)
    labels = location.labels({*rows["item"].to_list(), *rows["through"].drop_nulls().to_list()},
                             lang)  # fmt: skip
    through = rows["through"].fill_null("").to_list()
    columns = {
        "item": rows["item"].to_list(),
        "itemLabel": [labels[each] for each in rows["item"].to_list()],
        "through": through,
        "throughLabel": [labels.get(each, "") for each in through],
        "firstYear": rows["first"].to_list(),
        "lastYear": rows["last"].to_list(),
        "part": rows["part"].to_list(),
        "whole": rows["whole"].to_list(),
    }
    return from_columns(columns, iris=("item", "through"))


def _notes(evidence: Evidence, iri: str, lang: Lang) -> tuple[Note, ...]:
    said = []
    if evidence.table("goals").filter(owner=iri).is_empty():
        said.append(Text("it states no goal: the indicators stand alone",
                         "elle n’énonce aucun objectif : voici les indicateurs seuls"))  # fmt: skip
    if evidence.ties(iri).is_empty():
        said.append(Text("no known partner", "aucun partenaire connu"))
    if texts := unread(evidence, iri):
        words = Text("no number, and so no target: {texts}",
                     "pas un nombre, donc pas une cible\xa0: {texts}")  # fmt: skip
        said.append(filled(words, texts=", ".join(texts)))
    return tuple(note(each.translated(lang)) for each in said)


def _chart(
    cards: list[_Card], lines: list[Line], labels: dict[str, str], shown: list[int], lang: Lang
) -> Chart | None:
    """The indicators over the years, one small picture each, a line an organisation."""
    names = [line for line in lines if line.indicator and INDICATORS[line.indicator].when]
    panels = {
        line.label: {
            labels[card.subject.iri]: [card.value(line.indicator, (year, year)) for year in shown]
            for card in cards
        }
        for line in {line.indicator: line for line in names}.values()
    }
    drawn = {title: courses for title, courses in panels.items()
             if any(value for course in courses.values() for value in course)}  # fmt: skip
    if not drawn:
        return None
    title = Text("Scorecard: {who}", "Tableau de bord : {who}")
    told = filled(title, who=labels[cards[0].subject.iri]).translated(lang)
    return Chart("multiples", told, "", {"panels": drawn, "years": shown}, lang)
