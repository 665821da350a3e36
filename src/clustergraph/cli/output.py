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
from clustergraph.formats import charts, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure

    from clustergraph.formats.tables import Table

# One entry a format of tables; its name is the extension of its files, but for the first.
FORMATS: dict[str, Callable[[Table], bytes]] = {
    "table": lambda table: tables.write(table, "table", tables.own_labels(table)),
    "csv": lambda table: tables.write(table, "csv"),
    "json": tables.records,
    "parquet": lambda table: tables.write(table, "parquet"),
}
# What a reader sees is rounded; a file for another program holds every digit.
SHOWN_DIGITS = 4


@dataclass(frozen=True)
class Output:
    """Where a command's answer goes, and as what."""

    form: str
    path: Path | None

    @property
    def digits(self) -> int | None:
        """The significant digits of numbers, None for all of them."""
        return SHOWN_DIGITS if self.form == "table" else None

    def write(
        self,
        table: Table,
        draw: Callable[[], Figure] | None = None,
        others: Mapping[str, Callable[[], bytes]] | None = None,
    ) -> None:
        """Write the table, or what `draw` draws of it, or one of `others` by its extension."""
        if self.form in FORMATS:
            data, held = FORMATS[self.form](table), f"{len(table.rows):,} rows"
        elif others and self.form in others:
            data, held = others[self.form](), f"{len(table.rows):,} rows"
        else:
            assert draw is not None
            data, held = charts.write(draw(), self.form), "a picture"
        emit(data, self.path)
        if self.path is not None:
            say(f"{self.path}: {held}")


def output_options(
    *, pictures: bool = True, others: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` and `-o`; the command gets them as `out`.

    `pictures`: whether it draws its answer; `others`: extensions of what else it can write.
    """
    by_extension = [*list(FORMATS)[1:], *others, *(charts.FORMATS if pictures else ())]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*args: Any, form: str | None, output: Path | None, **kwargs: Any) -> Any:
            return command(*args, out=_chosen(form, output, by_extension), **kwargs)

        run = click.option(
            "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
            help=f"Write a file: {' '.join(f'.{name}' for name in by_extension)}.",
        )(run)  # fmt: skip
        return click.option(
            "--format", "form", type=click.Choice(list(FORMATS)),
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
