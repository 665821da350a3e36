"""From what a person types to the one thing that is meant: the only resolver of names.

Takes an IRI, a CURIE, the last part of an IRI, a name or an alias in any language, or a code (ISO
3166, NUTS, PIC, VAT, ROR, grant number). What is spelt exactly so goes before what differs in case,
accents or signs; what is only like it is suggested, never taken. Where an organisation with that
name is small and a far larger one has it inside its own, nobody is taken either; one that is larger
by less is said. Knows nothing of queries, filters or networks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clustergraph import terms
from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text, filled
from clustergraph.questions import agreeing, hints, lookup, regions, taken
from clustergraph.questions.agreeing import Match
from clustergraph.questions.known import Known
from clustergraph.questions.spelling import Typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clustergraph.errors import Part
    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.questions.lookup import Named

_PLACE, _COUNTRY = f"{terms.CG}Place", f"{terms.CG}Country"
_PLACES = (_PLACE, _COUNTRY, f"{terms.CG}Region")
_SHOWN = 5
# Who takes part in this many times as many projects is the one that most people mean.
_FAR_LARGER = 10
# And in this many times as many, one that somebody may have meant.
_LARGER = 2
_LONGEST_SHOWN = 100
# More regions than have the name of a country, or the same territory, and are left out for that.
_COPIES = 100
# Longer than any name or address.
_LONGEST = 1_000
_NOTHING = Text("nothing is called '{typed}'", "rien ne s’appelle « {typed} »")
_NEAREST = Text(f"{_NOTHING}; nearest: {{listed}}", f"{_NOTHING.fr} ; au plus près : {{listed}}")
_OTHER = Text(
    "'{typed}' is of another kind than is asked for: {other}",
    "« {typed} » est d’une autre nature que demandé : {other}",
)
_NEAREST_OTHER = Text(f"{_OTHER}; nearest: {{listed}}", f"{_OTHER.fr} ; au plus près : {{listed}}")
_AMBIGUOUS = Text(
    "'{typed}' is ambiguous: {listed}{more}; give the code or the IRI",
    "« {typed} » est ambigu : {listed}{more} ; donnez le code ou l’IRI",
)
_MORE = Text(" and {n} more", " et {n} de plus")
_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")


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
    found, larger = _Search(location, wanted, kinds, named, lang or taken.language()).one()
    taken.remember(named, text.strip(), found, larger)
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
        self._location, self._kinds, self._lang = location, kinds, lang
        if len(text) > _LONGEST:
            raise _error(parameter, f"'{_cut(text)}' has more than {_LONGEST} characters: no name")
        self._typed = Typed(terms.whole(text).strip())
        self._parameter = parameter
        self._known = Known(location, [terms.expand(kind) or kind for kind in kinds], lang)
        # The patterns that names, and codes, were sought by.
        self._sought = {"names": "", "codes": ""}

    def one(self) -> tuple[Named, Named | None]:
        """The thing meant, and the largest organisation that has its name, too, where that is
        larger."""
        direct = self._direct()
        if direct:
            return self._known.described([direct])[0], None
        matches = self._matches()
        best = agreeing.best(matches)
        meant = self._largest({i for i, match in matches.items() if match == best != Match.INSIDE})
        if not meant:
            raise self._unknown(self._nearest(matches, _SHOWN))
        larger = [] if best <= Match.CODE_OF_TWIN else self._larger(meant[0], matches)
        rivals = [iri for iri in larger if self._times(_FAR_LARGER, iri, meant[0])]
        if len(meant) > 1 or rivals:
            # Who is far larger is seen, however many have the name itself.
            most = _SHOWN - bool(rivals)
            raise self._ambiguous([*meant[:most], *rivals, *meant[most:]])
        told, *others = self._known.described([*meant, *larger[:1]])
        return told, others[0] if others else None

    def candidates(self, count: int) -> list[Named]:
        direct = self._direct()
        if direct:
            return self._known.described([direct])
        matches = self._matches(count + _COPIES)
        return self._known.described(self._nearest(matches, count))

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
        told = any(self._known.classes.known(kind) for kind in self._known.kinds)
        if told and not classes:
            return None
        if told and not self._known.classes.within(classes, self._known.kinds):
            wanted = " or ".join(
                self._location.labels(self._known.kinds, self._known.lang).values()
            )
            (named,) = self._known.described([iri])
            raise self._error(f"{named.listed()} is not what is asked for here: {wanted}")
        return iri

    def _matches(self, most: int | None = None) -> dict[str, Match]:
        """The things that the text may name, each with its best match; see `Match`. most: how many
        of those with the text inside a name may do.

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
        known, location = self._known, self._location
        known.keep(lookup.coded(location, typed.codes(), iris))
        matches = agreeing.agreed(typed, known.things)
        if not agreeing.settled(typed, matches):
            self._sought["names"] = typed.name_pattern()
            known.keep(lookup.called(location, typed, known.wanted, most))
            matches = agreeing.agreed(typed, known.things)
        if agreeing.best(matches) == Match.INSIDE:
            self._sought["codes"] = typed.code_pattern()
            known.keep(lookup.coded_loosely(location, typed))
            matches = agreeing.agreed(typed, known.things)
        if agreeing.best(matches) == Match.INSIDE:
            matches |= dict.fromkeys(self._states(), Match.OTHER_CODE)
        return self._without_copies(matches)

    def _states(self) -> list[str]:
        """The countries with a name that the graph has not, such as Deutschland."""
        code = self._typed.state
        found = lookup.coded(self._location, [code], []) if code else {}
        self._known.keep(found, _COUNTRY)
        return sorted(self._known.of(found, _COUNTRY))

    def _without_copies(self, matches: dict[str, Match]) -> dict[str, Match]:
        """Without the regions of a country that have its name, such as NUTS LU0, LU00 and LU000,
        and those whose territory another of them has, such as DE60 and DE600 that of DE6."""
        named = {iri for iri, match in matches.items() if Match.CODE_OF_TWIN < match < Match.INSIDE}
        countries = self._known.of(named, _COUNTRY)
        regions = self._known.of(named - countries, _PLACE)
        if not regions or len(countries) + len(regions) < 2:
            return matches
        same = lookup.territories(self._location, regions)
        copies = {iri for iri, larger in same.items() if not larger.isdisjoint(regions)}
        lie = lookup.states(self._location, regions) if countries else {}
        copies |= {iri for iri, states in lie.items() if not countries.isdisjoint(states)}
        return {iri: match for iri, match in matches.items() if iri not in copies}

    def _largest(self, equal: set[str]) -> list[str]:
        """The one organisation of several that is far larger than all others, else all."""
        ranked = self._known.ranked(dict.fromkeys(equal, 0))
        alone = len(ranked) > 1 and equal == self._known.organisations(equal)
        return ranked[:1] if alone and self._times(_FAR_LARGER, *ranked[:2]) else ranked

    def _larger(self, meant: str, matches: Mapping[str, Match]) -> list[str]:
        """The larger organisations that have the name of the one meant inside their own, the
        largest of the best matches first."""
        known = self._known
        if not known.organisations([meant]):
            return []
        others = known.organisations(matches) - {meant}
        known.count({meant, *others})
        larger = (iri for iri in others if self._times(_LARGER, iri, meant))
        return known.ranked({iri: matches[iri] for iri in larger})

    def _times(self, times: int, one: str, other: str) -> bool:
        """Whether one takes part in so many times as many projects as another."""
        projects = self._known.count([one, other])
        return projects[one] >= times * max(projects[other], 1)

    def _nearest(self, matches: Mapping[str, Match], count: int) -> list[str]:
        """The best matches, and what is like the text where they are fewer than `count`."""
        found = self._known.ranked(matches)
        if len(found) < count:
            typed = self._typed_name()
            sought = (self._sought["names"], self._sought["codes"])
            found += hints.alike(self._known, typed, matches, sought, count - len(found))
        return found[:count]

    def _typed_name(self) -> Typed:
        iri = self._iri()
        return Typed(terms.local_name(iri)) if iri else self._typed

    def _ambiguous(self, iris: Sequence[str]) -> RequestError:
        shown = self._known.described(iris[:_SHOWN])
        listed = ", ".join(named.listed() for named in shown)
        more = filled(_MORE, n=len(iris) - _SHOWN) if len(iris) > _SHOWN else Text("")
        said = filled(_AMBIGUOUS, typed=_cut(self._typed.text), listed=listed, more=more)
        return self._error(said, shown)

    def _unknown(self, iris: Sequence[str]) -> RequestError:
        shown = self._known.described(iris)
        listed = ", ".join(named.listed() for named in shown)
        other = self._of_another_kind()
        said = (_NEAREST_OTHER if shown else _OTHER) if other else _NEAREST if shown else _NOTHING
        typed = _cut(self._typed.text)
        return self._error(filled(said, typed=typed, listed=listed, other=other), shown)

    def _of_another_kind(self) -> str:
        """What else has the name, where one thing has it but is not of the kind that is sought."""
        if not self._kinds:
            return ""
        search = _Search(self._location, self._typed.text, (), None, self._lang)
        matches = {i: match for i, match in search._matches().items() if match != Match.INSIDE}
        if not matches:
            return ""
        return search._known.described(search._known.ranked(matches)[:1])[0].listed()

    def _error(self, said: str, shown: Sequence[Named] = ()) -> RequestError:
        return _error(self._parameter, said, [terms.compress(named.iri) for named in shown])


def _error(
    parameter: ParameterName | None, said: str, candidates: Sequence[str] = ()
) -> RequestError:
    parts: list[Part] = [parameter, Text(": ", "\xa0: ")] if parameter else []
    return RequestError(*parts, said, candidates=candidates)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
