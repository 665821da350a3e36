"""The columns of saved questions: what their names say, written once in queries/columns.yaml.

A question's own header may say it otherwise, under `columns`. Knows names only, no rows.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from clustergraph import resources
from clustergraph.graph import sparql
from clustergraph.languages import Text
from clustergraph.questions.contract import JSON_TYPES, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL = "Label"


def columns(text: str, own: Mapping[str, Any] | None = None) -> tuple[Column, ...]:
    """The columns of a SELECT, in its order; none where the text does not name them.

    `own` is the question's own word on some of them.
    """
    return tuple(column(name, own or {}) for name in sparql.projection(text))


def column(name: str, own: Mapping[str, Any]) -> Column:
    """One column; `thingLabel` holds the names of what stands in `thing`."""
    known = {**_known(), **own}
    if name not in known and name.endswith(_LABEL):
        thing = column(name.removesuffix(_LABEL), own)
        return Column(name, "string", thing.label, thing.meaning)
    fields = known.get(name) or {}
    kind = str(fields.get("type", "string"))
    if kind not in JSON_TYPES:
        raise ValueError(f"column {name}: unknown type {kind}")
    return Column(name, kind, _text(fields, "label"), _text(fields, "meaning"),
                  str(fields.get("unit", "")))  # fmt: skip


def _text(fields: Mapping[str, Any], key: str) -> Text:
    return Text(str(fields.get(key, "")), str(fields.get(f"{key}@fr", "")))


@cache
def _known() -> Mapping[str, Any]:
    import yaml

    path = resources.queries_dir() / "columns.yaml"
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
