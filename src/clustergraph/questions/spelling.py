"""How people spell a name or a code: what is the same, what holds it, and what is like it.

Knows texts only; nothing of graphs, classes or properties.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from clustergraph.terms import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# No name is longer; a pattern of thousands of letters is too much for some engines.
_LONGEST = 300
# All that a name may hold beside plain letters and digits: signs, spaces, letters with accents.
_OTHER = "[^a-z0-9]*"
# A name with two slips still has one of three pieces whole.
_PIECES = 3
_SHORTEST_PIECE = 2
_WORD = re.compile(r"[^\W_]+")
# What stands in a name for a letter that was lost on the way, and how many letters for it at most:
# ü is ue too.
LOST, _MOST_LOST = "\ufffd", 2
# What is left of a name of fewer letters may be any.
_FEWEST_KEPT = 3
_ANY_LOST = rf"[^\W\d_]{{1,{_MOST_LOST}}}"
# Where registers show an entry.
_ADDRESS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:ror\.org/|data\.europa\.eu/nuts/code/"
    r"|wikidata\.org/(?:wiki|entity)/|cordis\.europa\.eu/project/(?:id/)?)",
    re.IGNORECASE,
)
# The name of the register before the number; an IBAN or a bare "no" is none.
_REGISTER = re.compile(
    r"^(?:pic|vat|tva|ror|nuts|iso|wikidata|ga|project|projet|grant(?:\s+agreement)?)"
    r"(?:\s*(?:no|nr|number|n°|id))?[.:#\s]+(?=\S)",
    re.IGNORECASE,
)
# What a spreadsheet makes of a number.
_FLOAT = re.compile(r"(\d+)\.0")
# The European institutions write EL and UK, ISO 3166 has GR and GB; so do the codes of regions.
_TWINS = {"uk": "gb", "gb": "uk", "el": "gr", "gr": "el"}
_TWINNED = re.compile(r"(uk|gb|el|gr)[0-9a-z]{0,3}")
# Below this (of 100) nothing is like a name; codes must be closer, as each letter of one counts.
LIKE, LIKE_CODE, LIKE_WORD = 65.0, 75.0, 81.0
# Likeness goes by steps of so much, within which the number of projects decides.
STEP = 5
# Of the words of a name, some that few names have are enough.
LEAST = 50.0
# A slip is seldom in the first letter: nobody, body.
SURE = 90.0
# How like a word is its beginning: univ, inst, tech.
ABBREVIATED = 90.0
# All words of a long name make a better hint than some letters of it, but no equal one.
BY_WORDS = 0.95
# Words are counted from this many letters on; what each letter of a shorter one counts.
_LONG_WORD, _SHORT_WORD = 4, 0.25


@dataclass(frozen=True)
class Typed:
    """A text as a person typed it, and what it may stand for."""

    text: str

    @cached_property
    def key(self) -> str:
        """The text as names are compared; "" where nothing can have that name."""
        key = fold(self.text)
        return key if len(key) <= _LONGEST else ""

    @cached_property
    def code(self) -> str:
        """The key of the code in it, without the address or the name of the register."""
        bare = _REGISTER.sub("", _ADDRESS.sub("", self.text.strip()))
        number = _FLOAT.fullmatch(bare)
        return fold(number[1] if number else bare)

    @cached_property
    def twin(self) -> str:
        """The key of the code in the other usage: `uki` for GBI, `gr30` for EL30; or ""."""
        found = _TWINNED.fullmatch(self.code)
        return _TWINS[found[1]] + self.code[2:] if found else ""

    @cached_property
    def alpha2(self) -> str:
        """The key of the country code of two letters for one of three, or ""."""
        if not (len(self.code) == 3 and self.code.isascii() and self.code.isalpha()):
            return ""
        from clustergraph.sources.countries import alpha2

        return fold(alpha2(self.code))

    @cached_property
    def state(self) -> str:
        """The code of the country that has this name in some language, or ""."""
        from clustergraph.sources.countries import country_code

        try:
            return country_code(self.text) if len(self.key) > 2 else ""
        except ValueError:
            return ""

    @property
    def slug(self) -> str:
        """The text as the last part of an IRI is written."""
        return "-".join(_WORD.findall(self.text.lower()))

    def codes(self) -> list[str]:
        """The codes that the text may be, as registers write them."""
        keys = {self.code, self.twin, self.alpha2} - {""}
        return sorted({self.text, *keys, *map(str.upper, keys)})

    def name_pattern(self) -> str:
        """A regular expression, found in all names in small letters that are the text or hold it.
        It finds more."""
        return f"{loosely(self.key)}|{_inside(self.key)}"

    def lost(self, name: str) -> bool:
        """Whether a name in which letters were lost is the text."""
        if LOST not in name:
            return False
        first, *others = _pieces(name)
        kept = len(first) + sum(map(len, others))
        missing = len(self.key) - kept
        if kept < _FEWEST_KEPT or not len(others) <= missing <= _MOST_LOST * len(others):
            return False
        pattern = _ANY_LOST.join(map(re.escape, (first, *others)))
        return re.fullmatch(pattern, self.key) is not None

    def code_keys(self) -> set[str]:
        """The keys of the codes that the text may be, in this usage or another."""
        return {self.code, self.twin, self.alpha2, self.key} - {""}

    def code_pattern(self) -> str:
        """The same for codes that are the text, but for signs, or its code in another usage."""
        return "|".join(map(loosely, sorted(self.code_keys())))

    @cached_property
    def long_words(self) -> tuple[str, ...]:
        """The words that tell names apart."""
        return tuple(word for word in dict.fromkeys(words(self.text)) if len(word) >= _LONG_WORD)

    def pieces(self) -> str:
        """A regular expression that finds, in small letters, the names that hold a piece of it or a
        long word."""
        size = max(_SHORTEST_PIECE, -(-len(self.key) // _PIECES))
        cut = (self.key[start : start + size] for start in range(0, len(self.key), size))
        pieces = [piece for piece in cut if len(piece) >= _SHORTEST_PIECE]
        more = [word for word in self.long_words if not any(piece in word for piece in pieces)]
        return "|".join(map(_inside, [*pieces, *more])) if pieces else ""

    def within(self, name: str) -> bool:
        """Whether a name holds the text as whole words, side by side."""
        held = words(name)
        at, bounds = 0, {0}
        for word in held:
            at += len(word)
            bounds.add(at)
        joined = "".join(held)
        found = joined.find(self.key)
        while found >= 0:
            if {found, found + len(self.key)} <= bounds:
                return True
            found = joined.find(self.key, found + 1)
        return False


@lru_cache(maxsize=1 << 12)
def _pieces(name: str) -> tuple[str, ...]:
    """What is left of a name between the letters that were lost, folded."""
    return tuple(fold(piece) for piece in re.split(f"{LOST}+", name))


def loosely(key: str) -> str:
    """A regular expression that finds, in small letters, every name with this folded key.

    It finds more: a letter of the key may be one with an accent in the name, or a part of one.
    """
    letters = (f"{letter}?{_OTHER}" if letter.isascii() else "" for letter in key)
    return f"^{_OTHER}{''.join(letters)}$"


def _inside(key: str) -> str:
    """A regular expression that finds the names that hold a folded key."""
    return _OTHER.join(f"(?:{letter}|[^ -~])" if letter.isascii() else "[^ -~]" for letter in key)


def likeness(
    typed: Typed, names: Mapping[str, bool], counts: Mapping[str, int]
) -> dict[str, float]:
    """How like the text each name is, of 100; those that are not like it are left out.

    names: whether each is a code. counts: see `weights`. Two names are as like as their letters, or
    nearly as like as the words typed are found in the name, in any order. A word that stands in
    some name was no slip: its letters bring no other name nearer, Leeds is not Liège.
    """
    from rapidfuzz import fuzz, process

    known = sorted(names)
    found = process.extract(
        typed.key,
        [fold(name) for name in known],
        scorer=fuzz.ratio,
        limit=None,
        score_cutoff=LIKE,
    )
    scores = {known[at]: score for _, score, at in found}
    told = _by_words(typed, [name for name in known if not names[name]], counts)
    for name, (held, refuted) in told.items():
        by_letters, by_words = scores.get(name, 0.0) * (1 - refuted), held * BY_WORDS
        scores[name] = max(by_letters * (by_letters >= LIKE), by_words * (by_words >= LEAST))
    return {
        name: score
        for name, score in scores.items()
        if score and (score >= LIKE_CODE or not names[name])
    }


def _by_words(
    typed: Typed, names: Sequence[str], counts: Mapping[str, int]
) -> dict[str, tuple[float, float]]:
    """How well the words typed are found in each name, of 100, and the share of them that stands
    in other names, while nothing like it stands in this one."""
    holders = defaultdict(list)
    for at, name in enumerate(names):
        for word in dict.fromkeys(words(name)):
            holders[word].append(at)
    told = weights(typed, counts)
    total = sum(told.values()) or 1.0
    known = {word: weight for word, weight in told.items() if counts.get(word)}
    held, missed = [0.0] * len(names), [sum(known.values())] * len(names)
    for word, weight in told.items():
        for at, score in _like(word, holders).items():
            held[at] += score * weight
            missed[at] -= known.get(word, 0.0)
    return {name: (held[at] / total, missed[at] / total) for at, name in enumerate(names)}


def _like(word: str, holders: Mapping[str, Sequence[int]]) -> dict[int, float]:
    """Who holds a word like this one, and how like it is."""
    from rapidfuzz import fuzz, process

    best: dict[int, float] = {}
    close = process.extract(
        word, list(holders), scorer=fuzz.ratio, limit=None, score_cutoff=LIKE_WORD
    )
    for like, score, _ in close:
        if like[0] == word[0] or score >= SURE:
            for at in holders[like]:
                best[at] = max(best.get(at, 0.0), score)
    for longer, places in holders.items():
        if abbreviates(word, longer):
            best |= {at: max(best.get(at, 0.0), ABBREVIATED) for at in places}
    return best


def abbreviates(word: str, longer: str) -> bool:
    """Whether a word is the beginning of a longer one, and long enough to mean it."""
    return len(word) >= _LONG_WORD and len(longer) > len(word) and longer.startswith(word)


def weights(typed: Typed, counts: Mapping[str, int]) -> dict[str, float]:
    """What each word typed counts: the longer and the rarer the more, for many are a university and
    few are in Aachen (Spärck Jones 1972, doi:10.1108/eb026526).

    counts: how many names hold a word; short ones are not counted, as half of all names have them.
    """
    return {
        word: len(word) / math.log2(2 + counts.get(word, 0))
        if word in typed.long_words
        else len(word) * _SHORT_WORD
        for word in words(typed.text)
    }


def counted(typed: Typed, names: Iterable[str]) -> dict[str, int]:
    """How many of some names, each key once, hold each long word typed."""
    keys: dict[str, set[str]] = {word: set() for word in typed.long_words}
    for name in names:
        for word in keys.keys() & set(words(name)):
            keys[word].add(fold(name))
    return {word: len(found) for word, found in keys.items()}


def listed(text: str) -> tuple[str, ...]:
    """Several names: one a line, or with a semicolon between; a line that begins with # is none."""
    found = (part.strip() for part in re.split(r"[;\n]", text))
    return tuple(dict.fromkeys(part for part in found if part and not part.startswith("#")))


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    if text.isascii():
        return _WORD.findall(text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _WORD.findall(bare)
