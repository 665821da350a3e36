"""Commands that make something to look at or take along: view, publish, export, docs, demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clustergraph.cli import completing
from clustergraph.cli.choosing import choice_options, part_options
from clustergraph.cli.naming import naming
from clustergraph.cli.options import Folder, graph_option, lang_option, opened
from clustergraph.cli.printing import emit, progress, say
from clustergraph.cli.program import cli, keep, run
from clustergraph.errors import OutputError

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.networks.choice import Choice


@cli.command()
@graph_option
@choice_options()
@click.option("--about", metavar="NAME", help="Only what is near this organisation or thing.")
@click.option("--hops", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="How many ties away from --about.")  # fmt: skip
@part_options(500, "--about or our own cluster")
@click.option("--measure", default="degree", show_default=True, metavar="NAME",
              shell_complete=completing.of(completing.measures),
              help="What the shapes show: a measure of `centrality`.")  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="The heading of the page.")
@click.option("--simple", is_flag=True, help="Few controls, for a frame in another page.")
@lang_option("the page")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.html")
def view(where: str, choice: Choice, lang: Lang, output: Path, top: int, **given: Any) -> None:
    """Write the network as one HTML page that opens offline in any browser."""
    from clustergraph.web.page import page
    from clustergraph.web.page.choosing import draw

    with progress() as report, naming(lang):
        location = opened(where, report)
        shown = draw(location, choice, lang=lang, limit=top, report=report, **given)
    keep(shown)
    say(*(line.translated(lang) for line in shown.unjudged))
    emit(page(shown).encode(errors="backslashreplace"), output)
    say(f"{output}: {len(shown.nodes)} entries and {len(shown.edges)} ties; open it in a browser")


@cli.command()
@graph_option
@choice_options(words="Where it is narrowed, pages are for the members of this network.")
@click.option("--about", multiple=True, metavar="NAME",
              help="Whom the site is about, with all who share something with them; may be given "
                   "several times.  [default: the graph's own cluster]")  # fmt: skip
@click.option("--address", metavar="URL", help="Where the site will be, for its site map.")
@click.option("-o", "--output", type=Folder(path_type=Path), required=True, metavar="FOLDER")
def publish(
    where: str, choice: Choice, about: tuple[str, ...], address: str | None, output: Path
) -> None:
    """Write a site of pages to a folder, for any web server, a share or a disk.

    Pages are for those whom it is about, all who share a project, an event or a partnership with
    them, what they all take part in, and the programmes, topics and places of that. Only files that
    change are written.
    """
    from clustergraph.web.site import publishing

    with progress() as report, naming("en"):
        location = opened(where, report)
        made = publishing.publish(location, output, about=about, choice=choice, address=address,
                                  report=report)  # fmt: skip
    whom = f" around {', '.join(made.centres)}" if made.centres else ""
    say(
        f"{output}: pages of {made.things:,} of {made.total:,} things{whom}",
        f"{made.files:,} files: {made.written:,} written, {made.removed:,} removed; open "
        f"{output / 'index.html'} in a browser",
    )


@cli.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path))
@graph_option
@choice_options("everything", "The network that is written, in formats of networks.")
@part_options(None, "our own cluster")
@click.option("--measures", default="", metavar="NAMES",
              shell_complete=completing.listed(completing.measures),
              help="Write these measures of each node, separated by commas, such as "
                   "degree,betweenness,community; in .gexf, nodes get sizes, and colours by "
                   "community.")  # fmt: skip
@click.option("--positions", is_flag=True, help="Write where each node stands in a drawing.")
@click.option("--reasons", is_flag=True,
              help="Write why nodes are tied to .gexf and .graphml, too.")  # fmt: skip
@click.option("--dynamic", is_flag=True,
              help="In .gexf, ties exist in their years only: a time line in Gephi.")  # fmt: skip
@click.option("--profile", default="", metavar="NAME",
              shell_complete=completing.of(completing.profiles),
              help="Write triples in the terms of eurio, schema.org or org.")  # fmt: skip
@lang_option("labels in formats of networks")
def export(
    output: Path,
    where: str,
    choice: Choice,
    lang: Lang,
    measures: str,
    profile: str,
    top: int | None,
    backbone: bool,
    **flags: bool,
) -> None:
    """Write the graph for another tool; the extension says the format.

    .ttl .nt .jsonld .rdf hold every triple, .nq .trig in one graph a source; all describe the graph
    itself. .gexf .graphml .csv .xlsx .parquet .json .net hold a
    network, and so does .neo4j, a folder of files for neo4j-admin. With .gz at the end, files are
    compressed.
    """
    from clustergraph.networks import export as library
    from clustergraph.networks.flattened import Detail
    from clustergraph.networks.part import Part

    listed = tuple(dict.fromkeys(name.strip() for name in measures.split(",") if name.strip()))
    detail = Detail(measures=listed, **flags)
    with progress() as report, naming(lang):
        location = opened(where, report)
        written = library.export(
            location,
            output,
            choice=choice,
            part=Part(backbone, top),
            detail=detail,
            profile=profile,
            lang=lang,
            report=report,
        )
    say(*(line.translated(lang) for line in written.unjudged))
    held = ", ".join(f"{count:,} {what}" for what, count in written.counts.items())
    for path in written.paths:
        say(f"{path}: {held}")


@cli.command()
@click.argument("subject", type=click.Choice(["ontology", "rules"]))
def docs(subject: str) -> None:
    """Print the reference of the ontology's terms as Markdown, or the rules as SHACL."""
    from clustergraph.vocabulary import constraints, reference

    emit((reference.ontology() if subject == "ontology" else constraints.shapes()).encode())


@cli.command()
@click.option("--into", type=Folder(path_type=Path, file_okay=False), default=Path("demo"),
              show_default=True, metavar="DIR", help="Where the results go.")  # fmt: skip
def demo(into: Path) -> None:
    """Build, validate, ask, rank, draw and export the curated facts, step by step."""
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {into}: {error.strerror or error}") from None
    page, graph = into / "network.html", str(into / "graph")
    steps = [
        ["build"],
        ["validate"],
        ["query", "partners-by-country"],
        ["query", "contact-points"],
        ["query", "claims"],
        ["centrality", "--top", "10"],
        ["view", "-o", str(page)],
        ["export", str(into / "graph.ttl")],
    ]
    for step in steps:
        say("", f"$ clustergraph {' '.join([*step, '--graph', graph])}")
        code = run([*step, "--graph", graph])
        if code:
            sys.exit(code)
    say("", f"Done. Open {page.resolve().as_uri()} in a browser.")
