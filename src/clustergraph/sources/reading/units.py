"""What the format of a number says beside it: 45% for 0.45, 12 k€ for 12, 12 SEK for 12.

Knows the codes of formats that spreadsheets share; nothing of files.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Quoted texts, brackets and escaped signs; what is as wide as a sign, or fills a cell with it, is
# none; other signs one by one.
_PIECES = re.compile(r'"([^"]*)"?|\[([^\]]*)\]?|\\(.)|[_*].|(.)', re.DOTALL)
# Currencies, and how many of them are counted as one.
_UNITS = re.compile(
    r"""\b(?:aed|ars|aud|bam|bgn|brl|cad|chf|clp|cny|czk|dkk|egp|gbp|gel|hkd|hrk|huf|idr|ils|inr
    |isk|jpy|krw|kr|kč|zł|ft|lei|din|fr|mad|mdl|mkd|mxn|myr|nok|nzd|php|pln|rmb|ron|rsd|rub|sar|sek
    |sfr|sgd|thb|tnd|try|twd|uah|usd|vnd|zar|лв|ден|дин|руб
    |k|m|mm|bn|keur|meur|teur|mio|mrd|mln|md|tsd|millions?)\b|[%‰$£¥₤₩₪₫₱₴₹₺₽₿¢€]""",
    re.IGNORECASE | re.VERBOSE,
)
# What a format shows without quotes, of that; other letters in it stand for parts of dates.
_BARE = frozenset("%‰$£¥€")
_EURO = re.compile(r"[\s()+-]*(?:€|eur|euros?)?[\s()+-]*", re.IGNORECASE)
_MULTIPLE = re.compile(r"^\s*(?:[km]|mio\.?|mln)(?=\W|$)", re.IGNORECASE)


class Beside(NamedTuple):
    """What stands before and after a number, and how many times the number is shown."""

    before: str = ""
    after: str = ""
    times: int = 1

    def around(self, number: float) -> str:
        """The number as it is shown, exactly."""
        shown = round(number * self.times, 10) if self.times > 1 else number
        text = str(int(shown)) if float(shown).is_integer() else str(shown)
        return f"{self.before} {text} {self.after}".strip()


NOTHING = Beside()


def of_format(code: str, *, negative: bool = False) -> Beside:
    """What a format such as `0.0%` or `#,##0 "k€"` says of a number that the number does not."""
    sections = _sections(code)
    texts, times, digits, scaled = ["", ""], 1, False, False
    for quoted, bracket, escaped, sign in sections[negative and len(sections) > 1]:
        text = quoted or escaped
        if bracket.startswith("$"):
            text = bracket[1:].split("-")[0]
        elif sign and sign in "0#?":
            digits, scaled = True, False
        elif sign == ",":
            scaled = digits
        elif sign in _BARE:
            text, times = sign, times * (100 if sign == "%" else 1)
        texts[digits] += text
    before, after = texts
    # 0.0,, "M€" shows a million as 1 M€: the cell holds euros.
    return Beside(unit(before), unit(_MULTIPLE.sub("", after) if scaled else after), times)


def unit(text: str) -> str:
    """A text beside a number where it names another unit than the euro, else ""."""
    if _EURO.fullmatch(text):
        return ""
    return text.strip() if _UNITS.search(text) else ""


def _sections(code: str) -> list[list[tuple[str, ...]]]:
    """The pieces of a format, for positive numbers, negative ones and so on."""
    parts: list[list[tuple[str, ...]]] = [[]]
    for piece in _PIECES.findall(re.sub("General|Standard", "0", code)):
        if piece[3] == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts
