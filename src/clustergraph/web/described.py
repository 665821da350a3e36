"""All facts of one thing as an answer: those of its page, for whoever reads tables.

Knows the facts of the pages; nothing of faces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.answers.answer import Answer, naming, origin
from clustergraph.formats.tables import Table
from clustergraph.languages import Text
from clustergraph.questions import names
from clustergraph.questions.contract import Column, Contract, Parameter
from clustergraph.questions.taken import remembering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.formats.tables import Row
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.web.facts import Description

DESCRIBE = Contract(
    "describe",
    Text("Describe a thing", "Décrire une chose"),
    Text(
        "What does the graph say of one organisation, project, programme, place or event, and "
        "according to which source?",
        "Que dit le graphe d’une organisation, d’un projet, d’un programme, d’un lieu ou d’un "
        "événement, et selon quelle source ?",
    ),
    (Parameter("name", "string", Text("Its name or IRI.", "Son nom ou son IRI."), required=True),),
    (
        Column("fact", "string", Text("Fact", "Information")),
        Column("value", "string", Text("Value", "Valeur")),
        Column("iri", "string", Text("IRI or address", "IRI ou adresse")),
        Column("note", "string", Text("Note", "Remarque")),
        Column("source", "string", Text("Source", "Source")),
    ),
)


def describe(location: Location, name: str, lang: Lang) -> Answer:
    """The facts of what a name or an IRI means. RequestError with the nearest names."""
    from clustergraph.web import phrasing

    with remembering(lang) as known:
        iri = names.find(location, name, parameter="name").iri
    said = phrasing.describe(location, [iri])[iri]
    rows = [_row("iri", iri, iri), *_facts(said, lang)]
    notes = naming(known.taken, lang)
    table = Table(tuple(each.name for each in DESCRIBE.columns), [_wide(row) for row in rows])
    return Answer(table, notes, operation=DESCRIBE, asked={"name": name}, origin=origin(location))


def _facts(said: Description, lang: Lang) -> Iterator[Row]:
    if said.text:
        yield _row("description", said.text.translated(lang))
    for fact in said.facts:
        for value in fact.values:
            paper = "; ".join(each.title.translated(lang) for each in value.sources)
            words = (each.translated(lang) for each in (fact.name, value.text))
            link, said_ = value.iri or value.url or "", value.note.translated(lang)
            yield _row(*words, link, said_, paper)
        if fact.more:
            yield _row(fact.name.translated(lang), "", "", f"+ {fact.more}")


def _wide(row: Row) -> Row:
    return (*row, *[None] * (len(DESCRIBE.columns) - len(row)))


def _row(*texts: str) -> Row:
    return tuple(ox.Literal(text) if text else None for text in texts)
