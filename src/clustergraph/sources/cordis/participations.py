"""Rows of the organisation file: a participation each, of an organisation in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from clustergraph.sources import emit, reading
from clustergraph.sources.codes import slug
from clustergraph.sources.cordis.columns import OF_ORGANISATION, PARTICIPATION, with_others
from clustergraph.sources.cordis.literals import MODIFIED, Field, Memos
from clustergraph.sources.cordis.participants import Described, Participants
from clustergraph.terms import CG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.sources.cordis.release import Release
    from clustergraph.sources.reading import Sheet


# What every line of a participation has after its node.
_PARTICIPATION_NODE = f"{PREFIXES['participation']}cordis-"
_IN_PROJECT = f"> <{CG}inProject> <{PREFIXES['project']}cordis-"
_PARTICIPANT = f"> <{CG}participant> <"
_LOCATED_AT = f"> <{emit.LOCATOR}> "
_AT_SITE = f"> <{CG}atSite> <"
_ROLE = f"> <{CG}role> <"


class Participations:
    """Rows of the organisation file: a participation each, of an organisation in a project.

    The busiest loop of a build: 430,000 rows in a full one, so lines are written in place.
    """

    def __init__(self, release: Release) -> None:
        self._release = release
        self._lines = release.gathering.lines
        self._participants = Participants(release)
        self._roles: dict[str, tuple[str, str]] = {"": ("", "")}
        # The two lines that all participations of a release share.
        self._is = f"> <{emit.TYPE}> <{CG}Participation> .\n"
        self._from = f"> <{emit.SOURCE}> <{release.dataset}> .\n"
        self._fields = _fields(release.memos)
        self._file = ""

    def read(self, sheet: Sheet) -> None:
        """Write every participation of a sheet."""
        columns = with_others(sheet, PARTICIPATION)
        others = [column.name for column in columns[len(PARTICIPATION) :]]
        release, tally = self._release, self._release.tally
        # A literal but for its end, to which the line is added.
        self._file = emit.text(sheet.file)[:-1]
        for line, cells in reading.rows(sheet, columns, tally):
            if cells[0] not in release.projects:
                release.known(sheet, line, cells[0])
            elif cells[3] or cells[4]:
                self._row(sheet, line, cells, others)
            else:
                tally.reject(sheet.name, line, "organisationID", "", "no organisation")

    def _row(self, sheet: Sheet, line: int, cells: tuple[str, ...], others: Sequence[str]) -> None:
        release = self._release
        known = self._participants.described(sheet, line, cells[OF_ORGANISATION])
        name, day, order = cells[4], cells[16], cells[23]
        if day > known.latest:
            known.latest = day
            release.gathering.organisations.seen(known.iri, name, day, release.dataset)
        role, part = self._roles.get(cells[2]) or self._role(cells[2])
        if not order.isdecimal():
            order = quote(order, safe="")
        key = f"{cells[0]}-{known.key}{part}-{order}"
        if release.repeated(key, sheet, line, cells):
            return
        release.tally.kept += 1
        self._write(f"<{_PARTICIPATION_NODE}{key}", known, role, sheet, line, cells)
        if name:
            self._reported(f"{_PARTICIPATION_NODE}{key}", known.iri, name)
        if others:
            self._lines += release.others(f"{_PARTICIPATION_NODE}{key}", others, cells)

    def _write(
        self,
        start: str,
        known: Described,
        role: str,
        sheet: Sheet,
        line: int,
        cells: tuple[str, ...],
    ) -> None:
        """The lines of one participation, but for the name that it gives the organisation."""
        add = self._lines.append
        add(f"{start}{self._is}")
        add(f"{start}{self._from}")
        add(f"{start}{_IN_PROJECT}{cells[0]}> .\n")
        add(f"{start}{_PARTICIPANT}{known.iri}> .\n")
        add(f'{start}{_LOCATED_AT}{self._file}:{line}" .\n')
        if known.site:
            add(f"{start}{_AT_SITE}{known.site}> .\n")
        if role:
            add(f"{start}{_ROLE}{role}> .\n")
        # Not Release.optional: without a generator and a call it takes half the time.
        for (column, predicate, memo), text in zip(self._fields, cells[16:], strict=False):
            if text:
                value = memo[text]
                if value:
                    add(f"{start}{predicate}{value} .\n")
                else:
                    self._release.unread(memo, sheet, line, column, text)
        if cells[1] and cells[1] != self._release.projects[cells[0]]:
            field = emit.text(f"projectAcronym={cells[1]}")
            add(emit.line(start[1:], f"{CG}sourceField", field))

    def _role(self, text: str) -> tuple[str, str]:
        """The concept of a role, and the part of a key that stands for it."""
        concept = self._release.codes.concept("role", text, self._lines)
        found = self._roles[text] = concept, f"-{slug(text)}"
        return found

    def _reported(self, participation: str, organisation: str, name: str) -> None:
        """Say under which name an organisation took part, once it has had several names.

        Which name becomes the label is known only when every source is read. While all rows agree
        nothing need be said; from the second name on, each participation says its own.
        """
        names = self._release.ledger.names
        agreed = names.get(organisation)
        if agreed is None:
            names[organisation] = [name, participation]
        elif agreed[0] == name:
            agreed.append(participation)
        else:
            before = emit.text(agreed[0])
            for one in agreed[1:]:
                self._lines.append(emit.line(one, f"{CG}reportedName", before))
            # No name is empty, so none will agree with this again.
            agreed[:] = [""]
            self._lines.append(emit.line(participation, f"{CG}reportedName", emit.text(name)))


def _fields(memos: Memos) -> tuple[Field, ...]:
    """The columns from `contentUpdateDate` on; predicates with the signs that stand around them."""
    fields = (
        Field("contentUpdateDate", MODIFIED, memos.moment),
        Field("active", f"{CG}active", memos.flag),
        Field("ecContribution", f"{CG}contribution", memos.amount),
        Field("endOfParticipation", f"{CG}ended", memos.flag),
        Field("netEcContribution", f"{CG}netContribution", memos.amount),
        Field("SME", f"{CG}sme", memos.flag),
        Field("totalCost", f"{CG}totalCost", memos.cost),
        Field("order", f"{CG}order", memos.whole),
    )
    return tuple(field._replace(predicate=f"> <{field.predicate}> ") for field in fields)
