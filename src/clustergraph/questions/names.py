"""From what a person types to the one thing that is meant: the only resolver of names.

Takes an IRI, a CURIE, the last part of an IRI, a name or an alias in any language, or a code (ISO
3166, NUTS, PIC, VAT, ROR, grant number). What is spelt exactly so goes before what differs in case,
accents or signs; what is only like it is suggested, never taken. Where an organisation with that
name is small and a far larger one has it inside its own, nobody is taken either. Knows nothing of
queries, filters or networks.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

from clustergraph import terms
from clustergraph.errors import ParameterName, RequestError
from clustergraph.questions import lookup, regions, taken
from clustergraph.questions.lookup import CODE, IRI, NAME, Classes, Named, Thing
from clustergraph.questions.spelling import Typed, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clustergraph.errors import Part
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

_ORGANISATION, _PLACE, _COUNTRY = (
    f"{terms.CG}Organisation",
    f"{terms.CG}Place",
    f"{terms.CG}Country",
)
_PLACES = (_PLACE, _COUNTRY, f"{terms.CG}Region")
_SHOWN = 5
# Who takes part in this many times as many projects is the one that most people mean.
_FAR_LARGER = 10
# Likeness goes by steps of five hundredths, within which the number of projects decides. As like as
# the name itself is one that holds it; what is this many steps less like than the best is no hint.
_STEP = 5
_INSIDE, _FAR_LESS = 19, 2
_LONGEST_SHOWN = 100
# Longer than any name or address.
_LONGEST = 1_000
_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")


class Match(IntEnum):
    """How a name and a text agree, the best first."""

    CODE = 0
    CODE_OF_TWIN = 1
    NAME = 2
    ALIAS = 3
    CODE_SPELT_OTHERWISE = 4
    NAME_SPELT_OTHERWISE = 5
    ALIAS_SPELT_OTHERWISE = 6
    OTHER_CODE = 7
    INSIDE = 8


def find(
    location: Location,
    text: str,
    kinds: Sequence[str] = (),
    *,
    parameter: str | ParameterName = "",
    lang: Lang | None = None,
) -> Named:
    """The one thing that a person means by a text, which the answer then says; see `taken`.

    kinds: CURIEs of classes (those below them count) or schemes, one of which it must belong to;
    none means anything. lang: of its label, by default that of the answer. Raises RequestError,
    which names `parameter` if given, with the nearest candidates where the text names nothing, or
    not one thing alone.
    """
    asked = ParameterName(parameter) if isinstance(parameter, str) and parameter else parameter
    named = asked if isinstance(asked, ParameterName) else None
    wanted = regions.meant(location, text, named) if _placed(kinds) else text
    found = _Search(location, wanted, kinds, named, lang or taken.language()).one()
    taken.remember(named, text.strip(), found)
    return found


def _placed(kinds: Sequence[str]) -> bool:
    return not kinds or bool({terms.expand(kind) for kind in kinds} & set(_PLACES))


def candidates(
    location: Location,
    text: str,
    kinds: Sequence[str] = (),
    *,
    count: int = _SHOWN,
    lang: str = "en",
) -> list[Named]:
    """What a person may mean by a text: the best match first, then the most projects."""
    return _Search(location, text, kinds, None, lang).candidates(count)


class _Search:
    """One text sought in one graph."""

    def __init__(
        self,
        location: Location,
        text: str,
        kinds: Sequence[str],
        parameter: ParameterName | None,
        lang: str,
    ) -> None:
        self._location = location
        if len(text) > _LONGEST:
            raise _error(parameter, f"'{_cut(text)}' has more than {_LONGEST} characters: no name")
        self._typed = Typed(terms.whole(text).strip())
        self._kinds = [terms.expand(kind) or kind for kind in kinds]
        self._parameter = parameter
        self._lang = lang
        self._classes = Classes(location)
        self._found: dict[str, Thing] = {}
        self._projects: dict[str, int] = {}

    def one(self) -> Named:
        direct = self._direct()
        if direct:
            return self._described([direct])[0]
        matches = self._matches()
        best = min(matches.values(), default=Match.INSIDE)
        meant = self._largest({i for i, match in matches.items() if match == best != Match.INSIDE})
        if not meant:
            raise self._unknown(self._nearest(matches, _SHOWN))
        exempt = len(meant) > 1 or best <= Match.CODE_OF_TWIN
        rivals = [] if exempt else self._rivals(meant[0], matches)
        if len(meant) > 1 or rivals:
            raise self._ambiguous([*meant, *rivals])
        return self._described(meant)[0]

    def candidates(self, count: int) -> list[Named]:
        direct = self._direct()
        return self._described([direct] if direct else self._nearest(self._matches(), count))

    def _iri(self) -> str | None:
        """The text as an IRI, where it is one or a CURIE."""
        text = self._typed.text
        if text.startswith("<") and text.endswith(">"):
            return text[1:-1]
        return terms.expand(text) or (text if _ADDRESS.match(text) else None)

    def _direct(self) -> str | None:
        """The IRI that the text itself is, if the graph knows it."""
        iri = self._iri()
        if iri is None:
            return None
        if not terms.is_absolute_iri(iri):
            raise self._error(f"'{_cut(self._typed.text)}' is not an IRI")
        if not self._location.ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"):
            return None
        classes = lookup.kinds(self._location, [iri]).get(iri, set())
        # Where no class has its place, the graph came without the ontology.
        told = any(self._classes.known(kind) for kind in self._kinds)
        if told and not classes:
            return None
        if told and not self._classes.within(classes, self._kinds):
            wanted = " or ".join(self._location.labels(self._kinds, self._lang).values())
            (named,) = self._described([iri])
            raise self._error(f"{named.listed()} is not what is asked for here: {wanted}")
        return iri

    def _matches(self) -> dict[str, Match]:
        """The things that the text may name, each with its best match; see `Match`.

        Codes and IRIs are looked up in the index, which takes no time; then all names are gone
        through, and at last all codes.
        """
        typed = self._typed
        if not typed.key:
            return {}
        iris = dict.fromkeys(
            f"{terms.PREFIXES[kind]}{terms.escape(local)}"
            for local in (typed.text, typed.slug)
            for kind in (*terms.KINDS, *terms.SCHEMES)
            if local
        )
        self._keep(lookup.coded(self._location, typed.codes(), iris))
        matches = self._agreed()
        if not self._settled(matches):
            self._keep(lookup.called(self._location, typed.name_pattern()))
            matches = self._agreed()
        if min(matches.values(), default=Match.INSIDE) == Match.INSIDE:
            self._keep(lookup.called(self._location, typed.code_pattern(), codes=True))
            matches = self._agreed()
        if min(matches.values(), default=Match.INSIDE) == Match.INSIDE:
            matches |= dict.fromkeys(self._states(), Match.OTHER_CODE)
        return self._without_copies(matches)

    def _states(self) -> list[str]:
        """The countries with a name that the graph has not, such as Deutschland."""
        code = self._typed.state
        found = lookup.coded(self._location, [code], []) if code else {}
        self._keep({iri: thing for iri, thing in found.items() if self._is(thing, _COUNTRY)})
        return [iri for iri in found if iri in self._found and self._is(self._found[iri], _COUNTRY)]

    def _settled(self, matches: Mapping[str, Match]) -> bool:
        """Whether no name can be a better match than the codes found: hardly one has figures."""
        best = min(matches.values(), default=Match.INSIDE)
        figures = any(sign.isdigit() for sign in self._typed.code)
        return best <= Match.CODE_OF_TWIN or (best == Match.CODE_SPELT_OTHERWISE and figures)

    def _agreed(self) -> dict[str, Match]:
        """Of the things found those that match, each with its best match."""
        matches = {}
        for iri, thing in self._found.items():
            agreed = (self._match(iri, kind, name) for kind, name in thing.names)
            best = min((match for match in agreed if match is not None), default=None)
            if best is not None:
                matches[iri] = best
        return matches

    def _keep(self, found: Mapping[str, Thing]) -> None:
        """Remember what was found of the kinds wanted."""
        for iri, thing in found.items():
            if not self._kinds or self._is(thing, *self._kinds):
                known = self._found.setdefault(iri, Thing())
                known.names |= thing.names
                known.classes |= thing.classes

    def _is(self, thing: Thing, *kinds: str) -> bool:
        return self._classes.within(thing.classes, kinds)

    def _match(self, iri: str, kind: str, name: str) -> Match | None:
        typed = self._typed
        if kind == CODE:
            return self._match_code(name)
        plain = kind in (NAME, IRI)
        if kind == IRI:
            exact = iri.endswith(f"/{terms.escape(typed.text)}")
            return Match.NAME if exact else Match.NAME_SPELT_OTHERWISE
        if name == typed.text:
            return Match.NAME if plain else Match.ALIAS
        if terms.fold(name) == typed.key:
            return Match.NAME_SPELT_OTHERWISE if plain else Match.ALIAS_SPELT_OTHERWISE
        return Match.INSIDE if typed.within(name) else None

    def _match_code(self, name: str) -> Match | None:
        typed, key = self._typed, terms.fold(name)
        if name == typed.text:
            return Match.CODE
        if key == typed.code:
            return Match.CODE_SPELT_OTHERWISE
        if key and key == typed.twin:
            return Match.CODE_OF_TWIN if typed.text.isupper() else Match.OTHER_CODE
        return Match.OTHER_CODE if key and key == typed.alpha2 else None

    def _without_copies(self, matches: dict[str, Match]) -> dict[str, Match]:
        """Without the regions of a country that have its name, such as NUTS LU0, LU00 and LU000,
        and those whose territory another of them has, such as DE60 and DE600 that of DE6."""
        named = {iri for iri, match in matches.items() if Match.CODE_OF_TWIN < match < Match.INSIDE}
        countries = {iri for iri in named if self._is(self._found[iri], _COUNTRY)}
        regions = {iri for iri in named - countries if self._is(self._found[iri], _PLACE)}
        if not regions or len(countries) + len(regions) < 2:
            return matches
        same = lookup.territories(self._location, regions)
        copies = {iri for iri, larger in same.items() if not larger.isdisjoint(regions)}
        lie = lookup.states(self._location, regions) if countries else {}
        copies |= {iri for iri, states in lie.items() if not countries.isdisjoint(states)}
        return {iri: match for iri, match in matches.items() if iri not in copies}

    def _count(self, iris: Iterable[str]) -> None:
        left = set(iris) - self._projects.keys()
        self._projects |= dict.fromkeys(left, 0) | lookup.projects(self._location, left)

    def _organisations(self, iris: Iterable[str]) -> set[str]:
        return {iri for iri in iris if self._is(self._found[iri], _ORGANISATION)}

    def _far_larger(self, one: str, other: str) -> bool:
        return self._projects[one] >= _FAR_LARGER * max(self._projects[other], 1)

    def _largest(self, equal: set[str]) -> list[str]:
        """The one organisation of several that is far larger than all others, else all."""
        self._count(equal)
        ranked = self._ranked(dict.fromkeys(equal, 0))
        alone = len(ranked) > 1 and equal == self._organisations(equal)
        return ranked[:1] if alone and self._far_larger(*ranked[:2]) else ranked

    def _rivals(self, meant: str, matches: Mapping[str, Match]) -> list[str]:
        """The far larger organisations that have the name of the one meant inside their own."""
        if not self._organisations([meant]):
            return []
        others = self._organisations(matches) - {meant}
        self._count(others)
        return self._ranked({iri: matches[iri] for iri in others if self._far_larger(iri, meant)})

    def _ranked(self, worth: Mapping[str, float]) -> list[str]:
        """By worth, the lowest first, then by number of projects, then by IRI."""
        return sorted(worth, key=lambda iri: (worth[iri], -self._projects.get(iri, 0), iri))

    def _nearest(self, matches: Mapping[str, Match], count: int) -> list[str]:
        """The best matches, and what is like the text where they are fewer than `count`."""
        self._count(matches)
        found = self._ranked(matches)
        return (found if len(found) >= count else [*found, *self._alike(matches)])[:count]

    def _alike(self, matches: Mapping[str, Match]) -> list[str]:
        """What else has a name like the text, the most like first; not what is far less like it
        than the best."""
        names = self._spelt()
        steps = {iri: step for iri, step in self._steps(names).items() if iri not in matches}
        worth: dict[str, float] = {}
        best = _INSIDE if matches else 0
        # What things are is asked of the most like ones alone: thousands share a piece of a name.
        for step in sorted(set(steps.values()), reverse=True):
            if step < best - _FAR_LESS:
                break
            found = self._known({iri: names[iri] for iri in steps if steps[iri] == step})
            worth |= dict.fromkeys(found, -step)
            best = max(best, step if found else 0)
        self._count(worth)
        return self._ranked(worth)

    def _typed_name(self) -> Typed:
        iri = self._iri()
        return Typed(terms.local_name(iri)) if iri else self._typed

    def _spelt(self) -> dict[str, set[tuple[str, str]]]:
        """The names and codes that hold a piece of the text, of each thing of any kind, and those
        of the things found before."""
        names = {iri: set(thing.names) for iri, thing in self._found.items()}
        if pieces := self._typed_name().pieces():
            for codes in (False, True):
                for iri, kind, name in lookup.spelt(self._location, pieces, codes=codes):
                    names.setdefault(iri, set()).add((kind, name))
        return names

    def _known(self, names: Mapping[str, set[tuple[str, str]]]) -> list[str]:
        """Those of some things that are of the kinds wanted."""
        new = {iri: some for iri, some in names.items() if iri not in self._found}
        rows = ((iri, kind, name) for iri, some in new.items() for kind, name in some)
        self._keep(lookup.things(self._location, rows))
        return [iri for iri in names if iri in self._found]

    def _steps(self, names: Mapping[str, set[tuple[str, str]]]) -> dict[str, int]:
        """How like the text the best name of each thing is, in steps; without those unlike it."""
        told: dict[str, bool] = {}
        for some in names.values():
            for kind, name in some:
                # A code, where it is nothing else anywhere.
                told[name] = told.get(name, True) and kind == CODE
        scores = likeness(self._typed_name(), told)
        best = {
            iri: max((scores.get(name, 0.0) for _, name in some), default=0.0)
            for iri, some in names.items()
        }
        return {iri: round(score / _STEP) for iri, score in best.items() if score}

    def _described(self, iris: Sequence[str]) -> list[Named]:
        left = set(iris) - self._found.keys()
        kinds = lookup.kinds(self._location, left) if left else {}
        kinds |= {iri: self._found[iri].classes for iri in iris if iri in self._found}
        some = {iri: kinds.get(iri, set()) for iri in iris}
        found = lookup.described(self._location, self._classes, some, self._lang)
        return [found[iri] for iri in iris]

    def _ambiguous(self, iris: Sequence[str]) -> RequestError:
        shown = self._described(iris[:_SHOWN])
        listed = ", ".join(named.listed() for named in shown)
        more = f" and {len(iris) - _SHOWN:,} more" if len(iris) > _SHOWN else ""
        said = f"'{_cut(self._typed.text)}' is ambiguous: {listed}{more}"
        return self._error(f"{said}; give the code or the IRI", shown)

    def _unknown(self, iris: Sequence[str]) -> RequestError:
        shown = self._described(iris)
        hint = f"; nearest: {', '.join(named.listed() for named in shown)}" if shown else ""
        return self._error(f"nothing is called '{_cut(self._typed.text)}'{hint}", shown)

    def _error(self, said: str, shown: Sequence[Named] = ()) -> RequestError:
        return _error(self._parameter, said, [terms.compress(named.iri) for named in shown])


def _error(
    parameter: ParameterName | None, said: str, candidates: Sequence[str] = ()
) -> RequestError:
    parts: list[Part] = [parameter, ": "] if parameter else []
    return RequestError(*parts, said, candidates=candidates)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
