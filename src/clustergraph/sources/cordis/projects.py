"""Rows of the project file: a project and its award each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from clustergraph.sources import emit, reading, values
from clustergraph.sources.cordis.columns import PROJECT, groups, is_project, with_others
from clustergraph.sources.cordis.literals import MODIFIED, SPLIT, Field
from clustergraph.sources.cordis.release import Release, project_iri
from clustergraph.terms import CG, mint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clustergraph.sources.cordis.parts import Part
    from clustergraph.sources.reading import Sheet


class Projects:
    """Rows of the project file: a project and its award each."""

    def __init__(
        self, release: Release, parts: dict[str, list[Part]], topics: dict[str, list[Part]]
    ) -> None:
        memos = release.memos
        self._release = release
        self._lines = release.gathering.lines
        self._blocks = release.gathering.blocks
        self._citations = release.gathering.citations
        self._parts, self._topics = parts, topics
        self._of_project = (
            Field("projectUrl", emit.HOMEPAGE, memos.page),
            Field("startDate", f"{CG}startDate", memos.day),
            Field("endDate", f"{CG}endDate", memos.day),
            Field("totalCost", f"{CG}projectCost", memos.cost),
            Field("contentUpdateDate", MODIFIED, memos.moment),
        )
        self._of_award = (
            Field("ecMaxContribution", f"{CG}awardContribution", memos.amount),
            Field("ecSignatureDate", f"{CG}signatureDate", memos.day),
        )

    def read(self, sheet: Sheet) -> None:
        """Write every project of a sheet."""
        columns = with_others(sheet, PROJECT, self._release.tally)
        others = [column.name for column in columns[len(PROJECT) :]]
        tally, projects = self._release.tally, self._release.ledger.projects
        for line, cells in reading.rows(sheet, columns, tally, groups(PROJECT)):
            if not cells[0].isdecimal() or "." in cells[1]:
                cells = (values.code(cells[0]), values.code(cells[1]), *cells[2:])
            identifier = cells[0]
            if not is_project(identifier):
                tally.reject(sheet.name, line, "id", identifier, "not a project identifier")
                continue
            self._release.noted(identifier, cells[2], cells[6], cells[18])
            mark, before = _digest(cells), projects.get(identifier)
            if before is not None:
                self._release.repeats(sheet, line, cells, differs=before != mark)
                self._again(identifier, cells[1])
            else:
                projects[identifier] = mark
                self._project(sheet, line, cells, others)
                tally.kept += 1

    def _again(self, identifier: str, rcn: str) -> None:
        """A second row of one grant number: its record number is added, the first row stands."""
        if rcn:
            project = project_iri(identifier)
            self._lines.append(emit.line(project, f"{CG}cordisRcn", emit.text(rcn)))

    def _project(
        self, sheet: Sheet, line: int, cells: tuple[str, ...], others: Sequence[str]
    ) -> None:
        identifier, rcn, acronym, title, objective, status = cells[:6]
        release = self._release
        where = f"{sheet.file}:{line}"
        iri = project_iri(identifier)
        tails = [
            emit.tail(emit.TYPE, f"<{CG}Project>"),
            emit.tail(emit.LABEL, emit.text(acronym or title or identifier)),
            emit.tail(f"{CG}cordisId", emit.text(identifier)),
            *self._citations.tails(iri, release.dataset, where),
        ]
        if rcn:
            tails.append(emit.tail(f"{CG}cordisRcn", emit.text(rcn)))
        if acronym:
            tails.append(emit.tail(f"{CG}acronym", emit.text(acronym)))
        if title:
            tails.append(emit.tail(emit.TITLE, emit.tagged(title, "en")))
        if objective:
            tails.append(emit.tail(emit.DESCRIPTION, emit.tagged(objective, "en")))
        if status:
            concept = release.codes.concept("status", status, self._lines)
            tails.append(emit.tail(f"{CG}status", emit.iri(concept)))
        for keyword in filter(None, SPLIT.split(cells[12])):
            tails.append(emit.tail(f"{CG}keyword", emit.text(keyword)))
        tails += release.others(others, cells)
        middle = (cells[13], *cells[15:19])
        tails += release.optional(self._of_project, middle, sheet, line)
        self._blocks.add(iri, tails)
        self._award(sheet, line, cells, iri, where)

    def _award(
        self, sheet: Sheet, line: int, cells: tuple[str, ...], project: str, where: str
    ) -> None:
        identifier, framework, scheme, doi = cells[0], cells[6], cells[11], cells[14]
        release, iri = self._release, mint("award", "cordis", identifier)
        tails = [
            emit.tail(emit.TYPE, f"<{CG}Award>"),
            emit.tail(f"{CG}awardedTo", emit.iri(project)),
            *self._citations.tails(iri, release.dataset, where),
        ]
        if scheme:
            concept = release.codes.concept("action-type", scheme, self._lines)
            tails.append(emit.tail(f"{CG}actionType", emit.iri(concept)))
        if doi:
            tails.append(emit.tail(f"{CG}awardDoi", emit.text(doi)))
        tails += release.optional(self._of_award, cells[19:21], sheet, line)
        tails += self._under_programmes(identifier, cells[7], framework, sheet, line)
        tails += self._under_calls(identifier, cells[8:11], framework)
        self._blocks.add(iri, tails)

    def _under_programmes(
        self, identifier: str, text: str, framework: str, sheet: Sheet, line: int
    ) -> Iterator[str]:
        trees = self._release.trees
        stated = [code for code in SPLIT.split(text) if code]
        parts = self._parts.get(identifier, [])
        main = [part.code for part in parts if part.main]
        # Each programme once, the main one first.
        codes = dict.fromkeys([*main, *stated, *(part.code for part in parts if part.code)])
        nodes = dict.fromkeys(trees.programme(code, framework) for code in codes)
        if framework and not nodes:
            nodes = {trees.framework(framework): None}
        for node, name in zip(nodes, _under(len(nodes)), strict=True):
            yield emit.tail(f"{CG}{name}", emit.iri(node))
        if not nodes:
            self._release.tally.remark(sheet.name, line, "legalBasis", "", "no programme stated")

    def _under_calls(
        self, identifier: str, cells: tuple[str, ...], framework: str
    ) -> Iterator[str]:
        trees = self._release.trees
        topics, master, sub = cells
        listed = [part.code for part in self._topics.get(identifier, []) if part.code]
        levels = (
            ("topic", dict.fromkeys([*filter(None, SPLIT.split(topics)), *listed])),
            ("sub-call", dict.fromkeys(filter(None, SPLIT.split(sub)))),
            ("call", dict.fromkeys(filter(None, SPLIT.split(master)))),
        )
        lower: list[str] = []
        for kind, codes in levels:
            calls = [trees.call(code, kind, framework) for code in codes]
            for call in calls:
                yield emit.tail(f"{CG}underCall", emit.iri(call))
                for below in lower:
                    trees.nest(below, call)
            lower = calls or lower


def _under(count: int) -> list[str]:
    return ["underProgramme", *["alsoUnder"] * (count - 1)][:count]


def _digest(cells: tuple[str, ...]) -> int:
    """A number for a row, the same in every process."""
    # Processors have instructions for it.
    return int.from_bytes(hashlib.sha256("\0".join(cells).encode()).digest()[:8], "big")
