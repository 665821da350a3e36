"""Commands that bring facts in: build, fetch, template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clustergraph.cli import completing
from clustergraph.cli.options import (
    Folder,
    archives,
    known,
    lang_option,
    templates,
)
from clustergraph.cli.printing import emit, progress, say
from clustergraph.cli.program import cli
from clustergraph.graph import engines, folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph.folder import Manifest
    from clustergraph.languages import Lang


@cli.command()
@click.argument("given", metavar="[SOURCE=PATH]...", nargs=-1)
@click.option("--graph", "where", envvar="CLUSTERGRAPH_GRAPH", default="graph", show_default=True,
              show_envvar=True, type=Folder(), metavar="DIR",
              help="The graph folder to write.")  # fmt: skip
@click.option(
    "--engine", type=click.Choice(list(engines.ENGINES)), default=engines.DEFAULT, show_default=True
)
@click.option("--allow-empty", is_flag=True, help="Build even where a source brings nothing.")
def build(given: tuple[str, ...], where: str, engine: str, allow_empty: bool) -> None:
    """Build the graph from the curated facts and any SOURCE=PATH.

    The present graph stays in force until the new one is complete. Decisions that you keep in
    ~/.config/clustergraph/decisions.csv are taken with those given.
    """
    from clustergraph.building import build as library
    from clustergraph.building import decisions
    from clustergraph.cli import deciding
    from clustergraph.graph.opening import open_graph
    from clustergraph.questions import indexing, words

    sources = decisions.kept([library.source(text) for text in given])
    questions = deciding.Questions(sources)
    with progress() as report:
        manifest = library.build(
            sources,
            Path(where),
            engine,
            report,
            allow_empty=allow_empty,
            ask=questions.ask,
            alongside=indexing.Alongside,
        )
        words.made(open_graph(where), report)
    for entry in manifest.sources:
        say(
            f"{entry.name} {entry.release}".rstrip() + f": {entry.read:,} records = "
            f"{entry.kept:,} kept + {entry.repeated:,} repeated + "
            f"{entry.replaced:,} replaced + {entry.rejected:,} rejected"
            f"; {entry.triples:,} triples"
            + (f"; remarks: {entry.remarks:,}" if entry.remarks else "")
        )
        if entry.unknown:
            say(f"{entry.name}: columns not known: {entry.unknown}")
    say(*_left_out(Path(where), manifest))
    questions.tell()
    say(f"{where}: {manifest.triples:,} triples, build {manifest.build_id[:12]} ({engine})")


def _left_out(where: Path, manifest: Manifest) -> Iterator[str]:
    """Where to read which rows and values are not in the graph."""
    for name, counts in (
        (folder.REJECTS, [entry.rejected for entry in manifest.sources]),
        (folder.REMARKS, [entry.remarks for entry in manifest.sources]),
    ):
        if any(counts):
            yield f"{where / manifest.folder / name}: {sum(counts):,} {name.partition('.')[0]}"


@cli.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "sssom"]),
              help="By default, that of the name of FILE, or csv.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="A file instead of stdout: .sssom.tsv or .csv.")  # fmt: skip
def decisions(files: tuple[Path, ...], form: str | None, output: Path | None) -> None:
    """List what is decided on which organisations are one, as CSV or SSSOM.

    Without a FILE, the decisions in force: those that are shipped, and those that you keep in
    ~/.config/clustergraph/decisions.csv. A FILE is CSV or SSSOM.
    """
    from clustergraph.building import decisions as library

    found = library.in_force(*files)
    wanted = form or (library.form_of(output) if output else "csv")
    emit(library.WRITERS[wanted](found), output)
    if found.persons and wanted == "sssom":
        say(f"left out, since a person is no mapping: {len(found.persons):,} natural persons")


@cli.command()
@click.argument("name", metavar="ARCHIVE", callback=known("archive", archives),
                shell_complete=completing.of(archives))  # fmt: skip
@click.option(
    "-o",
    "--output",
    type=Folder(path_type=Path, file_okay=False),
    default=Path("downloads"),
    show_default=True,
    metavar="DIR",
    help="The folder that gets DIR/ARCHIVE.",
)
def fetch(name: str, output: Path) -> None:
    """Download an official archive and unpack it, ready for `build`.

    ARCHIVE is cordis-he, cordis-h2020 or cordis-fp7. An interrupted download resumes.
    """
    from clustergraph.sources import fetch as library

    with progress() as report:
        fetched = library.fetch(
            name, output, report=lambda done, total: report(name, done / max(done, total, 1))
        )
    say(
        f"{fetched.path}: release {fetched.release or 'unknown'}, {fetched.size:,} bytes, "
        f"SHA-256 {fetched.sha256[:12]}; next: clustergraph build cordis={fetched.path}"
    )


@cli.command()
@click.argument("name", metavar="SOURCE", callback=known("template", templates),
                shell_complete=completing.of(templates))  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE")
@lang_option("the explanations and the words offered")
def template(name: str, output: Path, lang: Lang) -> None:
    """Write an empty table for your own partners and projects, .xlsx or .csv, to fill in.

    SOURCE is table. It has example rows, and in .xlsx a sheet that explains each column.
    """
    from clustergraph.sources.template import TEMPLATES

    TEMPLATES[name](output, lang)
    say(f"{output}: fill it in, then: clustergraph build {name}={output}")
