"""Which organisations are worth comparing: those of a country that share something rare.

Knows keys and how many share each; scores nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from clustergraph.matching.organisations import HOMEPAGE, REGISTERS, SHORTEST_ACRONYM, VAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clustergraph.matching.organisations import Profile

# A key that more organisations of a country share than this says nothing about any of them.
_COMMON = 20
# Words are looked up by their beginning: endings change with the case, and typists with the day.
_STEM = 5
_DOUBLED = re.compile(r"(.)\1")


def candidates(
    profiles: Sequence[Profile], report: Callable[[str, float], object]
) -> Iterator[tuple[Profile, Profile]]:
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
    stems = [{_stem(word) for form in profile.forms for word in form.words} for profile in block]
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


@cache
def _stem(word: str) -> str:
    """The beginning of a word, doubled letters once: Nessebar, Nesebar."""
    return _DOUBLED.sub(r"\1", word)[:_STEM]


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
        often = sorted({_stem(word) for word in form.words} & common)
        keys.update(("stems", *pair) for pair in combinations(often, 2))
    keys.update(("city", city, stem) for city in profile.cities for stem in stems & common)
    keys.update(
        ("short", name)
        for name in profile.short | profile.acronyms
        if len(name) >= SHORTEST_ACRONYM
    )
    for property_ in (HOMEPAGE, VAT, *REGISTERS):
        keys.update((property_, value) for value in profile.of.having(property_))
    return keys
