"""What an answer is, in lines that a file can carry with its rows: the question, what was asked,
the notes, the meaning of each column, and where it comes from.

Knows answers and contracts; nothing of files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.answers.answer import Answer
    from clustergraph.languages import Lang

_TITLE, _QUESTION = Text("title", "titre"), Text("question", "question")
_PARAMETER, _NOTE = Text("parameter", "paramètre"), Text("note", "remarque")
_COLUMN, _SOURCE = Text("column", "colonne"), Text("source", "source")
_LICENCE, _GRAPH = Text("licence", "licence"), Text("graph", "graphe")
_BUILD, _ROWS = Text("build", "construction"), Text("rows", "lignes")


def about(answer: Answer, lang: Lang = "en") -> tuple[tuple[str, str], ...]:
    """A name and a text for each thing to know of an answer, in the order of reading."""
    return tuple((name.translated(lang), text) for name, text in _lines(answer, lang) if text)


def _lines(answer: Answer, lang: Lang) -> Iterator[tuple[Text, str]]:
    contract, origin = answer.operation, answer.origin
    if contract:
        yield _TITLE, contract.title.translated(lang)
        yield _QUESTION, contract.question.translated(lang)
    for name, value in answer.asked.items():
        yield _PARAMETER, f"{name} = {_plain(value)}"
    for each in answer.notes:
        yield _NOTE, str(each)
    yield _ROWS, str(len(answer))
    for column in contract.columns if contract else ():
        unit = f" ({column.unit})" if column.unit else ""
        words = (column.label.translated(lang), column.meaning.translated(lang))
        said = ": ".join(filter(None, words))
        yield _COLUMN, f"{column.name}{unit}: {said}" if said else ""
    yield from ((_SOURCE, source) for source in origin.sources)
    yield from ((_LICENCE, licence) for licence in origin.licences)
    yield _GRAPH, origin.place
    yield _BUILD, origin.build


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
