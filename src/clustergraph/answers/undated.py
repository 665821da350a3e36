"""What a saved question leaves out because no source dates it, so that nobody takes it for nothing.

The questions in queries/undated/ count it: those of the name of the question, and `since` for each
question that takes projects by the year of their start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.answers.answer import Note, warning
from clustergraph.languages import Text, filled
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.questions.queries import Query

# The parameter that takes projects by the year of their start, and its question.
_SINCE = "since"
_SAID = {
    _SINCE: Text(
        "left out: {undated} [project|projects] of the graph that may have begun in {year} or "
        "later, though no source says when",
        "hors réponse : {undated} [projet du graphe qui a|projets du graphe qui ont] pu commencer "
        "en {year} ou plus tard, sans qu’aucune source dise quand",
    ),
    "partners-in-year": Text(
        "left out: {undated} [project, partnership, network or event|projects, partnerships, "
        "networks and events] shared with partners of which no source says a date",
        "hors réponse : {undated} [projet, partenariat, réseau ou événement commun "
        "dont|projets, partenariats, réseaux et événements communs dont] aucune source ne donne "
        "de date",
    ),
    "member-projects-ending": Text(
        "left out: {undated} [project|projects] of the members of which no source says the end",
        "hors réponse : {undated} [projet|projets] des membres dont aucune source ne donne la fin",
    ),
    "open-calls": Text(
        "left out: {undated} [call|calls] of the programme of which no source says a date",
        "hors réponse : {undated} [appel|appels] du programme dont aucune source ne donne de date",
    ),
}


def undated(
    location: Location, wanted: Query, values: Mapping[str, queries.Given], lang: Lang
) -> list[Note]:
    """The warning that a saved question leaves out what has no date, with how much that is."""
    name = _counting(wanted, values)
    if not name:
        return []
    counting = queries.shipped("undated", name)
    asked = {each.name: values[each.name] for each in counting.parameters if each.name in values}
    ((count,),) = queries.rows(location, counting, asked).rows
    number = int(count.value) if count is not None else 0
    if not number:
        return []
    # As a text: a year has no thousands.
    year = str(int(_one(values[_SINCE]))) if name == _SINCE else ""
    return [warning(filled(_SAID[name], undated=number, year=year).translated(lang))]


def _counting(wanted: Query, values: Mapping[str, queries.Given]) -> str:
    """The name of the question that counts what this one leaves out, or ""."""
    if not wanted.is_saved:
        return ""
    if wanted.name in _SAID:
        return wanted.name
    asks = any(each.name == _SINCE and each.type == "year" for each in wanted.parameters)
    return _SINCE if asks and int(_one(values.get(_SINCE, "0"))) else ""


def _one(given: queries.Given) -> str:
    return given if isinstance(given, str) else given[0]
