"""What a command writes of an answer, and how: formats, files, the width of a terminal.

Knows the options `--format`, `-o`, `--wide` and `--ids`, and the registries of formats; nothing of
what an answer says. Each command that answers takes `output_options`, which gives it an Output.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clustergraph.cli.printing import emit, pieces, say
from clustergraph.cli.program import option
from clustergraph.errors import RequestError
from clustergraph.formats import grids, tables
from clustergraph.terms import unknown_format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clustergraph.answers.answer import Answer
    from clustergraph.formats.grids import Look
    from clustergraph.languages import Lang

FORMATS = tuple(tables.WRITERS)
# Those that files have as their extension: neither made for readers, nor a variant of another.
EXTENSIONS = tuple(name for name in FORMATS if name not in tables.LABELLED and name.isalnum())
# Those of pictures, as `formats.charts` draws them.
PICTURES = ("svg", "png")
# Those of documents, as `formats.documents` writes them.
DOCUMENTS = ("html", "docx", "md")
# An answer waits in memory up to this many bytes, and on disk beyond, until it is whole.
_IN_MEMORY = 1 << 23


@dataclass(frozen=True)
class Output:
    """Where a command's answer goes, as what, and how a reader sees it."""

    form: str
    path: Path | None
    wide: bool = False
    ids: bool = False

    def write(
        self, answer: Answer, lang: Lang = "en", labels: Mapping[str, str] | None = None
    ) -> None:
        """Write the rows, the picture or the network of an answer; `labels` are further ones."""
        self.put(self._bytes(answer, self.look(answer, lang, labels or {})))
        if self.path is not None:
            held = _HELD.get(self.form, f"{len(answer):,} rows")
            say(f"{self.path}: {held}")

    def stream(self, rows: tables.Stream, lang: Lang) -> None:
        """Write rows in one of tables.STREAMED, however many there are."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            tables.STREAMED[self.form](rows, file, lang)
            emit(pieces(file), self.path)

    def put(self, data: bytes) -> None:
        """Write what has been made already."""
        emit(data, self.path)

    def table(self, table: tables.Table, look: Look) -> bytes:
        """A table as `form`; one that is read here is made to fit the terminal."""
        made = tables.write(table, self.form, look=look)
        width = None if self.wide or self.path or self.form != "table" else _width()
        if width is None or grids.widest(made) <= width:
            return made
        say(f"cut to {width} columns; {option('wide')} shows all")
        return tables.write(table, self.form, look=replace(look, width=width))

    def look(self, answer: Answer, lang: Lang, labels: Mapping[str, str]) -> Look:
        """How its rows are shown."""
        columns = answer.operation.every_column() if answer.operation else ()
        about: tuple[tuple[str, str], ...] = ()
        if self.form == "xlsx":
            from clustergraph.answers.about import about as told

            about = told(answer, lang)
        return grids.Look(
            {**labels, **tables.own_labels(answer.table)},
            answer.operation.types() if answer.operation else {},
            {each.name: each.unit for each in columns if each.unit},
            lang,
            ids=self.ids,
            about=about,
        )

    def _bytes(self, answer: Answer, look: Look) -> bytes:
        from clustergraph.formats import charts
        from clustergraph.formats.charts.chart import draw

        if self.form == "json":
            return tables.records(answer.table)
        if self.form in FORMATS:
            return self.table(answer.table, look)
        if self.form in PICTURES:
            assert answer.chart is not None
            credit = answer.origin.credit.translated(answer.chart.lang)
            return charts.write(draw(answer.chart, answer.table, credit), self.form)
        if self.form in DOCUMENTS:
            from clustergraph.formats import documents

            assert answer.document is not None
            return documents.WRITERS[self.form](answer.document)
        from clustergraph.networks import export

        return export.NETWORK_FILES[self.form](answer.network)


# What a file holds, where it is no rows.
_HELD = {**dict.fromkeys(PICTURES, "a picture"), **dict.fromkeys(DOCUMENTS, "a document")}


def _width() -> int | None:
    """The columns of the terminal that reads, None where none does."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def output_options(
    *,
    pictures: bool = True,
    others: Mapping[str, str] | None = None,
    formats: tuple[str, ...] = (),
    rest: str = "table",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format`, `-o`, `--wide` and `--ids`; the command gets them as `out`.

    `pictures`: whether it draws its answer; `others`: by its extension what else it can write;
    `formats`: further ones to ask for; `rest`: what it writes where nothing is asked for.
    """
    own = {name: name for name in (*EXTENSIONS, *(PICTURES if pictures else ()))}
    by_extension = {**own, **(others or {})}

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(
            *args: Any, form: str | None, output: Path | None, wide: bool, ids: bool, **kwargs: Any
        ) -> Any:
            chosen = Output(*_chosen(form, output, by_extension, rest), wide, ids)
            return command(*args, out=chosen, **kwargs)

        run = click.option("--ids", is_flag=True, help="Show identifiers beside labels.")(run)
        run = click.option(
            "--wide", is_flag=True, help="Cut no table to the width of the terminal."
        )(run)
        run = click.option(
            "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
            help=f"Write a file: {' '.join(f'.{name}' for name in by_extension)}.",
        )(run)  # fmt: skip
        return click.option(
            "--format", "form", type=click.Choice((*FORMATS, *formats)),
            help="[default: that of FILE, else table]",
        )(run)  # fmt: skip

    return decorate


def _chosen(
    form: str | None, path: Path | None, by_extension: Mapping[str, str], rest: str
) -> tuple[str, Path | None]:
    """The form asked for, or that of the file's extension; refused before any work is done."""
    if path is None:
        return form or rest, None
    ending = path.suffix.lower().removeprefix(".")
    if form is None:
        if ending not in by_extension:
            raise unknown_format(path, path.suffix, [f".{name}" for name in by_extension])
        return by_extension[ending], path
    fits = form == by_extension.get(ending) or form.startswith(f"{ending}-")
    if ending in by_extension and not fits:
        raise RequestError(f"{path}: --format {form} does not fit the extension; leave one out")
    return form, path
