"""The functions of the analyses: network in, answer out.

Written from their contracts, as the commands are; edit `answers/contracts/` and run `make docs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.answers import registry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clustergraph.answers.answer import Answer
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang


def _run(name: str, given: dict[str, Any]) -> Answer:
    """The answer of an analysis to the arguments of its function here."""
    location, lang = given.pop("graph"), given.pop("lang")
    values = {key.removesuffix("_"): value for key, value in given.items()}
    return registry.run(location, name, values, lang=lang)


# [[[cog from faces import functions; functions() ]]]
def find(
    graph: Location,
    name: str,
    *,
    kind: str | None = None,
    top: int = 10,
    lang: Lang = "en",
) -> Answer:
    """Find what a name may mean: organisations, programmes, places, topics and all else.

    The best match comes first, then who takes part in the most projects. What other commands take
    for NAME is the first, unless they ask.

    name: A name, code or IRI.
    kind: Only what is of this kind, such as organisation, programme or place.
    top: Only the first N.
    lang: the language of labels, en or fr.
    """
    return _run("find", locals())


def search(
    graph: Location,
    words: str,
    *,
    top: int = 20,
    lang: Lang = "en",
) -> Answer:
    """Search the titles, objectives and keywords of projects for words.

    Case, accents and endings do not matter, in English and French. The index is made with a graph
    folder and kept in it.

    words: Words that must all occur, "words side by side", or the beginning of one: laser*.
    top: Only the first N.
    lang: the language of labels, en or fr.
    """
    return _run("search", locals())


def rank(
    graph: Location,
    *,
    measures: Sequence[str] = (),
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    top: int | None = None,
    exact: bool = False,
    engine: str = "arrays",
    lang: Lang = "en",
) -> Answer:
    """Rank a network's members by centrality, in the order of the first measure.

    Without a measure: degree, betweenness and closeness. In large networks betweenness is
    estimated, and the error given.

    measures: Centrality measures.
    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    top: Only the first N.
    exact: Follow all chains, however long that takes: no estimate.
    engine: arrays, or networkx: the reference, for small networks.
    lang: the language of labels, en or fr.
    """
    return _run("centrality", locals())


def communities(
    graph: Location,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    resolution: float = 1.0,
    seed: int = 0,
    members: bool = False,
    top: int | None = None,
    lang: Lang = "en",
) -> Answer:
    """Find groups that work together more than chance would make them, and name each.

    By the Leiden algorithm, the best of 20 seeds; a name is what a group's activities and countries
    have more of than the whole network. `members` gives for each member how its ties spread over
    the communities (participation) and how central it is in its own (within_degree).

    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    resolution: Above 1 for more and smaller communities, below 1 for fewer.
    seed: The first of the 20 seeds that are tried.
    members: List the members, not the communities.
    top: Only the first N rows.
    lang: the language of labels, en or fr.
    """
    return _run("communities", locals())


def backbone(
    graph: Location,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    alpha: float = 0.05,
    lang: Lang = "en",
) -> Answer:
    """Keep the ties that matter to one of their ends, for a picture that can be read.

    By the disparity filter: a tie stays where its share of a member's work would seldom be as large
    by chance. As a .gexf file it opens in Gephi.

    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    alpha: Keep ties less probable than this; smaller keeps fewer.
    lang: the language of labels, en or fr.
    """
    return _run("backbone", locals())


def network_info(
    graph: Location,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    samples: int = 5,
    seed: int = 0,
    lang: Lang = "en",
) -> Answer:
    """Describe a network as a whole: size, components, clustering, assortativity, degrees.

    The picture is the distribution of degrees.

    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    samples: Random networks to compare the clustering with, at most 1000.
    seed: The first seed of the random numbers.
    lang: the language of labels, en or fr.
    """
    return _run("network-info", locals())


def brokers(
    graph: Location,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    between: str | None = None,
    and_: str | None = None,
    by: str | None = None,
    rank_by: str | None = None,
    exact: bool = False,
    top: int | None = None,
    lang: Lang = "en",
) -> Answer:
    """Rank who connects two countries or regions, by betweenness and Gould-Fernandez role.

    Betweenness is that of the chains from one to the other only. Roles count pairs of partners that
    are not tied to each other: read from `between` to `and`, a broker of the first place is its
    representative, one of the second its gatekeeper, one of neither a liaison; a coordinator ties
    two of its own side, an itinerant two of a side that is not its own.

    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    between: A country or region: ISO 3166 or NUTS code of any level, or name.
    and_: The other country or region.
    by: Instead: roles of all members between country, nuts1 or nuts2.
    rank_by: betweenness (the default) or a role; with `by` a role (liaison).
    exact: Follow all chains, however long that takes: no estimate.
    top: Only the first N.
    lang: the language of labels, en or fr.
    """
    return _run("brokers", locals())


def flows(
    graph: Location,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    by: str = "country",
    lang: Lang = "en",
) -> Answer:
    """Count how much countries, regions or programmes take part in the same projects.

    One row for each two that meet, in both directions: shared projects, pairs of participations,
    the same by 1/(n-1) of each project, gross and net euro that FROM got in them, each with the
    participations of which no source says it, and the affinity against what size alone would give
    (1: as expected). The picture is a heat map of the affinities.

    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    by: country, nuts1, nuts2 or programme.
    lang: the language of labels, en or fr.
    """
    return _run("flows", locals())


def path(
    graph: Location,
    one: str,
    other: str,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    chains: int = 5,
    reasons: int = 3,
    lang: Lang = "en",
) -> Answer:
    """Show the shortest chains of cooperation from organisation A to B, with their reasons.

    A and B are names, codes or IRIs. Each step gives the projects and other activities that tie the
    two, with programme and years.

    one: The first organisation: a name, code or IRI.
    other: The second organisation: a name, code or IRI.
    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    chains: At most N chains, those of the strongest ties first.
    reasons: At most N activities a step, the latest first.
    lang: the language of labels, en or fr.
    """
    return _run("path", locals())


def explain(
    graph: Location,
    one: str,
    other: str,
    *,
    lang: Lang = "en",
) -> Answer:
    """List every tie between organisations A and B, with the sources that each rests on.

    A and B are names, codes or IRIs. Projects, partnerships and events that they share, and the
    membership of one in the other, with programme, dates, roles and contributions, and the place in
    the source of each statement.

    one: The first organisation: a name, code or IRI.
    other: The second organisation: a name, code or IRI.
    lang: the language of labels, en or fr.
    """
    return _run("explain", locals())


def evolution(
    graph: Location,
    measure: str,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    by: str = "year",
    top: int = 10,
    lang: Lang = "en",
) -> Answer:
    """Rank a network's members by `measure` year by year: who comes, who goes, who rises.

    A project counts in every year it runs. The picture is the course of ranks.

    measure: A centrality measure.
    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    by: year, or period: the seven-year periods of EU funding.
    top: List who is, or was a step before, among the first N.
    lang: the language of labels, en or fr.
    """
    return _run("evolution", locals())


def what_if(
    graph: Location,
    *,
    network: str = "partners",
    programme: str | None = None,
    basis: str | None = None,
    years: str | int | tuple[int, int] | None = None,
    country: str | None = None,
    region: str | None = None,
    near: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    kind: str | None = None,
    sme: bool | None = None,
    members_of: str | None = None,
    organisations: str | None = None,
    min_contribution: float | None = None,
    min_net_contribution: float | None = None,
    weighting: str = "shared",
    stable: int = 1,
    remove: Sequence[str] = (),
    add_project: Location | str | Path | None = None,
    from_: str | None = None,
    measure: str = "degree",
    lang: Lang = "en",
) -> Answer:
    """Show what would change without an organisation, or with a project more.

    Before, after and difference of size, components, reachable countries and programmes, and the
    ten largest movements in rank.

    network: What counts as a tie: a query under queries/network/.
    programme: Only activities under this programme or a part of it (code or name), by their main
        legal basis. Several with a semicolon between.
    basis: With `programme`: count activities by their main legal basis (main), so that the parts of
        a programme add up, or by every legal basis (any).
    years: Only activities that run in these years (2014..2020, 2018.., ..2015); what has no date is
        left out.
    country: Only members in this country (ISO 3166 alpha-2 code or name): both ends of a tie.
        Several with a semicolon between.
    region: Only members in this region or one inside it (NUTS code of any level, or name): both
        ends of a tie. Several with a semicolon between.
    near: Only ties with one end at least in this region or country (code or name), whoever is at
        the other. Several with a semicolon between.
    topic: Only activities on this topic or a narrower one (code or name). Several with a semicolon
        between.
    role: Only participations in this role (code or name). Several with a semicolon between.
    kind: Only members of this kind of organisation (code or name). Several with a semicolon
        between.
    sme: Only participations of small and medium-sized enterprises, or only all others.
    members_of: Only members of this cluster, network or other body.
    organisations: Only these organisations: names or codes with a semicolon between, or a file with
        one a line.
    min_contribution: Only participations with at least this gross contribution in euro.
    min_net_contribution: Only participations with at least this net contribution in euro: without
        what is passed on to third parties, with what these receive.
    weighting: What the weight of a tie counts: shared activities, or newman (each 1/(members-1)).
    stable: Only ties with N or more shared activities.
    remove: An organisation that would be gone; may be repeated.
    add_project: A project that would be there, as RDF.
    from_: Count what this organisation reaches, not the largest component.
    measure: The centrality whose ranks are compared.
    lang: the language of labels, en or fr.
    """
    return _run("what-if", locals())


def recommend(
    graph: Location,
    organisation: str,
    *,
    country: str | None = None,
    programme: str | None = None,
    topic: str | None = None,
    kind: str | None = None,
    all: bool = False,
    persons: bool = False,
    top: int = 10,
    rows: str | None = None,
    lang: Lang = "en",
) -> Answer:
    """Name the organisations to talk to next, with the reasons.

    One row for each reason. What has no share adds nothing to the score: who can introduce, whether
    it has led projects, is in a target place, knows the programme. The formula is chosen on earlier
    years of the same graph, by how many partners an organisation has; the first time this takes a
    while, then it is kept beside the graph. For an organisation without partners, topics, place and
    members of the same cluster decide.

    organisation: The organisation that looks for partners: a name, code or IRI.
    country: Only organisations in this country (ISO 3166 alpha-2 code or name).
    programme: Only organisations with experience in this programme or a part of it.
    topic: Only organisations active on this topic or a narrower one.
    kind: Only this kind of organisation.
    all: Rank those met before too, not only new ones.
    persons: Natural persons too, who are left out where a source or a decision says that they are.
    top: At most N organisations.
    rows: Instead the rows behind each reason for this organisation.
    lang: the language of labels, en or fr.
    """
    return _run("recommend", locals())


def consortium(
    graph: Location,
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
) -> Answer:
    """Propose who could apply together: eligible, and closest to the wishes.

    The rules of the programme are constraints (data/eligibility.csv; by default three legal
    entities from three countries, one of them in an EU member state; whether they are independent,
    and the countries associated to the programme, is not checked). The wishes: the topic,
    experience, an experienced coordinator, members that have worked together, new ones, several
    kinds of organisation, a newcomer to the programme, a target place. Notes tell which are unmet.

    with_: The organisation that looks for a consortium: a name, code or IRI.
    topic: What it is to work on: experience on this topic or a narrower one is wished for.
    programme: Where it is to apply: its rules hold, and experience in it is wished for.
    size: How many members: a number or a range.
    country_min: In how many countries at least; never fewer than the programme asks for.
    include: Who must be in it; may be given several times.
    exclude: Who must not be in it; may be given several times.
    persons: Natural persons too, who are left out where a source or a decision says that they are.
    lang: the language of labels, en or fr.
    """
    return _run("consortium", locals())


def gaps(
    graph: Location,
    organisation: str,
    *,
    kind: str | None = None,
    within: int = 3,
    until: int | None = None,
    top: int | None = None,
    persons: bool = False,
    lang: Lang = "en",
) -> Answer:
    """Show what an organisation lacks beside what it aims at, and who could fill each gap.

    One row for each target place without partner, project or event; programme that is reached
    through one partner alone, with what else would be lost; value-chain stage of a goal without
    partner; project of its own or of a member without partner abroad; and priority topic without a
    project in the last years. Who fills a gap is chosen as `recommend` chooses.

    organisation: The organisation whose gaps are sought: a name, code or IRI.
    kind: Only gaps of this kind.
    within: In how many years a priority topic needs a project.
    until: The last of these years; by default the last in which anything begins.
    top: At most N gaps of each kind.
    persons: Natural persons too, who are left out where a source or a decision says that they are.
    lang: the language of labels, en or fr.
    """
    return _run("gaps", locals())


def brief(
    graph: Location,
    about: str,
    *,
    persons: bool = False,
    lang: Lang = "en",
) -> Answer:
    """Write what to take to a meeting on an organisation, a region or a programme: two pages.

    Facts, the closest partners as a picture, the trend, the scorecard, gaps, five recommendations
    with reasons, and the sources. As a file it is a page that opens offline and prints on two A4
    pages, a document for Word or LibreOffice, or Markdown.

    about: An organisation, a region, a country or a programme: a name, code or IRI.
    persons: Natural persons too, who are left out where a source or a decision says that they are.
    lang: the language of labels, en or fr.
    """
    return _run("brief", locals())


def scorecard(
    graph: Location,
    organisation: str,
    *,
    years: str | int | tuple[int, int] | None = None,
    against: Sequence[str] = (),
    order: str = "goals",
    rows: str | None = None,
    yearly: bool = False,
    lang: Lang = "en",
) -> Answer:
    """Show how far an organisation is: its goals, the indicators that judge them, the numbers.

    Goals, indicators and targets are read from the graph; a goal without an indicator and an
    indicator that nothing measures are shown as such. An empty value says why in words: nothing is
    guessed. The picture shows each indicator over the years.

    organisation: The organisation that is measured: a name, code or IRI.
    years: Only what runs or begins in these years (2014..2020, 2018.., ..2015).
    against: Organisations to set beside it; may be given several times.
    order: By its own goals, by the four missions of the Walloon decree on clusters, or by the
        common indicators of Interreg.
    rows: Instead the rows behind one indicator, by its name.
    yearly: One row more for each year.
    lang: the language of labels, en or fr.
    """
    return _run("scorecard", locals())


# [[[end]]]
