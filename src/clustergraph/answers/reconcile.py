"""Pairs of organisations that may be the same, with a score and reasons; a person decides.

Knows what speaks for and against: names, country, city, web site, register numbers, decisions
already taken. Merges nothing and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox

from clustergraph.formats.tables import Table
from clustergraph.matching import likeness
from clustergraph.questions import queries
from clustergraph.sources import identity
from clustergraph.terms import CG, PREFIXES, XSD, local_name, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from clustergraph.formats.tables import Row
    from clustergraph.graph.location import Location, Report

# Pairs below are not worth a person's time; tests/pairs.csv says what that costs.
THRESHOLD = 75.0
COLUMNS = (*identity.COLUMNS, "score", "leftLabel", "rightLabel")

# A key that more organisations of a country share than this tells nothing of any of them.
_COMMON = 20
# Words are looked up by their beginning: endings change with the case, and typists with the day.
_STEM = 5
_ACRONYM = 3
_PIC, _VAT, _HOMEPAGE = f"{CG}pic", f"{CG}vatNumber", f"{PREFIXES['foaf']}homepage"
_REGISTERS = {f"{CG}rorId": "ROR", f"{CG}wikidataId": "Wikidata"}
# Names less alike than this are of two organisations, whatever else they share.
_UNLIKE = 40.0
# What each observation adds to the likeness of the names, found by trial on tests/pairs.csv.
_SAME_REGISTER, _OTHER_REGISTER = 40.0, -40.0
_SAME_VAT, _SAME_SITE = 25.0, 12.0
_SAME_CITY, _OTHER_CITY = 3.0, -5.0
_SAME_ACRONYM, _NAME_IS_ACRONYM = 4.0, 75.0
_OTHER_PIC, _NO_COUNTRY = -10.0, -4.0
_SAYS_ONLY_KIND = -20.0


@dataclass
class Organisation:
    """What is compared of an organisation; countries are ISO codes, all may be empty."""

    iri: str
    names: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    datasets: set[str] = field(default_factory=set)

    def having(self, property_: str) -> set[str]:
        """Its values of an identifying property."""
        return self.identifiers.get(property_, set())


class Profile:
    """An organisation made ready for many comparisons: what is derived of its names, once.

    forms: of all its names; folded: its names without regard to case; short: names and acronyms
    as acronyms are compared; cities: words of its cities.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.of = organisation
        self.iri = organisation.iri
        self.cities = _city_words(organisation.cities)
        made = (form for name in sorted(organisation.names) for form in likeness.forms(name))
        self.forms = tuple(dict.fromkeys(map(self._in_full, made)))
        self.folded = {name.casefold() for name in organisation.names}
        self.short = {likeness.initials(name) for name in organisation.names}
        self.short -= self.cities
        self.acronyms = {likeness.initials(name) for name in organisation.acronyms}
        self.acronyms |= {likeness.acronym(name) for name in organisation.names} - {""}
        self.telling = any(form.telling for form in self.forms)

    def _in_full(self, form: likeness.Form) -> likeness.Form:
        """A body that is called like its city and nothing else is the municipality."""
        called_so = self.cities and self.cities.issuperset(form.words)
        return likeness.municipality(form.words) if called_so else form


@dataclass(frozen=True)
class Finding:
    """How likely two organisations are one, 0 to 100, and why, in words."""

    score: float
    reasons: tuple[str, ...]


def reconcile(
    location: Location,
    source: str | None = None,
    *,
    threshold: float = THRESHOLD,
    decisions: identity.Decisions | None = None,
    report: Report = lambda stage, share: None,
) -> Table:
    """Pairs that may be one organisation, the likeliest first, as lines for identity.csv.

    Columns: left, right, decision (empty, for a person to fill in), why (the reasons), score and
    labels. Only pairs with an organisation that `source` tells of, if given; none that
    `decisions` (by default the shipped ones) settle. `report(country, share)` is told the progress.
    Raises RequestError for an unknown source.
    """
    decided = decisions if decisions is not None else identity.shipped()
    found = organisations(location)
    wanted = _from_source(found, source)
    pairs = [
        (*_by_hand_first(left.iri, right.iri), finding)
        for left, right, finding in proposals(found, wanted, threshold, report)
        if not decided.settled(left.iri, right.iri)
    ]
    labels = location.labels({iri for left, right, _finding in pairs for iri in (left, right)})
    return Table(COLUMNS, [_row(*pair, labels) for pair in pairs])


def organisations(location: Location) -> list[Organisation]:
    """Every organisation of a graph with what is compared, by IRI."""
    found: dict[str, Organisation] = {}
    for iri, property_, name in _select(location, "names"):
        organisation = found.setdefault(iri, Organisation(iri))
        if property_ == f"{CG}acronym":
            organisation.acronyms.add(name)
        else:
            organisation.names.add(name)
    for iri, property_, value in _select(location, "identifiers"):
        if iri in found:
            value = _host(value) if property_ == _HOMEPAGE else value
            found[iri].identifiers.setdefault(property_, set()).add(value)
    for query, attribute in (("cities", "cities"), ("sources", "datasets")):
        for iri, value in _select(location, query):
            if iri in found:
                getattr(found[iri], attribute).add(value)
    for iri, country in _select(location, "countries", "nodes"):
        if iri in found:
            found[iri].countries.add(country)
    return [found[iri] for iri in sorted(found)]


def _select(location: Location, name: str, folder: str = "reconcile") -> Iterator[list[str]]:
    for row in queries.rows(location, queries.shipped(folder, name)).rows:
        yield [cell.value for cell in row if cell is not None]


def _host(address: str) -> str:
    """The host of a web address; a path on a shared host tells organisations apart."""
    parts = urlsplit(address.lower() if "://" in address else f"//{address.lower()}")
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def _from_source(found: Sequence[Organisation], source: str | None) -> set[str] | None:
    """The organisations that a source tells of; None for all of them."""
    if source is None:
        return None
    by_source = defaultdict(set)
    for organisation in found:
        for dataset in organisation.datasets:
            by_source[local_name(dataset).rpartition("-")[0]].add(organisation.iri)
    if source not in by_source:
        raise unknown("source", source, by_source)
    return by_source[source]


def proposals(
    found: Sequence[Organisation],
    wanted: set[str] | None = None,
    threshold: float = THRESHOLD,
    report: Report = lambda stage, share: None,
) -> list[tuple[Organisation, Organisation, Finding]]:
    """Pairs with a score of at least the threshold, the likeliest first, then by IRI.

    Only organisations of one country, or of none, that share something rare are compared: two
    words, or a word and the city, where one word is common.
    """
    profiles = [Profile(organisation) for organisation in found]
    weights = likeness.Weights(form for profile in profiles for form in profile.forms)
    pairs = {}
    for left, right in _candidates(profiles, report):
        if wanted is None or left.iri in wanted or right.iri in wanted:
            finding = compare(left, right, weights)
            if finding.score >= threshold:
                pairs[left.iri, right.iri] = (left.of, right.of, finding)
    return sorted(pairs.values(), key=lambda pair: (-pair[2].score, pair[0].iri, pair[1].iri))


def compare(left: Profile, right: Profile, weights: likeness.Weights) -> Finding:
    """How likely two organisations are one; `weights` say how much a word tells."""
    score, reason = _names(left, right, weights)
    reasons = [reason]
    if score < _UNLIKE:
        return Finding(round(score, 1), (reason,))
    for points, why in _evidence(left, right):
        score += points
        reasons.append(why)
    return Finding(round(min(max(score, 0.0), 100.0), 1), tuple(reasons))


def _names(left: Profile, right: Profile, weights: likeness.Weights) -> tuple[float, str]:
    """The best score of any two names, and what it is in words."""
    if left.folded & right.folded:
        return 100.0, "same name"
    pairs = product(left.forms, right.forms)
    best = max((likeness.score(one, other, weights) for one, other in pairs), default=0.0)
    shortened = (left.short & right.acronyms) | (right.short & left.acronyms)
    if best < _NAME_IS_ACRONYM and any(len(short) >= _ACRONYM for short in shortened):
        return _NAME_IS_ACRONYM, "name of one is the acronym of the other"
    if best == 100:
        return best, "same name but for legal form, spelling or language"
    return best, f"names alike ({best:.0f} of 100)"


def _evidence(left: Profile, right: Profile) -> Iterator[tuple[float, str]]:
    """What speaks for or against beside the names, each with its points."""
    yield from _registers(left.of, right.of)
    if left.of.having(_HOMEPAGE) & right.of.having(_HOMEPAGE):
        yield _SAME_SITE, "same web site"
    if left.acronyms & right.acronyms:
        yield _SAME_ACRONYM, "same acronym"
    if not (left.of.countries and right.of.countries):
        yield _NO_COUNTRY, "country of one unknown"
    same_city = bool(left.cities & right.cities)
    if left.cities and right.cities:
        yield (_SAME_CITY, "same city") if same_city else (_OTHER_CITY, "different cities")
    if not (left.telling and right.telling) and not same_city:
        yield _SAYS_ONLY_KIND, "the names say only what kind of body it is"


def _registers(left: Organisation, right: Organisation) -> Iterator[tuple[float, str]]:
    for property_, register in _REGISTERS.items():
        ours, theirs = left.having(property_), right.having(property_)
        if ours & theirs:
            yield _SAME_REGISTER, f"same {register} identifier"
        elif ours and theirs:
            yield _OTHER_REGISTER, f"different {register} identifiers"
    if left.having(_VAT) & right.having(_VAT):
        yield _SAME_VAT, "same VAT number"
    with_pic = sum(bool(one.having(_PIC)) for one in (left, right))
    if with_pic == 2:
        yield _OTHER_PIC, "each has a PIC of its own"
    else:
        yield 0.0, "one has no PIC" if with_pic else "neither has a PIC"


def _city_words(cities: Iterable[str]) -> frozenset[str]:
    """The words of cities that can be compared: no figures, no districts of a letter."""
    return frozenset(
        word
        for city in cities
        for form in likeness.forms(city)
        for word in form.words
        if len(word) > 2 and not word.isdigit() and word != "cedex"
    )


def _candidates(profiles: Sequence[Profile], report: Report) -> Iterator[tuple[Profile, Profile]]:
    """Pairs worth comparing, smaller IRI first, each once for every country of both."""
    blocks: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        for country in profile.of.countries or {""}:
            blocks[country].append(profile)
    nowhere = blocks.get("", [])
    done = 0
    for country in sorted(blocks):
        report(country, done / sum(map(len, blocks.values())))
        done += len(blocks[country])
        block = blocks[country] if not country else blocks[country] + nowhere
        block = sorted(block, key=lambda profile: profile.iri)
        for first, second in sorted(_sharing(block)):
            left, right = block[first], block[second]
            # Two without a country meet in the block of those, not in every country's.
            if not country or left.of.countries or right.of.countries:
                yield left, right


def _sharing(block: Sequence[Profile]) -> set[tuple[int, int]]:
    """Pairs of places in a block whose organisations share a key that few have."""
    stems = [{word[:_STEM] for form in profile.forms for word in form.words} for profile in block]
    common = _common(stems)
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, profile in enumerate(block):
        for key in _keys(profile, stems[place], common):
            holders[key].append(place)
    pairs: set[tuple[int, int]] = set()
    for places in holders.values():
        if 1 < len(places) <= _COMMON:
            pairs.update(combinations(places, 2))
    return pairs


def _common(stems: Iterable[set[str]]) -> set[str]:
    count: dict[str, int] = defaultdict(int)
    for held in stems:
        for stem in held:
            count[stem] += 1
    return {stem for stem, number in count.items() if number > _COMMON}


def _keys(profile: Profile, stems: set[str], common: set[str]) -> set[tuple[str, ...]]:
    """By what an organisation is looked up in its country."""
    keys: set[tuple[str, ...]] = {("stem", stem) for stem in stems - common}
    keys.update(("words", *form.words) for form in profile.forms)
    for form in profile.forms:
        often = sorted({word[:_STEM] for word in form.words} & common)
        keys.update(("stems", *pair) for pair in combinations(often, 2))
    keys.update(("city", city, stem) for city in profile.cities for stem in stems & common)
    keys.update(
        ("short", name) for name in profile.short | profile.acronyms if len(name) >= _ACRONYM
    )
    for property_ in (_HOMEPAGE, _VAT, *_REGISTERS):
        keys.update((property_, value) for value in profile.of.having(property_))
    return keys


def _by_hand_first(left: str, right: str) -> tuple[str, str]:
    """What somebody wrote by hand comes first: it is what the other is to be linked to."""
    swap = identity.minted(left) and not identity.minted(right)
    return (right, left) if swap else (left, right)


def _row(left: str, right: str, finding: Finding, labels: Mapping[str, str]) -> Row:
    score = ox.Literal(str(finding.score), datatype=ox.NamedNode(f"{XSD}decimal"))
    texts = ("", "; ".join(finding.reasons))
    named = (labels.get(left, ""), labels.get(right, ""))
    decision, why, one, other = map(ox.Literal, (*texts, *named))
    return (ox.NamedNode(left), ox.NamedNode(right), decision, why, score, one, other)
