"""Participations, partnerships and memberships: what a row ties together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.sources import emit
from clustergraph.sources.engagements import CAPACITIES, capacity, engagement
from clustergraph.sources.table.cells import (
    Fact,
    Refusal,
    Row,
    amount,
    concept,
    day_in,
    key_of,
    period,
    topics,
    web_address,
)
from clustergraph.sources.template import MEMBERSHIP, PARTICIPATION, PARTNERSHIP
from clustergraph.terms import CG, PREFIXES, local_name, mint

if TYPE_CHECKING:
    from clustergraph.sources.reading import Tally
    from clustergraph.sources.table.parties import Party
    from clustergraph.sources.table.writing import Writing


_CLASSES = {
    PARTICIPATION: f"{CG}Participation",
    MEMBERSHIP: f"{CG}Membership",
    PARTNERSHIP: f"{CG}Partnership",
}
# Of what two tables may say of one relator: what has one value, and what each may add to.
_ONE = {f"{CG}participantContribution", f"{CG}endDate"}
_SEVERAL = {emit.SOURCE, f"{CG}topic"}
_MEMBER, _BODY = f"{PREFIXES['org']}member", f"{PREFIXES['org']}organization"


@dataclass(frozen=True)
class Relator:
    """A participation, partnership or membership, complete, before it is written."""

    iri: str
    facts: frozenset[Fact]


class Relations:
    """The ties of a table, each written once."""

    def __init__(self, out: Writing, tally: Tally) -> None:
        self._out = out
        self._tally = tally
        self._relators: dict[str, tuple[Relator, str]] = {}
        self._publications: dict[str, str] = {}

    def keep(self, row: Row, relator: Relator, relation: str) -> None:
        """Write a relator, unless a row has stated the same; another version of it is refused.

        What another table states too is one with two sources.
        """
        before = self._relators.setdefault(relator.iri, (relator, row.locator))
        if before[0] != relator:
            raise Refusal("with", f"{before[1]} states this already, with other values")
        if before[1] != row.locator:
            self._tally.repeated += 1
            return
        facts = _completing(relator, self._out.known.told.get(relator.iri, set()))
        self._tally.kept += 1
        self.refer(row, relator.iri)
        self._out.write(relator.iri, _CLASSES[relation], facts, [row.locator])

    def elsewhere(self, row: Row, party: Party, project: str, stated: Relator) -> bool:
        """Whether another source states a participation, in whichever role of its kind: then that
        stands, and the row is counted and remarked, or its money would count twice."""
        role = dict(stated.facts).get(f"{CG}role", "")
        capacities = [capacity(role[1:-1])] if role else CAPACITIES
        told, engaged = local_name(project), self._out.gathering.engaged
        if not any(engagement(told, party.iri, each) in engaged for each in capacities):
            return False
        row.remark("with", "another source states this participation, and stands")
        self._tally.replaced += 1
        return True

    def refer(self, row: Row, iri: str) -> None:
        """Name the document to which a row refers as a source of what it states."""
        if row.reference:
            self._publications.setdefault(*row.reference)
            self._out.gathering.citations.cite(iri, row.reference[0])

    def common(self, row: Row) -> set[Fact]:
        """What every row takes: the note, and the document that states it."""
        facts = {(emit.DESCRIPTION, row.value("note", emit.text))}
        address = row.value("reference", web_address)
        if address:
            digest = hashlib.sha256(address.encode()).hexdigest()[:12]
            iri = mint("publication", "table", digest)
            facts.add((emit.SOURCE, emit.iri(iri)))
            row.reference = (iri, address)
        return facts

    def participation(self, row: Row, party: Party, project: str) -> Relator:
        """The participation of an organisation in a project."""
        role = row.value("role", concept("role"))
        facts = {
            (f"{CG}participant", emit.iri(party.iri)),
            (f"{CG}inProject", emit.iri(project)),
            (f"{CG}role", role),
            (f"{CG}participantContribution", row.value("contribution", amount)),
            *self.common(row),
        }
        label = self._out.known.labels.get(party.iri, party.name)
        if label != party.name:
            facts.add((f"{CG}reportedName", emit.text(party.name)))
        parts = (key_of(project), key_of(party.iri), _key_of_role(role))
        return _relator(mint("participation", "table", *filter(None, parts)), facts)

    def between(self, row: Row, relation: str, party: Party, other: Party) -> Relator:
        """A partnership, which is the same read from either side, or a membership."""
        if party.iri == other.iri:
            raise Refusal("with", "the organisation itself")
        start, end = period(row)
        facts = {(f"{CG}startDate", start), (f"{CG}endDate", end)}
        facts |= {*self.common(row), *topics(row)}
        ends, role = [party, other], ""
        if relation == PARTNERSHIP:
            ends.sort(key=lambda end: end.iri)
            facts |= {(f"{CG}partner", emit.iri(end.iri)) for end in ends}
        else:
            role = row.value("role", concept("role"))
            facts |= {(_MEMBER, emit.iri(party.iri)), (_BODY, emit.iri(other.iri))}
            facts.add((f"{CG}role", role))
        facts |= _labels(relation, *(end.name or key_of(end.iri) for end in ends))
        parts = [
            *(key_of(end.iri) for end in ends),
            _key_of_role(role),
            day_in(start),
        ]
        return _relator(mint(relation, "table", *filter(None, parts)), facts)

    def finish(self) -> None:
        """Write the publications that rows refer to."""
        for iri, address in self._publications.items():
            facts = {(emit.LABEL, emit.text(address)), (emit.HOMEPAGE, emit.iri(address))}
            self._out.write(iri, f"{CG}Publication", facts)


def _completing(relator: Relator, told: set[str]) -> set[Fact]:
    """What a relator adds to the lines of another table that states it.

    Raises Refusal where the two contradict each other.
    """
    stated = {line.split(" ", 2)[1][1:-1] for line in told}
    for fact in relator.facts:
        if fact[0] in stated.intersection(_ONE) and emit.line(relator.iri, *fact) not in told:
            raise Refusal("with", "another table states this already, with other values")
    return {fact for fact in relator.facts if fact[0] in _SEVERAL or fact[0] not in stated}


def _key_of_role(role: str) -> str:
    """What a role adds to the IRI of a relator; "" for none."""
    return key_of(role[1:-1]) if role else ""


def _relator(iri: str, facts: set[Fact]) -> Relator:
    return Relator(iri, frozenset(fact for fact in facts if fact[1]))


def _labels(relation: str, first: str, second: str) -> set[Fact]:
    english, french = (" and ", " et ") if relation == PARTNERSHIP else (" in ", " dans ")
    return {
        (emit.LABEL, emit.tagged(f"{first}{english}{second}", "en")),
        (emit.LABEL, emit.tagged(f"{first}{french}{second}", "fr")),
    }
