"""The words of one page: those of WORDS in a language, with its title, explanation and counts.

Knows a View and words; nothing of HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent

from clustergraph.languages import Text
from clustergraph.web.page.words import WORDS

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.web.page.view import View

_BREAKING = re.compile(r" (?=[:;?!»])|(?<=«) ")


def texts(view: View, lang: Lang) -> dict[str, str]:
    """The words of one page in one language."""
    words = {key: text.translated(lang) for key, text in WORDS.items()}
    found = {key: text for key, text in words.items() if "." not in key}
    label = next((n.label.translated(lang) for n in view.nodes if n.iri == view.about), "")
    writer = _Words(words, lang)
    found |= {
        "title": _title(view, words, lang, label),
        "ties": view.ties.translated(lang),
        "counted": writer.counts(len(view.nodes), len(view.edges)),
        "around": writer.around(view, label),
        "chosen": _chosen(view, words, lang),
        "left_out": writer.left_out(view, label),
        "held": writer.held(view),
        "foot": writer.foot(view),
        "known": writer.known(view),
        "rank": words["rank"].replace("{ranked}", writer.number(view.ranked)),
    }
    return {key: typeset(text) for key, text in found.items()} if lang == "fr" else found


def typeset(text: str) -> str:
    """A French text as it is set: no line begins with one of the signs that a space goes before."""
    return _BREAKING.sub("\u00a0", text)


class _Words:
    """The words of a language, and numbers as its readers write them."""

    def __init__(self, words: dict[str, str], lang: Lang) -> None:
        self.words, self.lang = words, lang

    def number(self, n: int) -> str:
        return str(format_decimal(n, locale=self.lang))

    def counted(self, key: str, n: int) -> str:
        # English counts 0 as many, French as one; both pages are read by people who notice.
        one = n == 1 or (n == 0 and self.lang == "fr")
        return self.words[f"{key}_one" if one else f"{key}_other"].format(n=self.number(n))

    def counts(self, nodes: int, edges: int) -> str:
        entries, connections = self.counted("entries", nodes), self.counted("connections", edges)
        return self.words["counts"].format(entries=entries, connections=connections)

    def around(self, view: View, label: str) -> str:
        if view.hops is None:
            return ""
        told = self.words["about_around"].replace("{hops}", self.counted("hops", view.hops))
        return told.replace("{label}", label)

    def left_out(self, view: View, label: str) -> str:
        if view.total <= len(view.nodes):
            return ""
        told = self.words["left_out_about" if label else "left_out"]
        filled = told.replace("{n}", self.number(len(view.nodes)))
        return filled.replace("{total}", self.number(view.total)).replace("{label}", label)

    def held(self, view: View) -> str:
        """What a large page leaves out besides entries."""
        ties = self.words["held"].replace("{n}", self.number(len(view.edges)))
        told = {
            ties.replace("{total}", self.number(view.tied)): view.tied > len(view.edges),
            self.words["held.activities"]: view.large and bool(view.activities),
            self.words["held.references"]: view.large,
        }
        return " ".join(line for line, holds in told.items() if holds)

    def foot(self, view: View) -> str:
        """What this was made from, in one line."""
        named = [
            f"{each.title} ({each.release})" if each.release else each.title
            for each in view.releases
        ]
        between = " ; " if self.lang == "fr" else "; "
        told = [self.words["foot"].replace("{sources}", between.join(named))] if named else []
        if view.build:
            told.append(self.words["foot_build"].replace("{build}", view.build))
        return " ".join(told)

    def known(self, view: View) -> str:
        """Of how many entries and activities the graph knows what."""
        parts = {
            "coverage.country": [bool(node.countries) for node in view.nodes],
            "coverage.years": [each.first is not None for each in view.activities],
            "coverage.source": [bool(node.sources) for node in view.nodes],
        }
        return " ".join(
            # Rounded down: 100 % is said of all only.
            self.words[key].replace(
                "{share}", format_percent(100 * sum(held) // len(held) / 100, locale=self.lang)
            )
            for key, held in parts.items()
            if held
        )


def _title(view: View, words: dict[str, str], lang: Lang, label: str) -> str:
    if view.title:
        return view.title.translated(lang) if isinstance(view.title, Text) else view.title
    if view.hops is not None:
        return words["title.about"].replace("{label}", label)
    return words.get(f"title.{view.network}", words["title"])


def _chosen(view: View, words: dict[str, str], lang: Lang) -> str:
    parts = [
        words[f"chosen.{name}"].replace("{value}", value.translated(lang))
        for name, value in view.chosen.items()
    ]
    between = " ; " if lang == "fr" else "; "
    chosen = words["chosen"].replace("{chosen}", between.join(parts)) if parts else ""
    unjudged = (f"{line.translated(lang)}." for line in view.unjudged)
    return " ".join(filter(None, (chosen, *unjudged)))
