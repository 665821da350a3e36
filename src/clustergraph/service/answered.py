"""An answer as a response: JSON with all that a reader must know, CSV, Parquet or a workbook.

Knows answers and formats; nothing of how they were found.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from clustergraph.answers.about import about
from clustergraph.answers.checksum import checksum
from clustergraph.answers.filed import filed
from clustergraph.formats import grids, tables
from clustergraph.service import negotiation
from clustergraph.service.asked import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location
    from clustergraph.service.asked import Asked

# An answer may be kept for a minute, then the server is asked whether it still holds.
CACHING = "private, max-age=60, must-revalidate"


def tag(location: Location, name: str, asked: Asked) -> str | None:
    """The entity tag of an answer; None for an endpoint."""
    what = (name, asked.format, asked.lang, asked.limit, asked.offset, asked.values)
    made = checksum(location, *what)
    return negotiation.tag(made) if made else None


def respond(answer: Answer, asked: Asked, headers: Mapping[str, str]) -> Response:
    """One page of an answer in the format asked for."""
    page = tables.Table(answer.columns, answer.rows[asked.offset : asked.offset + asked.limit])
    if asked.format == "json":
        body = json.dumps(_document(answer, page, asked), ensure_ascii=False).encode()
    else:
        body = tables.write(page, asked.format, look=_look(answer, page, asked))
    held = dict(headers)
    if asked.format != "json":
        # A table is a file to keep, whose name says what is in it.
        name = answer.operation.name if answer.operation else ""
        file = filed(name, asked.values, answer.origin.short)
        held["Content-Disposition"] = f'attachment; filename="{file}.{asked.format}"'
    return Response(body, headers=held, media_type=FORMATS[asked.format])


def _look(answer: Answer, page: tables.Table, asked: Asked) -> grids.Look:
    contract = answer.operation
    return grids.Look(
        tables.own_labels(page),
        contract.types() if contract else {},
        {each.name: each.unit for each in contract.columns if each.unit} if contract else {},
        asked.lang,
        about=about(answer, asked.lang) if asked.format == "xlsx" else (),
    )


def _document(answer: Answer, page: tables.Table, asked: Asked) -> dict[str, Any]:
    """The page as JSON: rows as objects, and what one must know to trust them."""
    contract, end = answer.operation, asked.offset + len(page.rows)
    return {
        "name": contract.name if contract else "",
        "question": contract.question.translated(asked.lang) if contract else "",
        "parameters": answer.asked,
        "columns": [
            {"name": each.name, **each.schema(asked.lang)}
            for each in (contract.columns if contract else ())
        ],
        "rows": json.loads(tables.records(page)),
        "total": len(answer),
        "offset": asked.offset,
        "next": end if end < len(answer) else None,
        "notes": [{"level": each.level, "text": str(each)} for each in answer.notes],
        "sources": answer.origin.sources,
        "licences": answer.origin.licences,
        "build": answer.origin.build,
    }
