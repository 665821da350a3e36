"""The two options that say in which form a table goes where; knows no command.

`--format` names an entry of FORMATS; `-o FILE` writes a file, whose extension gives the format and
may also ask for a picture or for what else a command offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clustergraph.cli.printing import emit, say
from clustergraph.errors import RequestError
from clustergraph.formats import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from clustergraph.answers.answer import Answer

FORMATS = tuple(tables.WRITERS)
# Those that files have as their extension: neither made for readers, nor a variant of another.
EXTENSIONS = tuple(name for name in FORMATS if name not in tables.LABELLED and name.isalnum())
# Those of pictures, as `formats.charts` draws them.
PICTURES = ("svg", "png")
# What a reader sees is rounded; a file for another program holds every digit.
SHOWN_DIGITS = 4


@dataclass(frozen=True)
class Output:
    """Where a command's answer goes, and as what."""

    form: str
    path: Path | None

    def write(self, answer: Answer) -> None:
        """Write the rows, the picture or the network of an answer."""
        emit(self._bytes(answer), self.path)
        if self.path is not None:
            held = "a picture" if self.form in PICTURES else f"{len(answer):,} rows"
            say(f"{self.path}: {held}")

    def _bytes(self, answer: Answer) -> bytes:
        from clustergraph.formats import charts, frames
        from clustergraph.formats.charts.chart import draw

        if self.form in tables.LABELLED:
            shown = tables.rounded(answer.table, SHOWN_DIGITS)
            return tables.write(shown, self.form, tables.own_labels(shown))
        if self.form == "json":
            return tables.records(answer.table)
        if self.form == "parquet":
            return frames.parquet(answer.to_polars())
        if self.form in FORMATS:
            return tables.write(answer.table, self.form)
        if self.form in PICTURES:
            assert answer.chart is not None
            return charts.write(draw(answer.chart, answer.table, str(answer.origin)), self.form)
        from clustergraph.networks import export

        return export.NETWORK_FILES[self.form](answer.network)


def output_options(
    *, pictures: bool = True, others: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` and `-o`; the command gets them as `out`.

    `pictures`: whether it draws its answer; `others`: extensions of what else it can write.
    """
    by_extension = [*EXTENSIONS, *others, *(PICTURES if pictures else ())]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*args: Any, form: str | None, output: Path | None, **kwargs: Any) -> Any:
            return command(*args, out=_chosen(form, output, by_extension), **kwargs)

        run = click.option(
            "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
            help=f"Write a file: {' '.join(f'.{name}' for name in by_extension)}.",
        )(run)  # fmt: skip
        return click.option(
            "--format", "form", type=click.Choice(FORMATS),
            help="[default: that of FILE, else table]",
        )(run)  # fmt: skip

    return decorate


def _chosen(form: str | None, path: Path | None, by_extension: list[str]) -> Output:
    """The form asked for, or that of the file's extension; refused before any work is done."""
    if path is None:
        return Output(form or "table", None)
    ending = path.suffix.lower().removeprefix(".")
    if form is None:
        if ending not in by_extension:
            known = " ".join(f".{name}" for name in by_extension)
            raise RequestError(f"{path}: unknown format '{path.suffix}'; known are {known}")
        return Output(ending, path)
    if ending in by_extension and ending != form:
        raise RequestError(f"{path}: --format {form} does not fit the extension; leave one out")
    return Output(form, path)
