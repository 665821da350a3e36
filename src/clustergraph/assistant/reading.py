"""What an assistant reads before it asks: the questions, the terms, and all facts of one thing.

Knows contracts, the ontology and the facts of the pages; nothing of the protocol.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import resources
from clustergraph.answers.answer import Answer, origin
from clustergraph.formats.tables import Table
from clustergraph.languages import Text
from clustergraph.questions.contract import Column, Contract, Parameter
from clustergraph.terms import compress, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clustergraph.formats.tables import Row
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

_FILES = ("clustergraph.ttl", "schemes.ttl")
_WORDS = Parameter(
    "words",
    "string",
    Text("Only those that hold all these words.", "Seulement ceux qui ont tous ces mots."),
)
QUESTIONS = Contract(
    "list_questions",
    Text("List the questions", "Lister les questions"),
    Text(
        "Which questions and analyses can be asked with ask, and with which parameters?",
        "Quelles questions et analyses peut-on poser avec ask, et avec quels paramètres ?",
    ),
    (_WORDS,),
    tuple(Column(name, "string") for name in ("name", "question", "parameters")),
)
VOCABULARY = Contract(
    "vocabulary",
    Text("The terms", "Les termes"),
    Text(
        "Which classes, properties and concepts does the graph use, and what do they mean?",
        "Quelles classes, propriétés et notions le graphe emploie-t-il, et que signifient-elles ?",
    ),
    (_WORDS,),
    tuple(Column(name, "string") for name in ("term", "kind", "label", "meaning")),
)


def questions(location: Location, known: Mapping[str, Contract], words: str, lang: Lang) -> Answer:
    """Name, question and parameters of each contract."""
    rows = [
        _row(name, each.question.translated(lang), ", ".join(map(_signature, each.parameters)))
        for name, each in sorted(known.items())
    ]
    return _answer(location, QUESTIONS, _holding(rows, words))


def _signature(parameter: Parameter) -> str:
    kind = f"list of {parameter.type}" if parameter.many else parameter.type
    if parameter.required:
        return f"{parameter.name}: {kind}, required"
    default = parameter.default not in (None, ())
    return f"{parameter.name}: {kind}" + (f" = {parameter.default}" if default else "")


def vocabulary(location: Location, words: str, lang: Lang) -> Answer:
    """Prefixed name, kind, label and meaning of each term."""
    rows = [
        _row(term, kind, *(texts.get(lang) or texts.get("en", "") for texts in (label, meaning)))
        for term, kind, label, meaning in _terms()
    ]
    return _answer(location, VOCABULARY, _holding(rows, words))


@cache
def _terms() -> tuple[tuple[str, str, dict[str, str], dict[str, str]], ...]:
    """Each term with its kind, labels and meanings by language."""
    store = ox.Store()
    for name in _FILES:
        store.bulk_load(path=str(resources.ontology_dir() / name), format=ox.RdfFormat.TURTLE)
    found: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {}
    solutions = store.query(_TERMS)
    assert isinstance(solutions, ox.QuerySolutions)
    for term, kind, label, meaning in solutions:
        _, labels, meanings = found.setdefault(
            compress(term.value), (compress(kind.value), {}, {})
        )  # fmt: skip
        for texts, text in ((labels, label), (meanings, meaning)):
            if text is not None:
                texts[text.language or "en"] = text.value
    return tuple((term, *found[term]) for term in sorted(found))


_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?kind ?label ?meaning WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty skos:Concept }
  ?term a ?kind FILTER(isIRI(?term))
  OPTIONAL { ?term rdfs:label|skos:prefLabel ?label }
  OPTIONAL { ?term rdfs:comment|skos:definition ?meaning }
}
ORDER BY ?term ?kind ?label ?meaning
"""


def _row(*texts: str) -> Row:
    return tuple(ox.Literal(text) if text else None for text in texts)


def _holding(rows: Iterable[Row], words: str) -> list[Row]:
    """The rows in which every word stands, whatever its accents and case."""
    wanted = [fold(word) for word in words.split()]
    return [row for row in rows if all(word in _folded(row) for word in wanted)]


def _folded(row: Row) -> str:
    return fold(" ".join(cell.value for cell in row if cell is not None))


def _answer(location: Location, contract: Contract, rows: list[Row]) -> Answer:
    table = Table(tuple(each.name for each in contract.columns), rows)
    return Answer(table, operation=contract, origin=origin(location))
