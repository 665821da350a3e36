"""The projects and programmes that rows name; what several rows say of one is put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clustergraph.sources import emit
from clustergraph.sources.table.cells import (
    Fact,
    Refusal,
    Row,
    cost,
    key_of,
    period,
    project_number,
    slug,
    topics,
)
from clustergraph.terms import CG, PREFIXES, compress, expand, fold, mint

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.sources.table.writing import Writing


@dataclass
class Project:
    """A project of the table; values: predicate to its object and the row that gave it first."""

    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: set[Fact] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    label: str = ""


class Projects:
    """Which node each project and programme is, and what rows say of it."""

    def __init__(self, out: Writing) -> None:
        self._out = out
        self._projects: dict[str, Project] = {}
        self._programmes: dict[str, tuple[set[Fact], str]] = {}

    def named(self, row: Row) -> tuple[str, str]:
        """The node and label of the project; a known one must exist."""
        row.cells["with_id"] = project_number(row.cells["with_id"])
        name, text = row.cells["with"], row.cells["with_id"]
        iri = expand(text) if text.startswith("project:") else None
        if iri is not None:
            if iri not in self._out.known.things:
                raise Refusal("with_id", "the graph holds no such project")
            return iri, self._out.known.labels.get(iri, text)
        if iri := self._meant(row, text, name):
            return iri, self._out.known.labels[iri]
        key = slug(text or name)
        if not key:
            raise Refusal("with", "a project needs a name or a number")
        return mint("project", "table", key), name or row.cells["project_title"] or text

    def _meant(self, row: Row, number: str, name: str) -> str:
        """The known project of that number and name, if there is one; "" where only one of the two
        is equal, which is remarked."""
        known = self._out.known
        numbered, named = known.numbered.get(number, ""), known.projects.get(fold(name), "")
        if numbered and fold(known.labels[numbered]) == fold(name):
            return numbered
        if like := numbered or named:
            what = "number" if numbered else "name"
            row.remark(
                "with_id" if numbered else "with",
                f"the graph has {compress(like)} of that {what}: if it is meant, write this in "
                "with_id",
            )
        return ""

    def keep(self, row: Row, iri: str, label: str) -> None:
        """Note what a kept row says of a project."""
        if iri in self._out.known.things:
            for column in ("project_title", "programme", "start", "end", "total_cost", "topic"):
                if row.cells[column]:
                    row.remark(column, "the graph has its own facts of this project")
            return
        project = self._projects.setdefault(iri, Project())
        project.label = project.label or label
        project.facts |= {*topics(row)}
        project.places.add(row.locator)
        start, end = period(row)
        for column, predicate, value in (
            ("with", f"{CG}acronym", row.value("with", emit.text)),
            ("with_id", f"{CG}programmeProjectId", row.value("with_id", emit.text)),
            ("project_title", emit.TITLE, row.value("project_title", emit.text)),
            ("start", f"{CG}startDate", start),
            ("end", f"{CG}endDate", end),
            ("total_cost", f"{CG}projectCost", row.value("total_cost", cost)),
            ("programme", f"{CG}underProgramme", row.value("programme", self._programme(row))),
        ):
            before = project.values.setdefault(predicate, (value, row.locator)) if value else None
            if before and before[0] != value:
                row.remark(column, f"{before[1]} says otherwise of this project")

    def _programme(self, row: Row) -> Callable[[str], str]:
        def find(text: str) -> str:
            parent = ""
            for name in filter(None, map(str.strip, text.split(">"))):
                parent = self._out.known.programme(name) or self._minted(row, name, parent)
            if not parent:
                raise ValueError("no name of a programme")
            return emit.iri(parent)

        return find

    def _minted(self, row: Row, name: str, parent: str) -> str:
        parts = [key_of(parent)] if parent else []
        iri = mint("programme", "table", *parts, slug(name))
        kind = "strand" if parent else "other-programme"
        facts = {
            (emit.LABEL, emit.text(name)),
            (f"{CG}kind", emit.iri(f"{PREFIXES['programme-kind']}{kind}")),
        }
        if parent:
            facts.add((f"{CG}partOfProgramme", emit.iri(parent)))
        # The first spelling is the label.
        self._programmes.setdefault(iri, (facts, row.locator))
        return iri

    def finish(self) -> None:
        """Write what all rows together say."""
        for iri, (facts, place) in self._programmes.items():
            self._out.write(iri, f"{CG}Programme", facts, [place])
        for iri, project in self._projects.items():
            self._write_project(iri, project)

    def _write_project(self, iri: str, project: Project) -> None:
        values_given = {predicate: value for predicate, (value, _line) in project.values.items()}
        programme = values_given.pop(f"{CG}underProgramme", "")
        facts = {*project.facts, *values_given.items(), (emit.LABEL, emit.text(project.label))}
        self._out.write(iri, f"{CG}Project", facts, project.places)
        if programme:
            award = {(f"{CG}awardedTo", emit.iri(iri)), (f"{CG}underProgramme", programme)}
            award_iri = mint("award", "table", key_of(iri))
            self._out.write(award_iri, f"{CG}Award", award, project.places)
