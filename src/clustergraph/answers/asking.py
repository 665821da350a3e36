"""Saved questions as answers, and the contracts of all that can be asked: questions and analyses.

Knows how to ask, not what is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.answers.answer import Answer, Note, naming, origin, warning
from clustergraph.answers.registry import ANALYSES, run
from clustergraph.answers.undated import undated
from clustergraph.errors import Operation
from clustergraph.formats.tables import Table
from clustergraph.languages import Text
from clustergraph.questions import queries
from clustergraph.questions.taken import remembering
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Contract
    from clustergraph.questions.queries import Query

_FAILED = Text(
    "{expression} has no value in any row ({rows:,} in all): a value in it is "
    "missing or of a kind that it does not take",
    "{expression} n’a de valeur dans aucune ligne ({rows:,} en tout) : il y manque une "
    "valeur, ou une valeur n’est pas du type attendu",
)
_NO_SUM = Text(
    "{expression} has no value: {failed:,} of the {rows:,} values are no numbers",
    "{expression} n’a pas de valeur : {failed:,} des {rows:,} valeurs ne sont pas des nombres",
)
_IN_PART = Text(
    "{expression}: {failed:,} of the {rows:,} rows have no value; sparq sums the others (0 where "
    "there are none), other engines give no sum then",
    "{expression} : {failed:,} des {rows:,} lignes n’ont pas de valeur ; sparq additionne les "
    "autres (0 s’il n’y en a pas), d’autres moteurs ne donnent alors pas de somme",
)
_ABSENT = Text("{name} occurs nowhere in the graph", "{name} n’apparaît nulle part dans le graphe")
_ABSENT_BUT = Text(
    "{name} occurs nowhere in the graph; {other} does",
    "{name} n’apparaît nulle part dans le graphe ; {other}, si",
)

# The question that takes words as they stand, and what finds them in other forms.
_BY_WORDS = "projects-by-words"
_SEARCH = (
    Text("words are taken as they stand here; ", "les mots sont pris ici tels quels\xa0; "),
    Text(
        " also finds them with other accents and endings, and apart",
        " les trouve aussi avec d’autres accents ou terminaisons, et séparés",
    ),
)


def query(
    location: Location,
    wanted: Query,
    values: Mapping[str, queries.Given] | None = None,
    *,
    lang: Lang = "en",
    allow_remote: bool = False,
) -> Answer | bool | list[ox.Triple]:
    """The rows of a SELECT as an Answer; a boolean or triples by the other forms.

    Errors are those of `questions.queries.query`.
    """
    with remembering(lang) as known:
        found = queries.query(location, wanted, values, allow_remote=allow_remote, lang=lang)
    if not isinstance(found, Table):
        return found
    defaults = {each.name: each.default for each in wanted.parameters}
    asked = {**defaults, **(values or {})}
    told = wanted.contract.answered(found.columns)
    taken = tuple(known.taken)
    seen = queries.Seen(
        len(found.rows), {name for name in found.columns if not any(found.column(name))}
    )
    warned = warnings(location, wanted, values or {}, seen, lang=lang)
    return Answer(found, (*naming(taken, lang), *warned), operation=told, named=taken, asked=asked,
                  origin=origin(location))  # fmt: skip


def unseen(
    location: Location,
    wanted: Query,
    values: Mapping[str, queries.Given],
    found: Answer | bool | list[ox.Triple],
    *,
    lang: Lang = "en",
) -> list[Note]:
    """What one must know of an answer that has no room for it: of false, and of no triples."""
    return [] if found else warnings(location, wanted, values, queries.Seen(), lang=lang)


def _plain(term: Any) -> Term:
    # A triple may stand in another one (RDF 1.2); a cell holds its text.
    import pyoxigraph as ox

    return ox.Literal(str(term)) if isinstance(term, ox.Triple) else term


def warnings(
    location: Location,
    wanted: Query,
    values: Mapping[str, queries.Given],
    seen: queries.Seen,
    *,
    lang: Lang = "en",
) -> list[Note]:
    """What one must know of the rows: names that the graph has not, expressions that failed, sums
    of what some rows have not, and what was left out undated."""
    unknown_names = [
        warning((_ABSENT_BUT if other else _ABSENT).translated(lang).format(name=name, other=other))
        for name, other in queries.absent(location, wanted, seen)
    ]
    failed = _erring(location, wanted, values, seen, lang)
    in_part = _in_part(location, wanted, values, lang)
    left_out = undated(location, wanted, values, lang)
    return [*unknown_names, *failed, *in_part, *left_out, *_elsewhere(wanted, values, seen, lang)]


def _elsewhere(
    wanted: Query, values: Mapping[str, queries.Given], seen: queries.Seen, lang: Lang
) -> list[Note]:
    """The hint that the same words may be found in another form, where none stand as they are."""
    if seen.rows or not wanted.is_saved or wanted.name != _BY_WORDS:
        return []
    words = values.get("words", next(each.default for each in wanted.parameters))
    told = words if isinstance(words, str) else " ".join(words)
    if not told.strip():
        return []
    before, after = _SEARCH
    search = Operation("search", (("", told),))
    return [warning(before.translated(lang), search, after.translated(lang))]


def _in_part(
    location: Location, wanted: Query, values: Mapping[str, queries.Given], lang: Lang
) -> list[Note]:
    """The warning that a sum lacks what some rows do not state."""
    return [
        warning(_IN_PART.translated(lang).format(expression=said, rows=rows, failed=failed))
        for said, rows, failed in queries.unstated(location, wanted, values)
    ]


def _erring(
    location: Location,
    wanted: Query,
    values: Mapping[str, queries.Given],
    seen: queries.Seen,
    lang: Lang,
) -> list[Note]:
    """The warnings that an expression failed in every row, which looks like nothing found."""
    found = []
    for said, rows, failed in queries.erring(location, wanted, values, seen):
        text = (_FAILED if rows == failed else _NO_SUM).translated(lang)
        found.append(
            warning(text.format(expression=" ".join(said.split()), rows=rows, failed=failed))
        )
    return found


def ask(location: Location, name: str, given: Mapping[str, Any], *, lang: Lang = "en") -> Answer:
    """The answer to a saved question or an analysis, from values for its parameters.

    What a question that has no rows says, true or false or triples, becomes rows. Raises
    RequestError for an unknown name, and what the question or the analysis raises.
    """
    if name in ANALYSES:
        return run(location, name, given, lang=lang)
    known, wanted = contract(name), queries.saved()[name]
    found = query(location, wanted, given, lang=lang)
    if isinstance(found, Answer):
        return found
    table = _rows(found)
    notes = tuple(unseen(location, wanted, given, found, lang=lang))
    told, asked = known.answered(table.columns), dict(given)
    return Answer(table, notes, operation=told, asked=asked, origin=origin(location))


def _rows(found: bool | list[ox.Triple]) -> Table:
    import pyoxigraph as ox

    if isinstance(found, bool):
        return Table(("answer",), [(ox.Literal(found),)])
    return Table(
        ("subject", "predicate", "object"),
        [tuple(map(_plain, (each.subject, each.predicate, each.object))) for each in found],
    )


def catalogue(lang: Lang = "en") -> Answer:
    """The saved questions as an answer: name, question, parameters."""
    return Answer(queries.catalogue(lang))


def contracts() -> dict[str, Contract]:
    """The contract of every analysis and of every saved question, by name."""
    # A file of somebody's own that is wrong must not keep the others from being told.
    questions = {name: each.contract for name, each in queries.sound().items()}
    return {**{name: each.contract for name, each in ANALYSES.items()}, **questions}


def describe(text: str) -> Contract:
    """The contract of a question or an analysis, or of a question in a file whose path ends with
    `.rq`; errors as `contract`."""
    return queries.named(text).contract if text.endswith(".rq") else contract(text)


def contract(name: str) -> Contract:
    """The contract of a question or an analysis; RequestError with the nearest names, QueryError
    for a question of one's own that is wrong."""
    told = queries.own(name)
    if told and told[1]:
        raise told[1]
    known = contracts()
    if name not in known:
        raise unknown("question or analysis", name, known)
    return known[name]
