"""The resources: documents that an assistant may read whole, by address.

Knows what a graph says of itself, the term reference and the questions; nothing of the protocol.
An address is looked up among those that there are, never opened.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from clustergraph.assistant.bounded import clean
from clustergraph.questions import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.graph.location import Location

_MARKDOWN, _JSON, _SPARQL = "text/markdown", "application/json", "application/sparql-query"
# What concerns the machine on which a graph was built.
_PRIVATE = frozenset({"path", "fetched"})


@dataclass(frozen=True)
class Document:
    """One resource. read: gives its text."""

    name: str
    media: str
    said: str
    read: Callable[[Location], str]


def documents() -> dict[str, Document]:
    """Every resource by address."""
    saved = queries.saved()
    return {
        "clustergraph://ontology": Document(
            "ontology", _MARKDOWN, "The classes, properties and concepts.", _ontology
        ),
        "clustergraph://coverage": Document(
            "coverage", _JSON, "How many things the graph holds, how much is known.", _coverage
        ),
        "clustergraph://manifest": Document(
            "manifest", _JSON, "The build, its sources, releases and licences.", _manifest
        ),
        **{
            f"clustergraph://question/{name}": Document(
                name, _SPARQL, saved[name].contract.question, _question(name)
            )
            for name in saved
        },
    }


def _ontology(location: Location) -> str:
    from clustergraph.vocabulary import reference

    return reference.ontology()


def _coverage(location: Location) -> str:
    from clustergraph.answers.info import info

    told = asdict(info(location))
    kept = ("build", "triples", "classes", "organisations", "completeness")
    return _text({name: told[name] for name in kept})


def _manifest(location: Location) -> str:
    manifest = location.manifest
    if manifest is None:
        return _text({"build": None, "sources": []})
    sources = [
        {name: value for name, value in asdict(each).items() if name not in _PRIVATE}
        for each in manifest.sources
    ]
    return _text({"build": manifest.build_id, "sources": sources})


def _question(name: str) -> Callable[[Location], str]:
    return lambda location: queries.saved()[name].text


def _text(told: object) -> str:
    return json.dumps(clean(told), ensure_ascii=False, indent=1)
