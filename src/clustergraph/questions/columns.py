"""The columns of questions: what their names say, written once in queries/columns.yaml.

A question's own header may say more or otherwise, under `columns`. Knows names only, no rows.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from clustergraph import resources
from clustergraph.graph import sparql
from clustergraph.languages import Text
from clustergraph.questions.contract import ANY, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL = "Label"


def columns(text: str, own: Mapping[str, Any], *, saved: bool = True) -> tuple[Column, ...]:
    """The columns of a SELECT, in its order; none where the text does not name them.

    own: what the question itself says of them. saved: whether it is one of those for which
    columns.yaml speaks; elsewhere the same name may mean anything.
    """
    known = _known() if saved else {}
    said = {name: {**known.get(name, {}), **own.get(name, {})} for name in {*known, *own}}
    return tuple(_column(name, said) for name in sparql.projection(text))


def _column(name: str, said: Mapping[str, Mapping[str, Any]]) -> Column:
    """One column; `thingLabel` holds the names of what stands in `thing`."""
    thing = name.removesuffix(_LABEL)
    if name not in said and thing in said:
        fields = said[thing]
        return Column(name, "string", _text(fields, "label"), _text(fields, "meaning"))
    fields = said.get(name, {})
    kind, unit = str(fields.get("type", ANY)), str(fields.get("unit", ""))
    return Column(
        name, kind, _text(fields, "label"), _text(fields, "meaning"), unit, _words(fields)
    )


def _text(fields: Mapping[str, Any], key: str) -> Text:
    return Text(str(fields.get(key, "")), str(fields.get(f"{key}@fr", "")))


def _words(fields: Mapping[str, Any]) -> tuple[tuple[str, Text], ...]:
    english, french = fields.get("words", {}), fields.get("words@fr", {})
    return tuple(
        (code, Text(str(word), str(french.get(code, "")))) for code, word in english.items()
    )


@cache
def _known() -> Mapping[str, Any]:
    path = resources.queries_dir() / "columns.yaml"
    found: Mapping[str, Any] = from_yaml(path.read_text(encoding="utf-8"))
    return found


def from_yaml(text: str) -> Any:
    """What a text in YAML says; yaml.YAMLError where it says nothing."""
    import yaml

    # The same loader in C reads all headers in a tenth of the time, where the library has it.
    if yaml.__with_libyaml__:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.safe_load(text)
