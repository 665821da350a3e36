"""Rows of the organisation file: a participation each, of an organisation in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.sources import emit, general, reading, values
from clustergraph.sources.codes import slug
from clustergraph.sources.cordis.columns import OF_ORGANISATION, PARTICIPATION, groups, with_others
from clustergraph.sources.cordis.literals import MODIFIED, Memo, Memos
from clustergraph.sources.cordis.participants import Described, Participants
from clustergraph.sources.engagements import capacity, engagement
from clustergraph.terms import CG, PREFIXES, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.sources.cordis.release import Release
    from clustergraph.sources.reading import Sheet


_NODE = f"{PREFIXES['participation']}cordis-"
# What the lines of a participation have after its node.
_SAID = ("inProject", "participant", "atSite", "role", "reportedName", "locator")
_IN_PROJECT = f"> <{CG}inProject> <{PREFIXES['project']}cordis-"
_PARTICIPANT = f"> <{CG}participant> <"
_LOCATED_AT = f"> <{emit.LOCATOR}> "
_AT_SITE = f"> <{CG}atSite> <"
_ROLE = f"> <{CG}role> <"
_REPORTED = f"{CG}reportedName"
# The properties of the columns from `contentUpdateDate` on, in their order.
_FIELDS = (
    MODIFIED,
    f"{CG}active",
    f"{CG}participantContribution",
    f"{CG}ended",
    f"{CG}netContribution",
    f"{CG}sme",
    f"{CG}participantCost",
    f"{CG}order",
)
_AMOUNTS = {name: above for name in _FIELDS if (above := general.above(name))}
# Lines stand in the order of their predicates, of which each has one slot.
_ORDER = sorted(
    [*_FIELDS, *_AMOUNTS.values(), *(f"{CG}{name}" for name in _SAID), emit.TYPE, emit.SOURCE],
    key="{}> ".format,
)
_STARTS = tuple(f"> <{name}> " for name in _ORDER)
_TYPE_AT, _SOURCE_AT = map(_ORDER.index, (emit.TYPE, emit.SOURCE))
_PROJECT_AT, _PARTICIPANT_AT, _SITE_AT, _ROLE_AT, _REPORTED_AT, _LOCATOR_AT = (
    _ORDER.index(f"{CG}{name}") for name in _SAID
)
_FIRST_FIELD = 16
# By the slot of a field its place among the columns.
_FIELD_OF = {_ORDER.index(name): place for place, name in enumerate(_FIELDS, _FIRST_FIELD)}
# The slots of an amount and of its general property, and where its value begins.
_GENERAL = tuple(
    (_ORDER.index(name), _ORDER.index(above), len(f"> <{name}> "))
    for name, above in _AMOUNTS.items()
)
# projectID, organisationID, rcn and order among the cells.
_IDENTIFIERS = (0, 3, 14, 23)


class Participations:
    """Rows of the organisation file: a participation each, of an organisation in a project.

    The busiest loop of a build: 430,000 rows in a full one, so tails are written in place.
    """

    def __init__(self, release: Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self._blocks = release.gathering.blocks
        self._participants = Participants(release)
        self._roles: dict[str, tuple[str, str, str]] = {"": ("", "", "")}
        self._is_participation = emit.tail(emit.TYPE, f"<{CG}Participation>")
        self._from = emit.tail(emit.SOURCE, f"<{release.dataset}>")
        self._citations = release.gathering.citations
        self._fields = _fields(release.memos)
        self._file = ""

    def read(self, sheet: Sheet) -> None:
        """Write every participation of a sheet."""
        columns = with_others(sheet, PARTICIPATION, self._release.tally)
        others = [column.name for column in columns[len(PARTICIPATION) :]]
        release, tally = self._release, self._release.tally
        # A literal but for its end, to which the line is added.
        self._file = emit.text(sheet.file)[:-1]
        read, rejected = tally.read, len(tally.rejects)
        for line, cells in reading.rows(sheet, columns, tally, groups(PARTICIPATION)):
            if cells[0] not in release.projects or ".0" in cells[3] or not cells[23].isdecimal():
                cells = self._in_one_form(cells)
            if cells[0] not in release.projects:
                release.known(sheet, line, cells[0])
            elif cells[3] or cells[4]:
                self._row(sheet, line, cells, others)
            else:
                tally.reject(sheet.name, line, "organisationID", "", "no organisation")
        tally.doubt(sheet.name, tally.read - read, len(tally.rejects) - rejected)

    def _in_one_form(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The cells with their identifiers as they were before a program took them for numbers; a
        project that the row names by its acronym only is the one that bears it."""
        changed = [*cells]
        for place in _IDENTIFIERS:
            changed[place] = values.code(cells[place])
        if not changed[0] and cells[1]:
            changed[0] = self._release.called(cells[1])
        return tuple(changed)

    def _row(self, sheet: Sheet, line: int, cells: tuple[str, ...], others: Sequence[str]) -> None:
        release = self._release
        known = self._participants.described(sheet, line, cells[OF_ORGANISATION])
        name, day, order = cells[4], release.memos.when[cells[16]], cells[23]
        if day > known.latest:
            known.latest = day
            known.record.named(name, day)
        role, part, capacity = self._roles.get(cells[2]) or self._role(cells[2])
        if not order.isdecimal():
            order = escape(order)
        key = f"{cells[0]}-{known.key}{part}-{order}"
        mark, before = hash(cells), release.ledger.rows.get(key)
        told = engagement(f"cordis-{cells[0]}", known.iri, capacity)
        if before is not None or told in release.gathering.engaged:
            release.repeats(sheet, line, cells, differs=before != mark)
            return
        release.ledger.rows[key] = mark
        release.ledger.present.add(told)
        release.tally.kept += 1
        slots = self._slots(known, role, sheet, line, cells)
        if f"{_NODE}{key}" in self._citations.by_hand:
            self._citations.cite(f"{_NODE}{key}", release.dataset, f"{sheet.file}:{line}")
        else:
            slots[_SOURCE_AT] = self._from
            slots[_LOCATOR_AT] = f'{_LOCATED_AT}{self._file}:{line}" .\n'
        if name and self._is_told(key, known.iri, name):
            slots[_REPORTED_AT] = emit.tail(_REPORTED, emit.text(name))
        self._put(f"{_NODE}{key}", slots, cells, others)

    def _put(
        self, node: str, slots: list[str], cells: tuple[str, ...], others: Sequence[str]
    ) -> None:
        """Write what is in the slots, which are in order, and what has no slot."""
        more = [*self._release.others(others, cells)] if others else []
        if cells[1] and cells[1] != self._release.projects[cells[0]]:
            more.append(emit.tail(f"{CG}sourceField", emit.text(f"projectAcronym={cells[1]}")))
        if more:
            self._blocks.add(node, [*filter(None, slots), *more])
            return
        count = len(slots) - slots.count("")
        for given, above, start in _GENERAL:
            if slots[given]:
                slots[above] = f"{_STARTS[above]}{slots[given][start:]}"
        self._blocks.put(node, filter(None, slots), count)

    def _slots(
        self, known: Described, role: str, sheet: Sheet, line: int, cells: tuple[str, ...]
    ) -> list[str]:
        """What is said of one participation, a tail for each predicate, "" where it says nothing;
        but for its source, the name that it gives the organisation, and general amounts."""
        slots = [""] * len(_STARTS)
        slots[_TYPE_AT] = self._is_participation
        slots[_PROJECT_AT] = f"{_IN_PROJECT}{cells[0]}> .\n"
        slots[_PARTICIPANT_AT] = f"{_PARTICIPANT}{known.iri}> .\n"
        if known.site:
            slots[_SITE_AT] = f"{_AT_SITE}{known.site}> .\n"
        if role:
            slots[_ROLE_AT] = f"{_ROLE}{role}> .\n"
        # Not Release.optional: without a generator and a call it takes half the time.
        for (at, start, memo), text in zip(self._fields, cells[_FIRST_FIELD:], strict=False):
            if text:
                value = memo[text]
                if value:
                    slots[at] = f"{start}{value} .\n"
                else:
                    column = PARTICIPATION[_FIELD_OF[at]].name
                    self._release.unread(memo, sheet, line, column, text)
        return slots

    def _role(self, text: str) -> tuple[str, str, str]:
        """The concept of a role, the part of a key that stands for it, and the capacity in which it
        is taken: a newer release may call a participant the coordinator."""
        concept = self._release.codes.concept("role", text, self._lines)
        name = slug(text)
        found = self._roles[text] = concept, f"-{name}", capacity(concept)
        return found

    def _is_told(self, key: str, organisation: str, name: str) -> bool:
        """Whether a participation says under which name the organisation took part.

        Which name becomes the label is known only when every source is read. While all rows agree
        nothing need be said; from the second name on, each participation says its own.
        """
        names = self._release.ledger.names
        agreed = names.get(organisation)
        if agreed is None:
            names[organisation] = [name, key]
            return False
        if agreed[0] == name:
            agreed.append(key)
            return False
        before = emit.text(agreed[0])
        self._lines += (emit.line(f"{_NODE}{one}", _REPORTED, before) for one in agreed[1:])
        # No name is empty, so none will agree with this again.
        agreed[:] = [""]
        return True


def _fields(memos: Memos) -> tuple[tuple[int, str, Memo], ...]:
    """The columns from `contentUpdateDate` on: slot, beginning of the tail, and memo of each."""
    found = (
        memos.moment,
        memos.flag,
        memos.amount,
        memos.flag,
        memos.amount,
        memos.flag,
        memos.cost,
        memos.whole,
    )
    return tuple((at, _STARTS[at], memo) for at, memo in zip(_FIELD_OF, found, strict=True))
