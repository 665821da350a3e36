"""Questions and analyses on pages: the form that asks one, and its answer as a table with links.

Made from contracts alone. Knows answers; nothing of HTML.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from clustergraph.answers import asking
from clustergraph.answers.answer import naming
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats import tables
from clustergraph.formats.frames import NUMERIC
from clustergraph.formats.grids import number
from clustergraph.formats.shown import one_line
from clustergraph.languages import Text
from clustergraph.questions.contract import ANY
from clustergraph.terms import compress, expand, is_absolute_iri
from clustergraph.web.reading import labels
from clustergraph.web.site import fielding
from clustergraph.web.wording import web

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clustergraph.answers.answer import Answer
    from clustergraph.formats.tables import Row, Term
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Column, Contract, Parameter
    from clustergraph.questions.taken import Taken

# More rows than this are for a file, not for a page.
SHOWN = 300
# Defaults that restrict nothing.
_OPEN = (ANY, "0000")
_TWICE = Text(
    " is given twice: it takes one value", " est donné deux fois : une seule valeur convient"
)
_NUMBERS = frozenset({"integer", "number", "decimal", "year"})


@dataclass(frozen=True)
class Field:
    """A parameter as a part of a form. label: what it is called; choices: what may be chosen, each
    with its words, none where anything goes; offered: the kind of names that it takes, as
    `offering.names` has them, or ""; given: what is in it now; unchosen: what it is called to
    choose nothing, "" where something is always chosen; open: whether nothing restricts where it
    is left empty."""

    name: str
    label: str
    description: str
    required: bool
    many: bool
    numeric: bool
    choices: tuple[tuple[str, str], ...]
    offered: str
    given: tuple[str, ...]
    unchosen: str
    open: bool


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. iri: of a thing of the graph; url: an address outside it."""

    text: str = ""
    iri: str | None = None
    url: str | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart in the page. source: it as a `data:` address; text: what it shows, in words."""

    source: str
    text: str


@dataclass(frozen=True)
class Shown:
    """An answer for a page. heads: label and meaning of each column; total: rows in all; picture:
    the chart of an analysis that has one, where there is something to draw."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    notes: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    origin: str
    picture: Picture | None = None


def fields(
    location: Location, contract: Contract, given: Mapping[str, Sequence[str]], lang: Lang
) -> list[Field]:
    """The form of an operation, filled in with what was given, or else with the usual values:
    things by their labels."""
    usual = {each.name: _usual(each.default) for each in contract.parameters}
    things = [text for texts in usual.values() for text in texts if is_absolute_iri(text)]
    named = {iri: label.translated(lang) for iri, label in labels(location, things).items()}
    return [
        _field(each, given.get(each.name) or [named.get(text, compress(text))
                                              for text in usual[each.name]], lang)
        for each in contract.parameters
    ]  # fmt: skip


def _field(parameter: Parameter, given: Sequence[str], lang: Lang) -> Field:
    return Field(
        parameter.name,
        fielding.called(parameter.name, lang),
        fielding.hinted(parameter).translated(lang),
        parameter.required,
        parameter.many,
        parameter.type in _NUMBERS,
        tuple(
            (each, fielding.worded(each, lang, parameter.name))
            for each in fielding.choices(parameter)
        ),
        fielding.offered(parameter),
        tuple(given),
        fielding.unchosen(parameter).translated(lang),
        parameter.default in _OPEN,
    )


def _usual(default: Any) -> tuple[str, ...]:
    """What a form shows of a default: nothing of one that does not restrict."""
    if default is None or default in _OPEN:
        return ()
    if isinstance(default, bool):
        return (str(default).lower(),)
    if isinstance(default, list | tuple):
        return tuple(map(str, default))
    text = str(default)
    return (expand(text) or text,)


def values(contract: Contract, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The values that a form gives: what is left empty is not given.

    Raises RequestError for a name that is no parameter, and for a second value where one is taken.
    """
    found: dict[str, Any] = {}
    for name, texts in given.items():
        parameter = contract.parameter(name)
        filled = [text for text in texts if text.strip()]
        if filled:
            if len(filled) > 1 and not parameter.many:
                raise RequestError(ParameterName(name), _TWICE)
            found[name] = filled if parameter.many else filled[0]
    return found


def answered(location: Location, name: str, given: Mapping[str, Any], lang: Lang) -> Shown:
    """The answer to an operation; errors as `answers.asking.ask`."""
    return shown(asking.ask(location, name, given, lang=lang), lang)


def shown(answer: Answer, lang: Lang) -> Shown:
    """An answer as a page shows it: labels in the place of what they are the labels of."""
    places, named = _places(answer.columns), tables.own_labels(answer.table)
    columns = [_column(answer, place) for place, _ in places]
    rows = tuple(
        tuple(
            _cell(row[place], _label(row, place, label, named), column, lang)
            for (place, label), column in zip(places, columns, strict=True)
        )
        for row in answer.rows[:SHOWN]
    )
    heads = tuple(_head(answer, *each, lang) for each in places)
    asked = tuple(
        (fielding.called(name, lang), _worded(name, value, lang))
        for name, value in answer.asked.items()
        if value is not None
    )
    taken = {str(each): _meant(name, lang) for name, each in
             zip(answer.named, naming(answer.named, lang), strict=True)}  # fmt: skip
    notes = tuple(
        taken.get(str(each)) or fielding.spoken(each.parts, lang) for each in answer.notes
    )
    origin, picture = answer.origin.credit.translated(lang), _picture(answer, lang)
    return Shown(heads, rows, len(answer), notes, asked, origin, picture)


def _meant(taken: Taken, lang: Lang) -> str:
    """Whom or what a name was taken for; what a form fills in by itself is no name that was
    typed."""
    before = fielding.called(taken.parameter.name, lang) if taken.parameter else ""
    typed = "" if taken.text in (taken.thing.iri, compress(taken.thing.iri)) else taken.text
    colon = "\xa0: " if lang == "fr" else ": "
    return f"{' '.join(filter(None, (before, typed)))}{colon}{taken.thing.said(lang)}"


def _column(answer: Answer, place: int) -> Column | None:
    return answer.operation.column(answer.columns[place]) if answer.operation else None


def _head(answer: Answer, place: int, label: int | None, lang: Lang) -> tuple[str, str]:
    """What a column is called, by its labels where these are shown, and what it means."""
    column, called = _column(answer, place), _column(answer, place if label is None else label)
    return (
        (called.label.translated(lang) if called else "") or answer.columns[place],
        column.meaning.translated(lang) if column else "",
    )


def _picture(answer: Answer, lang: Lang) -> Picture | None:
    from clustergraph.formats import charts
    from clustergraph.formats.charts.chart import draw

    if answer.chart is None or not answer.rows:
        return None
    drawn = charts.write(
        draw(answer.chart, answer.table, answer.origin.credit.translated(lang)), "svg"
    )
    text = ". ".join(filter(None, (answer.chart.title, answer.chart.subtitle)))
    return Picture(f"data:image/svg+xml;base64,{b64encode(drawn).decode()}", text)


def _places(names: Sequence[str]) -> list[tuple[int, int | None]]:
    """The columns that a reader is shown, each with that of its labels; these alone are not."""
    labels = {name: "label" if name == "iri" else f"{name}Label" for name in names}
    found = {name: label for name, label in labels.items() if label in names}
    return [
        (place, names.index(found[name]) if name in found else None)
        for place, name in enumerate(names)
        if name not in found.values()
    ]


def _label(row: Row, place: int, label: int | None, named: Mapping[str, str]) -> str:
    """What a cell is called: in its row, or else wherever the table calls the same thing."""
    said, term = row[label] if label is not None else None, row[place]
    if isinstance(said, ox.Literal):
        return one_line(said.value)
    return one_line(named.get(term.value, "")) if isinstance(term, ox.NamedNode) else ""


def _cell(term: Term | None, label: str, column: Column | None, lang: Lang) -> Cell:
    if term is None:
        return Cell()
    if isinstance(term, ox.NamedNode):
        return Cell(label or one_line(compress(term.value)), term.value, web(term.value))
    if not label and isinstance(term, ox.Literal) and term.datatype.value in NUMERIC:
        kind, unit = (column.type, column.unit) if column else ("", "")
        return Cell(number(term, kind, unit, lang), numeric=True)
    said = dict(column.words).get(term.value) if column else None
    text = label or (said.translated(lang) if said else one_line(term.value))
    return Cell(text, url=web(term.value))


def _worded(name: str, value: Any, lang: Lang) -> str:
    """A value as the form puts it; of a thing of the graph its IRI is asked, not shown."""
    if isinstance(value, list | tuple):
        return ", ".join(_worded(name, each, lang) for each in value)
    text = _plain(value)
    return fielding.worded(text, lang, name) if fielding.known(text, name) else text


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value).lower() if isinstance(value, bool) else compress(str(value))


def unfilled(contract: Contract) -> Iterable[str]:
    """The parameters that must be given: without them nothing can be asked."""
    return [each.name for each in contract.parameters if each.required]
