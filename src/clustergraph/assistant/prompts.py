"""The prompts: three tasks that staff give to an assistant, each in a few steps over the tools.

Knows the names of tools and questions; nothing of the protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clustergraph.assistant.bounded import clean
from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import Text

if TYPE_CHECKING:
    from clustergraph.languages import Lang

_LONGEST = 200
_END = Text(
    " Name the source of each statement. Where a tool gives no rows, say that the graph has none.",
    " Citez la source de chaque énoncé. Si un outil ne donne aucune ligne, dites que le graphe "
    "n’en a pas.",
)


@dataclass(frozen=True)
class Prompt:
    """One task over an organisation; `{}` in its text stands for the name."""

    title: Text
    text: Text

    def of(self, name: str, lang: Lang = "en") -> str:
        """The task for one organisation."""
        said = " ".join(clean(name).split())
        if not said or len(said) > _LONGEST:
            raise RequestError("give ", ParameterName("organisation"), ", a name")
        return (self.text.translated(lang) + _END.translated(lang)).format(f'"{said}"')


PROMPTS = {
    "briefing": Prompt(
        Text("Briefing on an organisation", "Note sur une organisation"),
        Text(
            "Write one page on the organisation {} for a first meeting. Call describe, then ask "
            "organisation-sheet, then partners.",
            "Écrivez une page sur l’organisation {} avant une première rencontre. Appelez "
            "describe, puis ask organisation-sheet, puis partners.",
        ),
    ),
    "whom-to-meet": Prompt(
        Text("Whom to meet", "Qui rencontrer"),
        Text(
            "Whom should the organisation {} meet next, and who can introduce it? Ask prospects, "
            "then clusters-to-approach, then call path to the best three.",
            "Qui l’organisation {} devrait-elle rencontrer, et qui peut la présenter ? Posez "
            "prospects, puis clusters-to-approach, puis appelez path vers les trois meilleurs.",
        ),
    ),
    "gaps": Prompt(
        Text("Gaps", "Lacunes"),
        Text(
            "Where does the organisation {} lack partners that its goals ask for, and what does "
            "the graph not know of it? Ask target-gaps, then value-chain-stages, then "
            "incomplete-entities.",
            "Où l’organisation {} manque-t-elle des partenaires que ses objectifs demandent, et "
            "qu’est-ce que le graphe ignore d’elle ? Posez target-gaps, puis value-chain-stages, "
            "puis incomplete-entities.",
        ),
    ),
}
