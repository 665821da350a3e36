"""Asks, while a graph is built, which organisations of a table are known; keeps the answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clustergraph import resources
from clustergraph.cli import printing
from clustergraph.cli.printing import say
from clustergraph.formats import shown

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.sources.identity import Namesake

# Questions that are printed where nobody can be asked; the others are in the list of remarks.
_SHOWN = 10


class Questions:
    """Asked one by one on a terminal; elsewhere kept, and printed with the line that answers."""

    def __init__(self, given: list[tuple[str, Path]]) -> None:
        files = [path for name, path in given if name == "decisions" and path.is_file()]
        self._file = files[0] if files else resources.own_decisions()
        self._terminal = sys.stdin.isatty() and sys.stderr.isatty()
        self._open: list[Namesake] = []

    def ask(self, namesake: Namesake) -> bool | None:
        """Whether an organisation is the known one of its name; None where nobody says."""
        word = self._answer(namesake) if self._terminal else "later"
        if word == "later":
            self._open.append(namesake)
            return None
        from clustergraph.building import decisions

        decisions.add(self._file, namesake.decision(same=word == "yes"))
        return word == "yes"

    def _answer(self, namesake: Namesake) -> str:
        text = f"{_question(namesake)} (yes, no, later)"
        with printing.alone():
            choice = click.Choice(("yes", "no", "later"), case_sensitive=False)
            answer: str = click.prompt(
                shown.one_line(text), type=choice, default="later", show_choices=False, err=True
            )
        return answer

    def tell(self) -> None:
        """Print what is still open."""
        from clustergraph.sources.identity import COLUMNS

        header = ",".join(COLUMNS)
        for namesake in self._open[:_SHOWN]:
            line = ",".join(namesake.decision(same=True))
            say(f"{_question(namesake)} If so: {line}")
        if len(self._open) > _SHOWN:
            say(f"{len(self._open) - _SHOWN:,} more such questions are among the remarks")
        if self._open:
            say(
                f"answer by adding such lines to {self._file} (`different` in the place of `same` "
                "if not)" + ("" if self._file.is_file() else f", after the line {header}")
            )


def _question(namesake: Namesake) -> str:
    from clustergraph.terms import compress

    return (
        f"{namesake.place}: is '{namesake.name}' the known organisation {compress(namesake.known)} "
        f"({namesake.label})?"
    )
