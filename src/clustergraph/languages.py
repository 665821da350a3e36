"""The languages in which clustergraph speaks, and a text that is written in all of them.

Knows no text itself.
"""

from __future__ import annotations

from typing import Literal, get_args

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


class Text(str):
    """A text with its translation. Used as a string it is the English one.

    >>> name = Text("Degree", "Degré")
    >>> f"{name}, {name.translated('fr')}"
    'Degree, Degré'
    """

    fr: str

    def __new__(cls, en: str, fr: str = "") -> Text:
        text = super().__new__(cls, en)
        text.fr = fr
        return text

    def translated(self, lang: Lang) -> str:
        """The text in a language, in English where it has not been translated."""
        return (lang == "fr" and self.fr) or str(self)
