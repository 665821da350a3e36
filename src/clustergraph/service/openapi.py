"""The OpenAPI 3.1 document of the service, made from the contracts.

Knows contracts and the addresses of operations; nothing of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph import __version__
from clustergraph.service.asked import COMMON, FORMATS
from clustergraph.web.described import DESCRIBE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clustergraph.languages import Lang
    from clustergraph.questions.contract import Contract, Parameter

_PROBLEM = {
    "description": "What is wrong with the request, and what to do next (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(contracts: Mapping[str, Contract], lang: Lang = "en") -> dict[str, Any]:
    """The document that describes every operation."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "clustergraph",
            "version": __version__,
            "description": "Questions and analyses of the knowledge graph of partners, projects "
            "and funding programmes. Read only.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            **{
                f"/api/ask/{name}": {"get": _operation(each, lang)}
                for name, each in sorted(contracts.items())
            },
            "/api/describe": {"get": _operation(DESCRIBE, lang, "describe-thing")},
            # The same as /api/ask/find, where programs look for it first.
            "/api/find": {"get": _operation(contracts["find"], lang, "find-thing")},
        },
        "components": {"schemas": {"Problem": _problem(), "Note": _note()}},
    }


def _operation(contract: Contract, lang: Lang, name: str = "") -> dict[str, Any]:
    told = [contract.question.translated(lang)]
    if contract.description:
        told.append(contract.description.translated(lang))
    return {
        "operationId": name or contract.name,
        "summary": contract.title.translated(lang),
        "description": "\n\n".join(told),
        "parameters": [_parameter(each, lang) for each in (*contract.parameters, *COMMON)],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {
                    "application/json": {"schema": _answer(contract, lang)},
                    **{
                        media.partition(";")[0]: {}
                        for name, media in FORMATS.items()
                        if name != "json"
                    },
                },
            },
            "304": {"description": "The answer that you have still holds."},
            "400": _PROBLEM,
            "503": _PROBLEM,
        },
    }


def _parameter(parameter: Parameter, lang: Lang) -> dict[str, Any]:
    schema = parameter.schema(lang)
    told = schema.pop("description", "")
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        **({"description": told} if told else {}),
        "schema": schema,
        **({"explode": True} if parameter.many else {}),
    }


def _answer(contract: Contract, lang: Lang) -> dict[str, Any]:
    row = contract.schema(lang)["properties"]["rows"]
    return {
        "type": "object",
        "required": ["name", "rows", "total", "offset", "next", "notes", "sources"],
        "properties": {
            "name": {"type": "string"},
            "question": {"type": "string"},
            "parameters": {"type": "object"},
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": row,
            "total": {"type": "integer", "description": "Rows of the whole answer."},
            "offset": {"type": "integer"},
            "next": {
                "type": ["integer", "null"],
                "description": "The offset of the next page; null on the last.",
            },
            "notes": {"type": "array", "items": {"$ref": "#/components/schemas/Note"}},
            "sources": {"type": "array", "items": {"type": "string"}},
            "licences": {"type": "array", "items": {"type": "string"}},
            "build": {"type": "string"},
        },
    }


def _problem() -> dict[str, Any]:
    texts = ("type", "title", "detail")
    return {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {
            **{name: {"type": "string"} for name in texts},
            "status": {"type": "integer"},
            "parameters": {"type": "array", "items": {"type": "string"}},
            "candidates": {"type": "array", "items": {"type": "string"}},
        },
    }


def _note() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["level", "text"],
        "properties": {
            "level": {"type": "string", "enum": ["note", "warning"]},
            "text": {"type": "string"},
        },
    }
