"""Names of organisations as they are compared: plain letters, without the legal forms.

The legal forms, of twenty languages, are in data/name-words.csv. Knows nothing of graphs or of how
alike two names are.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from clustergraph import resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Letters that Unicode does not take apart, and the scripts of Greece, Bulgaria and Serbia, so
# that two spellings of one name end alike; the standards ISO 843 and ISO 9 differ in detail.
_LETTERS = str.maketrans(
    dict(zip("øłđðıħŧ", "olddiht", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
    | dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True))
    | {"θ": "th", "ς": "s", "χ": "ch", "ψ": "ps"}
    | dict(zip("абвгдезиклмнопрстуфхъцйјљњћђ", "abvgdeziklmnoprstufhacjjlncd", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sht", "ь": "", "ю": "yu", "я": "ya", "ы": "y"}
    | {"џ": "dz", "э": "e"}
)
# FUER and FÜR, AARHUS and ÅRHUS: one letter, wherever it stands.
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
# S.P.A., e.V., and S P A once signs have become spaces.
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|\b[^\W\d_]\.[^\W\d_]\b")
_SPELT_OUT = re.compile(r"\b[a-z](?: [a-z]\b)+")
_ELIDED = re.compile(r"\b(dell|nell|dall|sull|all|l|d)['’`´]\s?", re.IGNORECASE)
# A letter that was lost on the way: one letter less is a slip, while a gap makes two words.
_BROKEN = "\ufffd"
_SIGNS = re.compile(r"[\W_]+")
LEGAL = "legal"
# "société à responsabilité limitée" has four words.
_LONGEST = 4


# A name is made plain for its form, its letters and its acronym: thrice in a row.
@lru_cache(maxsize=1 << 12)
def plain(text: str) -> str:
    """Lower case, Latin letters without accents, figures; words apart by one space."""
    text = _ELIDED.sub(r"\1 ", text.replace(_BROKEN, ""))
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
        text = text.translate(_LETTERS)
    text = _SIGNS.sub(" ", text).strip()
    for written, sounds in _DIGRAPHS:
        text = text.replace(written, sounds)
    return _SPELT_OUT.sub(lambda match: match.group().replace(" ", ""), text)


def vocabulary() -> Iterator[dict[str, str]]:
    """The rows of data/name-words.csv: meaning, role and forms."""
    with (resources.data_dir() / "name-words.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _legal() -> frozenset[str]:
    rows = (row["forms"].split(";") for row in vocabulary() if row["role"] == LEGAL)
    return frozenset(plain(form).replace(" ", "") for forms in rows for form in forms)


def bare(name: str) -> str:
    """The key of a name: plain words without the legal forms at either end."""
    words = plain(name).split()
    while (count := _legal_words(words, ends=True)) and count < len(words):
        words = words[:-count]
    while (count := _legal_words(words, ends=False)) and count < len(words):
        words = words[count:]
    return " ".join(words)


def _legal_words(words: Sequence[str], *, ends: bool) -> int:
    """How many words at the end, or the beginning, are one legal form."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        form = words[-count:] if ends else words[:count]
        if "".join(form) in _legal():
            return count
    return 0
