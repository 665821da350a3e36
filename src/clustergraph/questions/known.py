"""What one search of a name has found so far: things of the kinds wanted, and what they are.

Knows what the graph says of them, and how they are ranked; nothing of what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph import terms
from clustergraph.questions import lookup
from clustergraph.questions.lookup import Classes, Named, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from clustergraph.graph.location import Location

_ORGANISATION = f"{terms.CG}Organisation"


class Known:
    """The things found in one graph that are of some kinds, all where none is named."""

    def __init__(self, location: Location, kinds: Sequence[str], lang: str) -> None:
        self.location, self.kinds, self.lang = location, kinds, lang
        self.classes = Classes(location)
        self.things: dict[str, Thing] = {}
        self._projects: dict[str, int] = {}

    def keep(self, found: Mapping[str, Thing], kind: str = "") -> None:
        """Remember what was found of the kinds wanted, and of this kind if one is given."""
        for iri, thing in found.items():
            if self.wanted(thing.classes) and (not kind or self._is(thing, [kind])):
                known = self.things.setdefault(iri, Thing())
                known.names |= thing.names
                known.classes |= thing.classes

    def of(self, iris: Iterable[str], *kinds: str) -> set[str]:
        """Those that are of one of these kinds."""
        return {iri for iri in iris if iri in self.things and self._is(self.things[iri], kinds)}

    def organisations(self, iris: Iterable[str]) -> set[str]:
        """Those that are organisations."""
        return self.of(iris, _ORGANISATION)

    def count(self, iris: Iterable[str]) -> Mapping[str, int]:
        """In how many projects each takes part, and all counted before."""
        left = set(iris) - self._projects.keys()
        self._projects |= dict.fromkeys(left, 0) | lookup.projects(self.location, left)
        return self._projects

    def ranked(self, worth: Mapping[str, float]) -> list[str]:
        """By worth, the lowest first, then by number of projects, then by IRI."""
        projects = self.count(worth)
        return sorted(worth, key=lambda iri: (worth[iri], -projects[iri], iri))

    def described(self, iris: Sequence[str]) -> list[Named]:
        """What is to be said of each thing, found or not."""
        left = set(iris) - self.things.keys()
        kinds = lookup.kinds(self.location, left) if left else {}
        kinds |= {iri: self.things[iri].classes for iri in iris if iri in self.things}
        some = {iri: kinds.get(iri, set()) for iri in iris}
        found = lookup.described(self.location, self.classes, some, self.lang)
        return [found[iri] for iri in iris]

    def wanted(self, classes: AbstractSet[str]) -> bool:
        """Whether what has these classes is of the kinds wanted."""
        return not self.kinds or self.classes.within(classes, self.kinds)

    def _is(self, thing: Thing, kinds: Iterable[str]) -> bool:
        return self.classes.within(thing.classes, kinds)
