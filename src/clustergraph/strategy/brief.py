"""What a manager takes to a meeting: two pages on an organisation, a region or a programme.

Knows what a brief holds; how it is laid out and written, `formats.documents` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from clustergraph.answers.answer import Answer, origin
from clustergraph.formats import charts
from clustergraph.formats.charts.chart import Chart, draw
from clustergraph.formats.documents import Document, Picture, Rows, Section
from clustergraph.formats.tables import Table, from_columns
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.networks.members import members
from clustergraph.questions.names import find
from clustergraph.strategy.evidence import PROJECT, Evidence, natural_persons
from clustergraph.strategy.portrait import FACTS, PARTNERS, TREND, header, portrait
from clustergraph.strategy.sheet import shown
from clustergraph.terms import CG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang

# Years that the picture of a region or programme shows, and that are told in numbers.
_YEARS, _TOLD = 20, 8
COLUMNS = ("section", "what", "value", "words")
KINDS = ("cg:Organisation", "cg:Place", "cg:Programme")
_ORGANISATIONS = Text("Organisations in projects", "Organisations dans des projets")
_UNDATED = Text("No project here has a known start.", "Aucun projet n’a ici de début connu.")
_BLANK = Text(
    "{n} [project has|projects have] no known start.",
    "{n} [projet n’a|projets n’ont] pas de début connu.",
)
_PLACES = {f"{CG}{name}" for name in ("Place", "Country", "Region")}


def brief(
    location: Location,
    *,
    about: str,
    persons: bool = False,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """One row a line of the brief, COLUMNS, and the brief itself as a document."""
    found = find(location, about, KINDS, parameter="about")
    evidence, credit = Evidence(location), origin(location)
    hidden = set() if persons else natural_persons(location)
    _iri, label, _type, kind, _country = members(location, [found.iri], lang).row(0)
    if kind in _PLACES:
        whose = sorted(evidence.lying_in(found.iri) - hidden)
        sections = _of_many(location, evidence, whose, None, str(credit), lang)
    elif kind == f"{CG}Programme":
        whose = sorted(evidence.experienced(found.iri) - hidden)
        under = evidence.under(found.iri)
        sections = _of_many(location, evidence, whose, under, str(credit), lang)
    else:
        sections = portrait(location, evidence, found.iri, label, credit, hidden, lang, report)
    subtitle = Text("Brief, from open data on projects and partnerships",
                    "Note, d’après des données ouvertes sur projets et partenariats")  # fmt: skip
    document = Document(label, subtitle.translated(lang), tuple(sections), str(credit), lang)
    return Answer(_table(sections), document=document)


def _of_many(
    location: Location,
    evidence: Evidence,
    whose: list[str],
    within: set[str] | None,
    credit: str,
    lang: Lang,
) -> list[Section]:
    """A region, by those in it, or a programme, by those that took part in it."""
    rows = evidence.rows.filter(pl.col("member").is_in(whose), kind=PROJECT)
    if within is not None:
        rows = rows.filter(pl.col("through").is_in(list(within)))
    counted = {
        _ORGANISATIONS: rows["member"].n_unique(),
        Text("Projects", "Projets"): rows["through"].n_unique(),
    }
    facts = tuple((what.translated(lang), shown(n, lang)) for what, n in counted.items())
    counts = rows.group_by("member").agg(n=pl.col("through").n_unique())
    first = counts.sort("n", "member", descending=[True, False]).head(2 * PARTNERS)
    told = members(location, first["member"].to_list(), lang)
    numbers = first["n"].to_list()
    best = tuple((row[1], row[4], shown(number, lang))
                 for row, number in zip(told.iter_rows(), numbers, strict=True))  # fmt: skip
    sections = [
        Section(FACTS.translated(lang), (Rows(header(lang, "what", "value"), facts),)),
        Section(Text("Most active", "Les plus actives").translated(lang),
                (Rows(header(lang, "organisation", "country", "projects"), best),)),
    ]  # fmt: skip
    return [*sections, _trend(rows, credit, lang)]


def _trend(rows: pl.DataFrame, credit: str, lang: Lang) -> Section:
    """Projects by the year in which they begin: a picture, and the last years in numbers."""
    starts = rows.select("through", "first").unique()
    begun = dict(starts.drop_nulls().group_by("first").len().iter_rows())
    title = TREND.translated(lang)
    if not begun:
        return Section(title, (_UNDATED.translated(lang),))
    years = list(range(min(begun), max(begun) + 1))[-_YEARS:]
    counts = [begun.get(year, 0) for year in years]
    projects = header(lang, "projects")[0]
    chart = Chart("multiples", "", "", {"panels": {projects: {projects: counts}}, "years": years},
                  lang)  # fmt: skip
    told = tuple((str(year), shown(n, lang)) for year, n in zip(years, counts, strict=True))
    words = ", ".join(f"{year}: {n}" for year, n in told)
    picture = Picture(
        lambda form: charts.write(draw(chart, from_columns({}), credit), form),
        f"{projects}: {words}",
    )
    top = (Text("Year", "Année").translated(lang), projects)
    blocks: list[Picture | Rows | str] = [picture, Rows(top, told[-_TOLD:])]
    if blank := starts["first"].null_count():
        blocks.append(filled(_BLANK, n=blank).translated(lang))
    return Section(title, tuple(blocks))


def _table(sections: Sequence[Section]) -> Table:
    """The lines of all sections: of a table's row its first cell, its second and the rest."""
    lines: list[tuple[str, str, str, str]] = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Rows):
                lines += [(section.heading, row[0], row[1], "; ".join(filter(None, row[2:])))
                          for row in block.rows]  # fmt: skip
            else:
                words = block.alternative if isinstance(block, Picture) else block
                lines.append((section.heading, "", "", words))
    columns = zip(*lines, strict=True) if lines else [()] * len(COLUMNS)
    return from_columns(dict(zip(COLUMNS, columns, strict=True)))
