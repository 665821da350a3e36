"""The parts of a brief on one organisation: facts, picture, trend, partners, numbers, gaps, advice.

Knows which answers a part is made from; nothing of how a brief is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clustergraph.answers.asking import ask
from clustergraph.errors import RequestError
from clustergraph.formats import charts
from clustergraph.formats.charts.chart import Chart, draw
from clustergraph.formats.charts.ego import ego
from clustergraph.formats.documents import Picture, Rows, Section
from clustergraph.languages import Text
from clustergraph.networks.filters import Filters
from clustergraph.networks.members import members
from clustergraph.strategy.advice import Advice
from clustergraph.strategy.gaps import lacking
from clustergraph.strategy.indicators import INDICATORS
from clustergraph.strategy.lacks import KINDS
from clustergraph.strategy.recommend import recommended
from clustergraph.strategy.scorecard import scored
from clustergraph.strategy.sheet import euros, shown, worded
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from clustergraph.answers.answer import Answer, Origin
    from clustergraph.formats.tables import Table
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.strategy.evidence import Evidence

# Lines of each part, so that all fits on two pages.
_FACT_LINES, PARTNERS, _NUMBERS, _GAPS, _RECOMMENDED, _COURSES = 9, 8, 12, 6, 5, 3
FACTS = Text("Facts", "Faits")
_PARTNERS_TITLE = Text("Main partners", "Principaux partenaires")
TREND = Text("Trend", "Évolution")


def portrait(
    location: Location,
    evidence: Evidence,
    iri: str,
    label: str,
    credit: Origin,
    hidden: set[str],
    lang: Lang,
    report: Report,
) -> list[Section]:
    """The sections on one organisation; `hidden` are those who are not to be named."""
    card = scored(evidence, iri, [], None, "goals", lang, report)
    advice = Advice(evidence, iri, report, persons=not hidden)
    partners = _partners(location, evidence, iri, hidden, lang)
    parts = [
        _facts(location, iri, lang),
        _ego(label, partners, str(credit), lang),
        _trend(card, str(credit), lang),
        Section(_PARTNERS_TITLE.translated(lang), (_partner_rows(partners, lang),)),
        _numbers(card, lang),
        _gaps(lacking(evidence, iri, list(KINDS), 2, lang, lambda: advice), lang),
        _advice(location, advice, lang),
    ]
    return [each for each in parts if each is not None]


def _cells(table: Table, *names: str) -> list[tuple[str, ...]]:
    columns = [table.column(name) for name in names]
    return [tuple(cell.value if cell else "" for cell in row) for row in zip(*columns, strict=True)]


def _facts(location: Location, iri: str, lang: Lang) -> Section:
    """What the fact sheet says of an organisation."""
    sheet = ask(location, "organisation-sheet", {"organisation": iri}, lang=lang)
    rows = []
    told = _cells(sheet.table, "property", "propertyLabel", "value", "valueLabel", "count")
    for prop, name, value, words, count in told:
        shown = euros(float(value), lang) if value and prop in _AMOUNTS else words or value
        if not shown and count == "0":
            # An amount that nobody states is not one of 0, and takes no line of those that are.
            continue
        called = _COUNTED[prop].translated(lang) if prop in _COUNTED else name
        rows.append((called, f"{shown} ({count})" if shown and count else shown or count))
    none = Text("No fact is known.", "Aucun fait connu.").translated(lang)
    block = Rows(header(lang, "what", "value"), tuple(rows[:_FACT_LINES])) if rows else none
    return Section(FACTS.translated(lang), (block,))


# What the fact sheet counts under the name of a property.
_COUNTED = {
    f"{CG}inProject": Text("Projects", "Projets"),
    f"{CG}participant": Text("Partners in projects", "Partenaires de projets"),
}
_AMOUNTS = {f"{CG}participantContribution", f"{CG}netContribution"}
_HEADERS = {
    "what": Text("What", "Quoi"), "value": Text("Value", "Valeur"),
    "partner": Text("Partner", "Partenaire"), "country": Text("Country", "Pays"),
    "shared": Text("Shared activities", "Activités communes"),
    "indicator": Text("Indicator", "Indicateur"), "known": Text("Known", "Connu"),
    "words": Text("In words", "En mots"), "gap": Text("Gap", "Lacune"),
    "fill": Text("Who could fill it", "Qui pourrait la combler"),
    "organisation": Text("Organisation", "Organisation"), "why": Text("Why", "Pourquoi"),
    "projects": Text("Projects", "Projets"),
}  # fmt: skip


def header(lang: Lang, *names: str) -> tuple[str, ...]:
    return tuple(_HEADERS[name].translated(lang) for name in names)


def _partners(
    location: Location, evidence: Evidence, iri: str, hidden: set[str], lang: Lang
) -> list[tuple[str, str, int, bool]]:
    """The closest partners: name, country, shared activities, whether abroad."""
    ties = evidence.ties(iri).filter(~pl.col("partner").is_in(list(hidden)))
    counts = ties.group_by("partner").agg(shared=pl.col("through").n_unique())
    first = counts.sort("shared", "partner", descending=[True, False]).head(PARTNERS)
    told = members(location, first["partner"].to_list(), lang)
    foreign = set(evidence.abroad(iri)[0]["member"].to_list())
    return [
        (row[1], row[4], shared, row[0] in foreign)
        for row, shared in zip(told.iter_rows(), first["shared"].to_list(), strict=True)
    ]


def _partner_rows(partners: Sequence[tuple[str, str, int, bool]], lang: Lang) -> Rows | str:
    if not partners:
        return Text("No partner is known.", "Aucun partenaire connu.").translated(lang)
    rows = tuple((name, country, shown(shared, lang)) for name, country, shared, _ in partners)
    return Rows(header(lang, "partner", "country", "shared"), rows)


def _picture(figure: Figure, alternative: str) -> Picture:
    return Picture(lambda form: charts.write(figure, form), alternative)


def _ego(
    label: str, partners: Sequence[tuple[str, str, int, bool]], credit: str, lang: Lang
) -> Section | None:
    if not partners:
        return None
    title = Text("Closest partners", "Partenaires les plus proches").translated(lang)
    names = ", ".join(f"{name} ({shared})" for name, _country, shared, _ in partners)
    words = Text(f"{label} and its closest partners, with shared activities: {names}",
                 f"{label} et ses partenaires, avec activités communes : {names}")  # fmt: skip
    drawn = [(name, shared, abroad) for name, _country, shared, abroad in partners]
    subtitle = Text("blue: abroad", "bleu : à l’étranger").translated(lang)
    figure = ego(label, drawn, title=title, subtitle=subtitle, source=credit)
    return Section(title, (_picture(figure, words.translated(lang)),))


def _trend(card: Answer, credit: str, lang: Lang) -> Section | None:
    """The first courses of the scorecard."""
    if card.chart is None:
        return None
    panels = dict(list(card.chart.options["panels"].items())[:_COURSES])
    years = card.chart.options["years"]
    said = []
    for name, courses in panels.items():
        values = next(iter(courses.values()))
        told = ", ".join(f"{year}: {shown(value, lang)}"
                         for year, value in zip(years, values, strict=True)
                         if value is not None)  # fmt: skip
        said.append(f"{name}: {told}")
    figure = draw(
        Chart("multiples", "", "", {"panels": panels, "years": years}, lang), card.table, credit
    )
    return Section(TREND.translated(lang), (_picture(figure, "; ".join(said)),))


def _numbers(card: Answer, lang: Lang) -> Section:
    rows = []
    told = card.table
    for name, label, value, unit, known, of, words in _cells(
        told, "indicator", "indicatorLabel", "value", "unit", "known", "of", "words"
    ):
        if not value or name not in INDICATORS:
            continue
        rows.append(
            (label, worded(name, value, lang), f"{known}/{of}" if of and unit else "", words)
        )
    title = Text("Scorecard", "Tableau de bord").translated(lang)
    first = header(lang, "indicator", "value", "known", "words")
    return Section(title, (Rows(first, tuple(rows[:_NUMBERS])),))


def _gaps(found: Answer, lang: Lang) -> Section:
    colon = Text(": ", "\N{NO-BREAK SPACE}: ").translated(lang)
    rows = [(gap, f"{what}{colon}{words}", fill or reason)
            for gap, what, words, fill, reason in _cells(
                found.table, "gap", "whatLabel", "words", "fillLabel", "reason")]  # fmt: skip
    title = Text("Gaps", "Lacunes").translated(lang)
    if not rows:
        return Section(title, (Text("None is known.", "Aucune connue.").translated(lang),))
    return Section(title, (Rows(header(lang, "gap", "what", "fill"), tuple(rows[:_GAPS])),))


def _advice(location: Location, advice: Advice, lang: Lang) -> Section:
    title = Text("Whom to talk to next", "À qui parler ensuite").translated(lang)
    try:
        found = recommended(location, advice, Filters(), _RECOMMENDED, lang)
    except RequestError:
        nobody = Text("Nobody new is known.", "Personne de nouveau n’est connu.")
        return Section(title, (nobody.translated(lang),))
    told: dict[str, list[str]] = {}
    for name, country, words in _cells(found.table, "label", "country", "words"):
        told.setdefault(f"{name} ({country})" if country else name, []).append(words)
    between = Text("; ", "\N{NO-BREAK SPACE}; ").translated(lang)
    rows = tuple((who, between.join(why[:3])) for who, why in told.items())
    return Section(title, (Rows(header(lang, "organisation", "why"), rows),))
