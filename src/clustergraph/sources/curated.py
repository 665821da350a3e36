"""What curated facts say of organisations that rows tell of too: identifiers, names, all else.

Reads lines of N-Triples; knows nothing of rows, nor of how an organisation is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.errors import SourceError
from clustergraph.sources import emit, registers
from clustergraph.sources.joined import reified
from clustergraph.terms import CG, PREFIXES, compress, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Identifiers that alone tell which organisation it is, best first, each with the beginning of the
# keys made of it. A VAT number is not among them: the faculties of a university share one.
TRUSTED = {property_: register for register, property_ in registers.PROPERTIES.items()}
# The portal registers some organisations twice: they have one PIC, and others beside it.
PIC, OTHER_PIC = f"{CG}pic", f"{CG}otherPic"
_BEGINNINGS = {**TRUSTED, OTHER_PIC: "pic"}
_IDENTIFYING = re.compile(f"> <({'|'.join(map(re.escape, _BEGINNINGS))})> ")
_NAMING = re.compile(f"> <({emit.LABEL}|{emit.ALT_LABEL})> ")
_ORGANISATION = f"<{PREFIXES['organisation']}"


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for quad in ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = quad.triple
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
            yield subject.value, predicate.value, value.value


def identifiers_in(curated: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Who bears which identifier, by which property."""
    return _parsed(filter(_IDENTIFYING.search, curated))


def owners_of(borne: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """From the IRI that a source would mint of an identifier to the curated thing that bears it."""
    owners: dict[str, str] = {}
    for subject, predicate, value in borne:
        beginning = _BEGINNINGS[predicate]
        key = mint("organisation", f"{beginning}-{registers.READINGS[beginning](value) or value}")
        other = owners.setdefault(key, subject)
        if other != subject:
            raise claimed_twice(key, other, subject, "in the curated facts")
    return owners


def claimed_twice(key: str, one: str, other: str, how: str) -> SourceError:
    """An identifier, by the IRI that it makes, that two things bear."""
    first, second = sorted(map(compress, (one, other)))
    identifier = " ".join(compress(key).partition(":")[2].split("-", 1))
    return SourceError(
        f"{first} and {second} both bear {identifier} {how}: an identifier belongs to one of them"
    )


def names_in(curated: Iterable[str], written: set[str]) -> dict[str, dict[str, str]]:
    """The names of curated organisations, and of `written`, whatever their IRI: name to property,
    be it the label or another name."""
    chosen = (line for line in _about(curated, written) if _NAMING.search(line))
    names: dict[str, dict[str, str]] = {}
    for subject, predicate, value in _parsed(chosen):
        given = names.setdefault(subject, {})
        if given.get(value) != emit.LABEL:
            given[value] = predicate
    return names


def facts_in(curated: Sequence[str], written: set[str]) -> dict[str, list[tuple[str, str]]]:
    """What curated lines state of the same organisations, but for their sources and for facts that
    somebody gave a record."""
    facts: dict[str, list[tuple[str, str]]] = {}
    recorded = set(reified(curated))
    for line in _about(curated, written):
        subject, predicate, value = line.removesuffix(" .\n").split(" ", 2)
        fact = subject[1:-1], predicate[1:-1], value
        if fact[1] not in (emit.SOURCE, emit.LOCATOR) and fact not in recorded:
            facts.setdefault(fact[0], []).append(fact[1:])
    return facts


def _about(curated: Iterable[str], written: set[str]) -> Iterator[str]:
    starts = (_ORGANISATION, *(f"<{iri}>" for iri in sorted(written)))
    return (line for line in curated if line.startswith(starts))
