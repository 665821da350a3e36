"""Programmes of INTERREG in their strands and periods, their calls, and topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph.sources import emit, reading
from clustergraph.sources.keep import rows as keep_rows
from clustergraph.sources.keep.rows import Row, digest, matching, slug
from clustergraph.terms import CG, PREFIXES, mint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.sources.keep.writing import Writing


# Strands of INTERREG, by what the name of a programme contains ("INTERREG V-A …", "INTERREG VB …").
_STRANDS = (
    ("ipa-cbc", r"\bipa\b", "with candidate countries (IPA)", "avec les pays candidats (IAP)"),
    ("eni-cbc", r"\b(eni|enpi)\b", "with neighbours (ENI)", "avec les pays voisins (IEV)"),
    ("a", r"\b[ivx]+ ?-? ?a\b|\bpeace\b", "cross-border (A)", "coopération transfrontalière (A)"),
    ("b", r"\b[ivx]+ ?-? ?b\b", "transnational (B)", "coopération transnationale (B)"),
    (
        "c",
        r"\b[ivx]+ ?-? ?c\b|\bespon\b|\burbact\b|\binteract\b|\binterreg europe\b",
        "interregional (C)",
        "coopération interrégionale (C)",
    ),
)
_TOPIC_COLUMNS = ("theme1", "theme2", "theme3", "objective", "priority", "ipa")
_INTERREG = f"{PREFIXES['programme']}interreg"
_TERRITORIAL = f"{PREFIXES['programme-kind']}territorial-cooperation"
_SKOS = PREFIXES["skos"]
_TOPICS = f"{PREFIXES['cgs']}topic"


class Programmes:
    """Programmes, calls and topics, each written once."""

    def __init__(self, out: Writing) -> None:
        self._out = out
        self._programmes: dict[str, str] = {}

    def programme(self, row: Row) -> str:
        """A cooperation programme, in its strand, in its period, in INTERREG."""
        name = row["programme"]
        if name in self._programmes:
            return self._programmes[name]
        iri = self._programmes[name] = mint("programme", "keep", slug(matching(name)))
        self._out.label(iri, name)
        if self._out.is_new(iri):
            self._out.begin(iri, "Programme", row)
            self._out.say(iri, f"{CG}kind", emit.iri(_TERRITORIAL))
            self._out.say(iri, f"{CG}partOfProgramme", emit.iri(self._strand(name, row)))
        return iri

    def _strand(self, name: str, row: Row) -> str:
        years = re.match(r"([0-9]{4})\s*\D\s*([0-9]{4})", name)
        years = years or re.match(r"([0-9]{4})\s*\D\s*([0-9]{4})", row["period"])
        if not years:
            return _INTERREG
        start, end = years.groups()
        period = self._period(start, end, row)
        for strand, pattern, english, french in _STRANDS:
            if re.search(pattern, matching(name)):
                iri = f"{period}-{strand}"
                span = f"INTERREG {start}–{end}"
                if self._out.is_new(iri):
                    self._out.begin(iri, "Programme", row)
                    self._out.say(iri, f"{CG}kind", emit.iri(f"{PREFIXES['programme-kind']}strand"))
                    self._out.say(iri, f"{CG}partOfProgramme", emit.iri(period))
                    self._out.say(iri, emit.LABEL, emit.tagged(f"{span}, {english}", "en"))
                    self._out.say(iri, emit.LABEL, emit.tagged(f"{span}, {french}", "fr"))
                return iri
        return period

    def _period(self, start: str, end: str, row: Row) -> str:
        iri = mint("programme", "interreg", start, end)
        if self._out.is_new(iri):
            self._out.begin(iri, "Programme", row)
            self._out.label(iri, f"INTERREG {start}–{end}")
            self._out.say(iri, f"{CG}kind", emit.iri(_TERRITORIAL))
            self._out.say(iri, f"{CG}partOfProgramme", emit.iri(_INTERREG))
            self._out.say(iri, f"{CG}startDate", emit.typed(start, "gYear"))
            self._out.say(iri, f"{CG}endDate", emit.typed(end, "gYear"))
        return iri

    def call(self, row: Row) -> str:
        """A call, known by its serial number within a programme."""
        programme = self.programme(row)
        iri = mint("call", "keep", digest(programme), slug(matching(row["call"])))
        if self._out.is_new(iri):
            self._out.begin(iri, "Call", row)
            self._out.label(iri, f"{row['programme']}: call {row['call']}")
            self._out.say(iri, f"{CG}code", emit.text(row["call"]))
            self._out.say(iri, f"{CG}callOf", emit.iri(programme))
            self._out.say(iri, f"{CG}kind", emit.iri(f"{PREFIXES['call-kind']}call"))
        return iri

    def read(self, sheets: Sequence[reading.Sheet]) -> None:
        """Read the sheets of calls."""
        told: set[str] = set()
        for row in keep_rows.rows(sheets, keep_rows.CALLS, self._out.tally):
            if not row["programme"] or not row["call"]:
                self._out.reject(row, "call", "no programme or no serial number")
                continue
            iri = self.call(row)
            if iri in told:
                self._out.reject(row, "call", "another row describes this call")
                continue
            told.add(iri)
            self._out.tally.kept += 1
            self._out.days(iri, row)
            self._out.money(iri, "callBudget", row, "budget")
            self._out.rest(iri, row)

    def _topic(self, text: str) -> str:
        """A theme, objective or priority as a concept of the scheme of topics."""
        iri = f"{PREFIXES['topic']}keep-{slug(text)}"
        if self._out.is_new(iri):
            self._out.say(iri, emit.TYPE, emit.iri(f"{_SKOS}Concept"))
            self._out.say(iri, emit.SOURCE, emit.iri(self._out.dataset))
            self._out.say(iri, emit.LABEL, emit.tagged(text, "en"))
            self._out.say(iri, f"{_SKOS}prefLabel", emit.tagged(text, "en"))
            self._out.say(iri, f"{_SKOS}inScheme", emit.iri(_TOPICS))
        return iri

    def topics(self, project: str, row: Row) -> None:
        """Give a project the topics of its row."""
        for name in _TOPIC_COLUMNS:
            if row[name]:
                self._out.say(project, f"{CG}topic", emit.iri(self._topic(row[name])))
        objective, priority = row["objective"], row["priority"]
        number = re.match(r"\(\d+", objective)
        # Investment priority (6c) is a part of thematic objective (6).
        if number and re.match(rf"{re.escape(number.group())}\D", priority):
            self._out.say(
                self._topic(priority), f"{_SKOS}broader", emit.iri(self._topic(objective))
            )
