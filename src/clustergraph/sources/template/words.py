"""The words that the columns of the template take: concepts of schemes, programmes, relations.

A word is taken wherever a filter takes it: label in any language, code, or identifier. Knows the
ontology and the curated facts; nothing of files or rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from clustergraph import resources
from clustergraph.formats import rdf
from clustergraph.languages import Text
from clustergraph.sources.template.relations import RELATIONS, Field
from clustergraph.sources.template.strategy import MEASURES
from clustergraph.terms import PREFIXES, compress, fold, local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.languages import Lang

_NAMING = ("prefLabel", "altLabel", "hiddenLabel", "notation")


@dataclass(frozen=True)
class Concept:
    """A concept as people may write it: by identifier, label in any language, or notation."""

    iri: str
    name: str
    label: Text
    keys: frozenset[str]


@cache
def concepts(scheme: str) -> tuple[Concept, ...]:
    """The concepts of a scheme ("role"), in the order of the ontology's file."""
    skos = PREFIXES["skos"]
    words: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for triple in rdf.read(resources.ontology_dir() / "schemes.ttl"):
        iri = getattr(triple.subject, "value", "")
        if iri.startswith(PREFIXES[scheme]):
            found = words.setdefault(iri, {})
            value = (getattr(triple.object, "language", "") or "", str(triple.object.value))  # type: ignore[union-attr]
            found.setdefault(triple.predicate.value.removeprefix(skos), []).append(value)
    return tuple(_concept(iri, found) for iri, found in words.items() if "prefLabel" in found)


def _concept(iri: str, found: dict[str, list[tuple[str, str]]]) -> Concept:
    texts = [text for name in _NAMING for _language, text in found.get(name, [])]
    labels = dict(found["prefLabel"])
    name = local_name(iri)
    keys = frozenset(map(fold, (name, compress(iri), iri, *texts)))
    return Concept(iri, name, Text(labels.get("en", ""), labels.get("fr", "")), keys)


def concept(scheme: str, text: str) -> str | None:
    """The IRI of the concept that a text means, or None."""
    key = fold(text)
    return next((found.iri for found in concepts(scheme) if key in found.keys), None)


@cache
def _programmes() -> tuple[str, ...]:
    """The labels of the curated programmes, for the drop-down."""
    labels = {}
    for path in sorted(resources.data_dir().glob("*.ttl")):
        for triple in rdf.read(path):
            subject, value = triple.subject, triple.object
            if (
                getattr(subject, "value", "").startswith(PREFIXES["programme"])
                and triple.predicate.value == f"{PREFIXES['rdfs']}label"
                and getattr(value, "language", None) in (None, "en")
            ):
                labels[subject] = str(value.value)  # type: ignore[union-attr]
    return tuple(sorted(labels.values()))


def choices(field: Field, lang: Lang = "en") -> Sequence[str]:
    """The words that a column offers; () where it takes free text."""
    if field.name == "relation":
        return [word.translated(lang) for word in RELATIONS.values()]
    if field.name == "programme":
        return _programmes()
    if field.name == "measure":
        return MEASURES
    offered = concepts(field.scheme) if field.scheme else ()
    return [found.label.fr if lang == "fr" and found.label.fr else found.name for found in offered]
