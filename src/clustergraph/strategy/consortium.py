"""Who could apply together: a consortium that a programme allows, and that fits the wishes best.

Knows how the answer is put together; what is eligible, `eligibility` says, who could join, `pool`,
and which selection is best, `measures.selection`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from clustergraph.answers.answer import Answer, Note, note
from clustergraph.errors import ParameterName, RequestError
from clustergraph.formats.tables import from_columns
from clustergraph.graph.progress import silent
from clustergraph.languages import Text, filled
from clustergraph.measures import selection
from clustergraph.networks.members import members
from clustergraph.questions.names import find
from clustergraph.strategy.eligibility import rule
from clustergraph.strategy.evidence import Evidence, natural_persons
from clustergraph.strategy.impossible import impossible
from clustergraph.strategy.pool import Wanted, pool, reasons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang
    from clustergraph.measures.arrays import Ints
    from clustergraph.measures.selection import Found, Problem
    from clustergraph.strategy.eligibility import Eligibility
    from clustergraph.strategy.pool import Pool

COLUMNS = ("rank", "iri", "label", "type", "country", "role", "words", "alternative",
           "alternativeLabel")  # fmt: skip
_ORGANISATION = ("cg:Organisation",)
_MOST = 30

_BOTH = Text(
    "somebody is both excluded and included: ", "quelqu’un est à la fois exclu et inclus : "
)


def consortium(
    location: Location,
    *,
    with_: str,
    topic: str | None = None,
    programme: str | None = None,
    size: str = "4..8",
    country_min: int | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    persons: bool = False,
    lang: Lang = "en",
    report: Report = silent,
) -> Answer:
    """One row a member, COLUMNS. Raises RequestError where no consortium keeps all constraints,
    with the least change that helps."""
    asked = _sizes(size)
    wanted = Wanted(
        find(location, with_, _ORGANISATION, parameter="with").iri,
        find(location, topic, ("cgs:topic", "cgs:euroscivoc"), parameter="topic").iri
        if topic else "",
        find(location, programme, ("cg:Programme",), parameter="programme").iri
        if programme else "",
        _named(location, include, "include"), _named(location, exclude, "exclude"),
    )  # fmt: skip
    if set(wanted.exclude) & {wanted.iri, *wanted.include}:
        raise RequestError(_BOTH, ParameterName("exclude"))
    evidence = Evidence(location)
    eligible = rule(_upwards(evidence, wanted.programme))
    sized = max(asked[0], eligible.entities), asked[1]
    spread = max(country_min or 0, eligible.countries)
    hidden = set() if persons else natural_persons(location) - {wanted.iri, *wanted.include}
    wanted = wanted._replace(exclude=tuple(sorted({*wanted.exclude, *hidden})))
    found = pool(evidence, wanted, eligible.states, _codes(location))
    problem = found.problem(sized, spread, eligible)
    report("selecting", 0.0)
    chosen = None if sized[0] > sized[1] else selection.best(problem)
    if chosen is None:
        raise impossible(problem, eligible, _MOST)
    if not len(chosen.chosen):
        raise RequestError(
            Text("no consortium was found in time, which does not mean that there is none: give "
                 "one ",
                 "aucun consortium trouvé à temps, ce qui ne veut pas dire qu’il n’y en a pas : "
                 "donnez un seul "),
            ParameterName("size"), Text(", or lower ", ", ou baissez "),
            ParameterName("country_min"),
        )  # fmt: skip
    table = _columns(location, found, problem, chosen.chosen, wanted, lang)
    notes = _notes(found, problem, chosen, eligible, lang)
    return Answer(from_columns(table, iris=("iri", "alternative")), notes)


def _sizes(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{1,3})(?:\s*\.\.\s*(\d{1,3}))?\s*", text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= _MOST:
        raise RequestError(
            ParameterName("size"),
            Text(
                f" {text}: give a number or a range up to {_MOST}, such as 4..8",
                f" {text} : donnez un nombre ou une fourchette jusqu’à {_MOST}, comme 4..8",
            ),
        )
    return first, last


def _named(location: Location, names: Sequence[str], parameter: str) -> tuple[str, ...]:
    return tuple(find(location, each, _ORGANISATION, parameter=parameter).iri for each in names)


def _upwards(evidence: Evidence, programme: str) -> list[str]:
    """A programme and those that it is a part of, the closest first."""
    above = evidence.table("above")
    whole = above.filter(value=programme)["above"].to_list()
    depth = dict(above.group_by("value").len().iter_rows())
    return [programme, *sorted(whole, key=lambda each: (-depth.get(each, 0), each))]


def _codes(location: Location) -> dict[str, str]:
    """The ISO code of each country by its IRI."""
    from clustergraph.questions.attributes import attribute

    return dict(attribute(location, "iso-codes").select("value", "code").iter_rows())


def _columns(
    location: Location, found: Pool, problem: Problem, chosen: Ints, wanted: Wanted, lang: Lang
) -> dict[str, list[str | int]]:
    rows = found.frame.to_dicts()
    order = sorted(chosen.tolist(), key=lambda at: (at not in found.fixed, -rows[at]["gain"], at))
    told = members(location, [rows[at]["member"] for at in order], lang).to_dicts()
    leader = max(order, key=lambda at: (rows[at]["led"], rows[at]["member"] == wanted.iri))
    others = [None if at in found.fixed else selection.alternative(problem, chosen, at)
              for at in order]  # fmt: skip
    labels = location.labels([rows[at]["member"] for at in others if at is not None], lang)
    columns: dict[str, list[str | int]] = {name: [] for name in COLUMNS}
    for rank, (at, who, other) in enumerate(zip(order, told, others, strict=True), 1):
        role = (
            Text("coordinator", "coordinateur") if at == leader else Text("partner", "partenaire")
        )
        words = "; " if lang == "en" else " ; "
        instead = rows[other]["member"] if other is not None else ""
        cells = (rank, who["node"], who["label"], who["type"], who["country"],
                 role.translated(lang),
                 words.join(each.translated(lang) for each in reasons(rows[at], wanted)),
                 instead, labels.get(instead, ""))  # fmt: skip
        for name, cell in zip(COLUMNS, cells, strict=True):
            columns[name].append(cell)
    return columns


def _notes(
    found: Pool, problem: Problem, chosen: Found, eligible: Eligibility, lang: Lang
) -> tuple[Note, ...]:
    met = np.asarray(found.bonus[:, chosen.chosen].sum(axis=1)).ravel() > 0
    unmet = [words.translated(lang) for words, holds in zip(found.wishes, met, strict=True)
             if not holds]  # fmt: skip
    near = np.asarray(found.tied[chosen.chosen][:, chosen.chosen].sum(axis=1)).ravel() > 0
    alone = int((~near).sum())
    said = [
        *_checked(eligible),
        filled(Text("{n} of {all} [candidate|candidates] compared: the best of each "
                    "country",
                    "{n} sur {all} [candidat comparé|candidats comparés] : les meilleurs par "
                    "pays"),
               n=len(problem), all=found.all),
    ]  # fmt: skip
    if unmet:
        said.append(filled(Text("unmet wishes: {wishes}", "souhaits non remplis : {wishes}"),
                           wishes=", ".join(unmet)))  # fmt: skip
    if found.kinded < len(problem):
        said.append(filled(Text("kind of organisation known for {n} of {all} "
                                "[candidate|candidates]: what is not known meets no wish",
                                "type d’organisation connu pour {n} sur {all} "
                                "[candidat|candidats] : ce qui n’est pas connu ne remplit "
                                "aucun souhait"),
                           n=found.kinded, all=len(problem)))  # fmt: skip
    if alone:
        said.append(filled(Text("members that have worked with no other: {n}",
                                "membres qui n’ont travaillé avec aucun autre : {n}"),
                           n=alone))  # fmt: skip
    if not chosen.proved:
        said.append(Text("there was no time to prove that nothing better exists",
                         "le temps a manqué pour prouver qu’il n’y a pas mieux"))  # fmt: skip
    return tuple(note(each.translated(lang)) for each in said)


def _checked(eligible: Eligibility) -> tuple[Text, ...]:
    """What the rule of the programme asks for, and what of the law nobody here can check."""
    return (
        filled(
            Text(
                "eligibility, at least: entities {entities}, countries {countries}, entities in EU "
                "member states {states}; after {source}",
                "conditions, au moins : entités {entities}, pays {countries}, entités dans un État "
                "membre de l’UE {states} ; d’après {source}",
            ),
            entities=eligible.entities,
            countries=eligible.countries,
            states=eligible.member_states,
            source=eligible.source,
        ),
        Text(
            "not checked: whether the countries take part in the programme or are associated to it",
            "non vérifié : si les pays participent au programme ou y sont associés",
        ),
        filled(
            Text("these numbers were read at {where}", "ces nombres ont été lus sur {where}"),
            where=eligible.read,
        )
        if eligible.read
        else Text(
            "these numbers were not compared with the text named: read it",
            "ces nombres n’ont pas été comparés au texte cité : à relire",
        ),
        Text(
            "whether they are independent of each other is not known here: check it",
            "rien ne dit ici s’ils sont indépendants entre eux : à vérifier",
        ),
    )
