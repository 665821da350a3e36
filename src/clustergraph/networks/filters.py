"""Filters: which participations of a network count.

What an attribute is, is said by the queries in queries/attributes/; here is which kinds of things
its values are, and how they choose among these. A new filter is one field, one entry in FILTERS and
its queries. Knows nothing of rows, ties or measures.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text
from clustergraph.networks.conditions import (
    at_least,
    enterprise,
    everything,
    listed,
    named,
    running,
)
from clustergraph.networks.given import (
    euros,
    flag,
    names,
    ordered,
    several,
    shown_euros,
    shown_names,
    shown_years,
    years,
)
from clustergraph.terms import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

# One name or several.
Names = str | tuple[str, ...] | None
# By what a programme is known to fund an activity: its main legal basis, or any of them.
BASES = {"main": "programmes", "any": "legal-bases"}


@dataclass(frozen=True)
class Filters:
    """What a participation must fulfil; None does not choose. `years` is (from, to), both included.

    `min_contribution` is gross, `min_net_contribution` net, both in EUR, `sme` true or false,
    `organisations` several names, and `basis` one of BASES; the others are a code, a name or an
    IRI, or where `Names` stands several, of which any will do. A programme, a region and a topic
    include everything below them. `near` chooses ties: one of its two ends lies there.
    """

    programme: Names = None
    basis: str | None = None
    years: tuple[int, int] | None = None
    country: Names = None
    region: Names = None
    near: Names = None
    topic: Names = None
    role: Names = None
    kind: Names = None
    sme: bool | None = None
    members_of: str | None = None
    organisations: tuple[str, ...] | None = None
    min_contribution: float | None = None
    min_net_contribution: float | None = None

    def __post_init__(self) -> None:
        if self.years is not None:
            ordered(self.years)
        if self.basis is not None and self.basis not in BASES:
            raise unknown("basis", self.basis, BASES)
        if self.basis is not None and self.programme is None:
            raise RequestError(
                ParameterName("basis"),
                Text(": of which programme? give ", "\xa0: de quel programme\xa0? donnez "),
                ParameterName("programme"),
            )

    def given(self) -> dict[str, Any]:
        """The filters that choose, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def __str__(self) -> str:
        """In words: `programme H2020, years 2014..2020`."""
        return self.said("en")

    def said(self, lang: Lang) -> str:
        """The same in a language."""
        return ", ".join(
            f"{FILTERS[name].words.translated(lang)} {FILTERS[name].shown(value, lang)}"
            for name, value in self.given().items()
        )


@dataclass(frozen=True)
class Filter:
    """One filter: `parse` reads what a user types, `where` makes the condition on the rows of
    `table`; a participation stays when one such row of it passes.

    table: of queries/attributes/, `running` for the years, or `members` for the members themselves;
    "" for what chooses no participations. column: where it is empty, or there is no row, nobody can
    judge. type: of the parameter, an entry of `contract.JSON_TYPES`. values: those it takes.
    words: what it is called in a sentence, before its value. unknown: what a row lacks that nobody
    can judge. kinds: of the things that it is given by name.
    """

    words: Text
    metavar: str
    help: Text
    table: str
    where: Callable[[Location, str, Any], pl.Expr]
    parse: Callable[[str], Any] = str
    show: Callable[[Any], str] = str
    column: str = "value"
    type: str = "name"
    values: Callable[[], Iterable[str]] | None = None
    unknown: Text | None = None
    kinds: tuple[str, ...] = ()

    def shown(self, value: Any, lang: Lang) -> str:
        """A value in words for a reader."""
        said = self.show(value)
        return said.translated(lang) if isinstance(said, Text) else said


def _named(
    words: Text,
    metavar: str,
    told: Text,
    table: str,
    *kinds: str,
    unknown: Text,
    column: str = "value",
) -> Filter:
    """A filter by the name of a thing, or by several."""
    several_of = Text(
        f"{told} Several with a semicolon between.",
        f"{told.fr} Plusieurs, séparés par un point-virgule.",
    )
    return Filter(
        words, metavar, several_of, table, named(*kinds, column=column), several, shown_names,
        column=column, unknown=unknown, kinds=kinds,
    )  # fmt: skip


def _money(name: str, words: Text, column: str, told: Text, unknown: Text) -> Filter:
    return Filter(
        words,
        "EUR",
        told,
        "participations",
        at_least(column),
        euros(name),
        shown_euros,
        column=column,
        type="decimal",
        unknown=unknown,
    )


# One entry a filter, by the name of its field in Filters.
FILTERS: dict[str, Filter] = {
    "programme": _named(
        Text("programme"),
        "NAME",
        Text(
            "Only activities under this programme or a part of it (code or name), by their main "
            "legal basis.",
            "Seulement les activités de ce programme ou d’une de ses parties (code ou nom), selon "
            "leur base légale principale.",
        ),
        "programmes",
        "cg:Programme",
        unknown=Text("no programme is known", "programme inconnu"),
    ),
    "basis": Filter(
        Text("basis", "base légale"),
        "main|any",
        Text(
            "With `programme`: count activities by their main legal basis (main), so that the "
            "parts of a programme add up, or by every legal basis (any).",
            "Avec `programme` : compter les activités selon leur base légale principale (main), "
            "pour que les parties d’un programme s’additionnent, ou selon toutes (any).",
        ),
        "",
        everything,
        type="string",
        values=lambda: BASES,
    ),
    "years": Filter(
        Text("years", "années"),
        "FROM..TO",
        Text(
            "Only activities that run in these years (2014..2020, 2018.., ..2015); what has no "
            "date is left out.",
            "Seulement les activités en cours ces années-là (2014..2020, 2018.., ..2015) ; ce qui "
            "n’a pas de date est écarté.",
        ),
        "running",
        running,
        years,
        shown_years,
        column="first",
        type="years",
        unknown=Text("no date is known", "date inconnue"),
    ),
    "country": _named(
        Text("country", "pays"),
        "CODE",
        Text(
            "Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.",
            "Seulement les membres de ce pays (code ISO 3166 alpha-2 ou nom) : les deux bouts "
            "d’un lien.",
        ),
        "places",
        "cg:Country",
        unknown=Text("no place of the member is known", "lieu du membre inconnu"),
    ),
    "region": _named(
        Text("region", "région"),
        "CODE",
        Text(
            "Only members in this region or one inside it (NUTS code of any level, or name): both "
            "ends of a tie.",
            "Seulement les membres de cette région ou d’une de ses parties (code NUTS ou nom) : "
            "les deux bouts d’un lien.",
        ),
        "places",
        "cg:Place",
        unknown=Text("no region of the member is known", "région du membre inconnue"),
    ),
    "near": _named(
        Text("near", "un bout dans"),
        "CODE",
        Text(
            "Only ties with one end at least in this region or country (code or name), whoever is "
            "at the other.",
            "Seulement les liens dont un bout au moins est dans cette région ou ce pays (code ou "
            "nom), quel que soit l’autre.",
        ),
        "",
        "cg:Place",
        unknown=Text(
            "the place of the member is not known, or not closely enough",
            "lieu du membre inconnu ou trop vague",
        ),
    ),
    "topic": _named(
        Text("topic", "thème"),
        "NAME",
        Text(
            "Only activities on this topic or a narrower one (code or name).",
            "Seulement les activités sur ce thème ou un thème plus précis (code ou nom).",
        ),
        "topics",
        "cgs:topic",
        "cgs:euroscivoc",
        unknown=Text("no topic is known", "thème inconnu"),
    ),
    "role": _named(
        Text("role", "rôle"),
        "NAME",
        Text(
            "Only participations in this role (code or name).",
            "Seulement les participations dans ce rôle (code ou nom).",
        ),
        "participations",
        "cgs:role",
        column="role",
        unknown=Text("no role is known", "rôle inconnu"),
    ),
    "kind": _named(
        Text("kind", "type"),
        "NAME",
        Text(
            "Only members of this kind of organisation (code or name).",
            "Seulement les membres de ce type d’organisation (code ou nom).",
        ),
        "kinds",
        "cgs:organisation-kind",
        unknown=Text("the kind of the member is not known", "type du membre inconnu"),
    ),
    "sme": Filter(
        Text("sme", "PME"),
        "",
        Text(
            "Only participations of small and medium-sized enterprises, or only all others.",
            "Seulement les participations des PME, ou seulement toutes les autres.",
        ),
        "participations",
        enterprise,
        flag,
        lambda value: Text("yes", "oui") if value else Text("no", "non"),
        column="sme",
        type="boolean",
        unknown=Text("whether it is an SME is not known", "statut de PME inconnu"),
    ),
    "members_of": Filter(
        Text("members of", "membres de"),
        "NAME",
        Text(
            "Only members of this cluster, network or other body.",
            "Seulement les membres de ce cluster, réseau ou autre organisme.",
        ),
        "memberships",
        named("cg:Organisation"),
        show=shown_names,
    ),
    "organisations": Filter(
        Text("organisations"),
        "FILE|NAMES",
        Text(
            "Only these organisations: names or codes with a semicolon between, or a file with one "
            "a line.",
            "Seulement ces organisations : noms ou codes séparés par un point-virgule, ou un "
            "fichier d’un par ligne.",
        ),
        "members",
        listed,
        names,
        "; ".join,
        column="member",
    ),
    "min_contribution": _money(
        "min_contribution",
        Text("min contribution", "contribution brute d’au moins"),
        "contribution",
        Text(
            "Only participations with at least this gross contribution in euro.",
            "Seulement les participations avec au moins cette contribution brute en euros.",
        ),
        Text("no gross contribution is known", "contribution brute inconnue"),
    ),
    "min_net_contribution": _money(
        "min_net_contribution",
        Text("min net contribution", "contribution nette d’au moins"),
        "net",
        Text(
            "Only participations with at least this net contribution in euro: without what is "
            "passed on to third parties, with what these receive.",
            "Seulement les participations avec au moins cette contribution nette en euros : sans "
            "ce qui est reversé à des tiers, avec ce que ceux-ci reçoivent.",
        ),
        Text("no net contribution is known", "contribution nette inconnue"),
    ),
}
