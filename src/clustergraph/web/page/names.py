"""Names as a drawing shows them: short, and not in capitals.

Knows texts only.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from clustergraph.languages import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A name up to this long is drawn as it is; an acronym up to that long stands for a longer one.
_SHORT_NAME, _ACRONYM = 16, 12
# Acronyms that are kept at hand: pages of neighbours show the same names.
_KNOWN = 1 << 14
_WORD = re.compile(r"(?:[^\W\d_]\.)+|(?:[^\W_]|\ufffd)+(?:['’][^\W\d_]+)*|[\W_]+")
# Small words inside a name, in the languages of the sources.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a al an and at aus aux av d da das de degli dei del dell della delle dem den der des di "
        "die do dos du e el en et for für fur het i il im in l la las le les lo los na of och og "
        "on per por pour sur te the to und van voor w y z zu zur",
    )
)
# Legal forms and words that are written in one way only.
_WRITTEN = {
    word.upper(): word
    for word in re.findall(
        r"\S+",
        "GmbH SpA Srl SARL SAS UAB SA NV BV AG KG AB AS ASA Oy Oyj Ltd PLC LLC Inc SE ASBL VZW GIE "
        "CNRS CEA CSIC CNR TNO VITO ENEA INRIA INRA ETH EPFL KU UCL ULB VUB TU EU UK IT ICT",
    )
}
# What stands for a letter that a source has lost.
_LOST = "\ufffd"
# A name of one word, or of short ones alone, may be an acronym.
_LONG, _SEVERAL = re.compile(r"[^\W\d_]{5}"), re.compile(r"[^\W\d_][\W\d_]+[^\W\d_]")
_LEGAL = re.compile(r"\b(?:GMBH|SPA|SRL|OYJ?|LTD|INC)$")
_ROMAN = re.compile(r"[IVX]{2,}")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")


def readable(name: str, keep: Iterable[str] = ()) -> str:
    """A name in capitals as one in small letters, with acronyms (`keep` among them) as they are.

    >>> readable("UNIVERSITE DE LIEGE")
    'Universite de Liege'
    >>> readable("FRAUNHOFER AUSTRIA RESEARCH GMBH")
    'Fraunhofer Austria Research GmbH'
    >>> readable("L'OREAL RECHERCHE"), readable("AVL LIST GMBH")
    ("L'Oreal Recherche", 'AVL LIST GmbH')
    >>> readable("INTERMAT"), readable("MecaTech"), readable("CNRS")
    ('INTERMAT', 'MecaTech', 'CNRS')
    """
    if name != name.upper():
        return name
    if not (_LONG.search(name) and _SEVERAL.search(name)):
        return _LEGAL.sub(lambda found: _WRITTEN[found[0]], name)
    kept = {word for text in keep if len(text) <= _ACRONYM for word in text.split()}
    first, *rest = _WORD.findall(name)
    cased = first if first in kept else _cased(first, True)
    begin = cased[0].upper() + cased[1:]
    if not kept:
        return begin + "".join(map(_INSIDE.__getitem__, rest))
    return begin + "".join(word if word in kept else _INSIDE[word] for word in rest)


class _Inside(dict[str, str]):
    """How each word stands within a name: names of thousands share their words."""

    def __missing__(self, word: str) -> str:
        self[word] = found = _cased(word, False)
        return found


_INSIDE = _Inside()


@cache
def _cased(word: str, first: bool) -> str:
    if _ROMAN.fullmatch(word):
        return word
    if word in _WRITTEN:
        return str(_WRITTEN[word])
    if word.lower() in _SMALL:
        return word.capitalize() if first else word.lower()
    if len(word) == 1 or word[0].isdigit() or word.endswith("."):
        return word
    if len(word) <= 5 and not _VOWEL.search(word):
        return word
    if word.isalpha():
        return word.capitalize()
    return re.sub(r"(?:[^\W\d_]|\ufffd){2,}", lambda found: found[0].capitalize(), word.lower())


def named(label: Text, acronyms: Iterable[str] = ()) -> Text:
    """A label in every language as it is read."""
    kept, told = tuple(acronyms), [label.translated(lang) for lang in LANGUAGES]
    # Most labels are the same in all languages.
    read = {text: readable(text, kept) for text in told}
    return Text(*(read[text] for text in told))


def short(label: Text, acronyms: Iterable[str]) -> Text:
    """What stands beside a shape: the name if it is short, else the shortest acronym that has a
    letter, else the name; without words that have lost a letter."""
    if all(len(label.translated(lang)) <= _SHORT_NAME for lang in LANGUAGES):
        return label
    found = _acronym(tuple(acronyms))
    return Text(found) if found else label


@lru_cache(_KNOWN)
def _acronym(acronyms: tuple[str, ...]) -> str:
    """The shortest of some acronyms that has a letter; "" where none fits."""
    whole = (" ".join(word for word in text.split() if _LOST not in word) for text in acronyms)
    fit = [
        text
        for text in whole
        if 1 < len(text) <= _ACRONYM
        and re.search(r"[^\W\d_]", text)
        and text.split()[-1].lower() not in _SMALL
    ]
    found = min(fit, key=lambda text: (len(text), text), default="")
    return _LEGAL.sub(lambda form: _WRITTEN[form[0]], found)


def shorts(
    labels: Mapping[str, Text],
    acronyms: Mapping[str, Iterable[str]],
    countries: Mapping[str, str],
) -> dict[str, Text]:
    """What stands beside each shape. Where two would be called the same, the code of its country
    tells which; where that does not help either, whole names do."""
    found = {iri: short(label, acronyms[iri]) for iri, label in labels.items()}
    times = Counter(found.values())
    alike = [iri for iri, text in found.items() if times[text] > 1 and text != labels[iri]]
    told = {iri: Text(f"{found[iri]} ({code})") for iri in alike if (code := countries.get(iri))}
    times = Counter(told.values())
    return found | {
        iri: told[iri] if iri in told and times[told[iri]] == 1 else labels[iri] for iri in alike
    }
