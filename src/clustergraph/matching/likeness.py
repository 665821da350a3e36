"""How alike two names of organisations are: the words that count, and a score from 0 to 100.

The words themselves, of twenty languages, are in data/name-words.csv. Knows nothing of graphs,
countries or identifiers.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from clustergraph import wording
from clustergraph.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BRACKETS = re.compile(r"\(([^()]{2,})\)")
_DASH = re.compile(r"\s[-–—/]\s")
_FIGURES = re.compile(r"\d+")
_ACRONYM, _LONGEST_ACRONYM = 2, 8
_WORDS_OF_A_NAME = 3
# Two words this close are one word in another case or with a slip: Ljubljani, Ljubljana.
_CLOSE = 0.8
_SHORTEST_CLOSE = 4
# Names whose signs are less alike than this are not weighed word by word.
_FAR = 50.0
# The score of two names that are equal but for spaces.
_JOINED, _SHORTEST_JOINED = 98.0, 6
_COUNTRY = 0.25
# The part of all names in which a word of the vocabulary is thought to be, however few are there.
_IN_MANY = 0.02
_ROLES = ("legal", "small", "body", "common", "country", "place")
# Bodies that are large enough to have parts with names of their own.
_WHOLES = frozenset(("university", "ministry", "hospital", "region", "municipality", "academy"))


@dataclass(frozen=True)
class Losses:
    """What the likeness of two names loses.

    kind: for each word on the kind of body that only one has; number: for another figure; words:
    where each has a word that the other has not, as North and South; part: for a part of a name.
    """

    kind: float = 12.0
    number: float = 25.0
    words: float = 10.0
    part: float = 28.0


LOSSES = Losses()


@dataclass(frozen=True)
class Form:
    """A name as it is compared.

    written: its words in their order, without accents and legal forms; words: those that count,
    in one language where the vocabulary has them, sorted; kinds: those that say what kind of body
    it is; telling: whether any word says which one; numbers: the figures; part: only a part of
    the name as it stands.
    """

    written: tuple[str, ...]
    words: tuple[str, ...]
    kinds: frozenset[str]
    telling: bool
    numbers: tuple[str, ...]
    part: bool = False

    @cached_property
    def joined(self) -> str:
        """All words without spaces."""
        return "".join(self.written)

    @cached_property
    def text(self) -> str:
        """The words that count, as one text."""
        return " ".join(self.words)


@dataclass(frozen=True)
class _Vocabulary:
    """data/name-words.csv: from a form to the words it means, and sets of words by role.

    general: the words that do not say which body it is.
    """

    meanings: dict[str, tuple[str, ...]]
    phrases: re.Pattern[str]
    roles: dict[str, frozenset[str]]
    general: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    meanings: dict[str, tuple[str, ...]] = {}
    roles: dict[str, set[str]] = defaultdict(set)
    phrases: set[str] = set()
    for row in wording.vocabulary():
        words = tuple(plain(row["meaning"]).split())
        forms = [form for form in map(plain, row["forms"].split(";")) if form]
        # Legal forms and small words mean nothing, and are dropped by their place.
        meanings.update((form.replace(" ", ""), words) for form in forms if words)
        phrases.update(form for form in forms if " " in form)
        # Of a form that means two words, either may be of no kind: `Forschungsgesellschaft`.
        single = words if len(words) == 1 else ()
        roles[row["role"]].update(single or (form.replace(" ", "") for form in forms))
    longest = sorted(phrases, key=lambda form: (-len(form), form))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")
    general = frozenset(roles["body"] | roles["common"] | roles["country"])
    sets = {role: frozenset(roles[role]) for role in _ROLES}
    return _Vocabulary(meanings, pattern, sets, general)


def forms(name: str) -> tuple[Form, ...]:
    """The forms in which a name is compared: whole; without an acronym in brackets or at an edge;
    each of two names where one stands in brackets or behind a dash.

    None where nothing of the name counts.
    """
    outside = _BRACKETS.sub(" ", name)
    longer = [part for part in _BRACKETS.findall(name) if len(part.split()) >= _WORDS_OF_A_NAME]
    whole = [name, outside, *longer] if longer or acronym(name) else [name]
    made = [_form(part) for part in whole]
    made += [shorter for form in made for shorter in _without_acronym(form)]
    made += _parts(outside)
    return tuple(dict.fromkeys(form for form in made if form.words))


def _parts(name: str) -> list[Form]:
    """The name that comes last behind a dash, and the first where a single word comes behind it.

    What stands beside the name of a university is its department, not another name for it.
    """
    parts = [_form(part) for part in _DASH.split(name)]
    if len(parts) == 1:
        return []
    *before, last = parts
    kept = [before[0]] if len(last.words) == 1 else []
    heads = {word for part in before for word in part.words}
    if not heads & _WHOLES and (heads & set(last.words) or not last.kinds & _WHOLES):
        kept.append(last)
    return [replace(part, part=True) for part in kept if len(part.words) > 1 and part.telling]


def _without_acronym(form: Form) -> Iterator[Form]:
    """The form without its first or last word, where that is the acronym of the others."""
    words = form.written
    for short, rest in ((words[:1], words[1:]), (words[-1:], words[:-1])):
        if len(rest) > 1 and _ACRONYM < len(short[0]) <= _LONGEST_ACRONYM:
            letters = iter(word[0] for word in rest)
            if all(sign in letters for sign in short[0]):
                yield _made(rest)


@lru_cache(maxsize=1 << 18)
def _form(name: str) -> Form:
    vocabulary = _vocabulary()
    text = vocabulary.phrases.sub(lambda match: match.group().replace(" ", ""), plain(name))
    return _made(_without_legal(text.split()))


def _made(written: Sequence[str]) -> Form:
    vocabulary = _vocabulary()
    kept = [word for word in written if word not in vocabulary.roles["small"]] or written
    meant = {part for word in kept for part in vocabulary.meanings.get(word, (word,))}
    kinds = vocabulary.roles["body"]
    return Form(
        tuple(written),
        tuple(sorted(meant)),
        frozenset(meant & kinds),
        not meant <= vocabulary.general,
        tuple(sorted(_FIGURES.findall(" ".join(written)))),
    )


def _without_legal(words: list[str]) -> list[str]:
    """The words but for legal forms at either end: inside a name, `spa` is a bath."""
    legal = _vocabulary().roles["legal"]
    start, end = 0, len(words)
    while end > start and words[end - 1] in legal:
        end -= 1
    while start < end and words[start] in legal:
        start += 1
    return words[start:end] or words


def municipality(words: Iterable[str]) -> Form:
    """The form of a municipality that is called by the name of its city alone."""
    return _form(" ".join(("municipality", *words)))


def acronym(name: str) -> str:
    """The acronym that stands in brackets behind a name, as acronyms are compared; "" if none.

    A word in brackets is one if its letters come in the name in their order: a place is not.
    """
    text = initials(_BRACKETS.sub(" ", name))
    for inside in _BRACKETS.findall(name):
        letters = iter(text)
        short = initials(inside)
        if _ACRONYM <= len(short) <= _LONGEST_ACRONYM and all(sign in letters for sign in short):
            return short
    return ""


class Weights(dict[str, float]):
    """How much a word says, by how rare it is among the forms of all organisations.

    The weight is the logarithm of (forms / forms with the word), as in Cohen, Ravikumar and
    Fienberg, "A comparison of string distance metrics for name-matching tasks" (IIWeb 2003).
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        super().__init__()
        self._count: Counter[str] = Counter()
        number = 0
        for form in forms:
            self._count.update(form.words)
            number += 1
        # In a small graph every word is rare; it must still weigh something.
        self._number = max(number, 1000)

    def __missing__(self, word: str) -> float:
        roles = _vocabulary().roles
        count = float(self._count[word] or 1)
        if word in roles["body"] or word in roles["common"]:
            count += _IN_MANY * self._number
        weight = math.log(1 + self._number / count)
        # That a body is Bulgarian says little, once it lies in Bulgaria.
        self[word] = weight * _COUNTRY if word in roles["country"] else weight
        return self[word]


def score(left: Form, right: Form, weights: Weights, losses: Losses = LOSSES) -> float:
    """How alike two forms are, from 0 to 100: 100 where the same words count.

    Words that both have, or nearly, are weighed against all words; a name with another number or
    another kind of body loses.
    """
    if left.words == right.words and left.numbers == right.numbers:
        return 100.0 - losses.part * (left.part or right.part)
    if left.joined == right.joined and len(left.joined) >= _SHORTEST_JOINED:
        return _JOINED
    # Most pairs end here, at a tenth of the cost of weighing words; none above 75 was lost so.
    if not fuzz.ratio(left.text, right.text, score_cutoff=_FAR):
        return 0.0
    left, right = _respaced(left, right), _respaced(right, left)
    found = _shared(left.words, right.words, weights, losses)
    found -= losses.kind * (_kinds_of_one(left, right) + _kinds_of_one(right, left))
    found -= losses.part * (left.part or right.part)
    if left.numbers != right.numbers:
        found -= losses.number
    return max(found, 0.0)


def _kinds_of_one(form: Form, other: Form) -> int:
    """How many words on the kind of body the other form has not, not even with a slip."""
    return sum(not _closest(kind, other.words)[0] for kind in form.kinds - other.kinds)


def _respaced(form: Form, other: Form) -> Form:
    """The form, with words taken apart that the other has apart: CORDIS has lost many a space."""
    joints = _joints(other.written)
    if joints.keys().isdisjoint(form.written):
        return form
    apart = [part for word in form.written for part in joints.get(word, (word,))]
    return replace(_made(apart), part=form.part)


@lru_cache(maxsize=1 << 18)
def _joints(words: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    return {one + two: (one, two) for one, two in pairwise(words)}


def _shared(
    left: tuple[str, ...], right: tuple[str, ...], weights: Weights, losses: Losses
) -> float:
    """Weight of the words of both, in hundredths of the weight of all words."""
    only_right = [word for word in right if word not in left]
    only_left = [word for word in left if word not in right]
    common = total = 2 * sum(weights[word] for word in left if word in right)
    unmatched = 0
    for word in only_left:
        close, other = _closest(word, only_right)
        if close:
            only_right.remove(other)
            # A slip is rare by itself: what counts is the weight of the commoner spelling.
            lighter = 2 * min(weights[word], weights[other])
            common += close * lighter
            total += lighter
        else:
            unmatched += 1
            total += weights[word]
    total += sum(weights[word] for word in only_right)
    if not common:
        return 0.0
    return 100 * common / total - (losses.words if unmatched and only_right else 0.0)


def _closest(word: str, others: Iterable[str]) -> tuple[float, str]:
    """The word most like it, if any is close, and how close, to 1."""
    best = (0.0, "")
    # Endings change with the case; a slip in the first letter is rare, and asking costs nothing.
    for other in others:
        if other[0] == word[0] and min(len(word), len(other)) >= _SHORTEST_CLOSE:
            close = Levenshtein.normalized_similarity(word, other, score_cutoff=_CLOSE)
            best = max(best, (close, other)) if close else best
    return best if not word.isdigit() else (0.0, "")


def initials(name: str) -> str:
    """The letters of a name without signs and spaces, as acronyms are compared."""
    return plain(name).replace(" ", "")
