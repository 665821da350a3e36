"""The command line: one command, one library function. The only module that prints or exits.

Exit codes: 0 done, 1 findings, 2 a wrong request, file or graph. Data goes to stdout, all else to
stderr. Library modules are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from clustergraph import __version__, engines, tables
from clustergraph.errors import ClustergraphError, OutputError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clustergraph.graph import Location
    from clustergraph.info import Info
    from clustergraph.queries import Answer, Query

INTERRUPTED = 130
# Seconds after which a progress bar appears.
LONG = 2.0


class Group(click.Group):
    """Commands in the order in which a newcomer meets them, not the alphabet's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def known(what: str, load: Callable[[], Iterable[str]]) -> Callable[..., Any]:
    """A check against a registry that is read when a value comes, not when the program starts."""

    def check(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        from clustergraph.terms import unknown

        for name in value if isinstance(value, tuple) else (value,):
            names = list(load())
            if name not in names:
                raise unknown(what, name, names)
        return value

    return check


def _networks() -> Iterable[str]:
    from clustergraph.queries import networks

    return networks()


def _archives() -> Iterable[str]:
    from clustergraph.fetch import ARCHIVES

    return ARCHIVES


def _templates() -> Iterable[str]:
    from clustergraph.sources.template import TEMPLATES

    return TEMPLATES


def _measures() -> Iterable[str]:
    from clustergraph.network.measures import MEASURES

    return list(MEASURES)


graph_option = click.option(
    "--graph",
    "where",
    envvar="CLUSTERGRAPH_GRAPH",
    default="graph",
    show_default=True,
    show_envvar=True,
    metavar="WHERE",
    help="A graph folder or an RDF file.",
)
network_option = click.option(
    "--network",
    default="partners",
    show_default=True,
    metavar="NAME",
    callback=known("network", _networks),
    help="What counts as a tie: a query under queries/network/.",
)


def format_option(*names: str) -> Callable[[Any], Any]:
    """The `--format` option; the first name is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="clustergraph")
def cli() -> None:
    """The knowledge graph of partners, projects and funding of an innovation cluster."""


@cli.command()
@click.argument("given", metavar="[SOURCE=PATH]...", nargs=-1)
@click.option("--graph", "where", envvar="CLUSTERGRAPH_GRAPH", default="graph", show_default=True,
              show_envvar=True, metavar="DIR", help="The graph folder to write.")  # fmt: skip
@click.option(
    "--engine", type=click.Choice(list(engines.ENGINES)), default=engines.DEFAULT, show_default=True
)
def build(given: tuple[str, ...], where: str, engine: str) -> None:
    """Build the graph from the curated facts and any SOURCE=PATH.

    The present graph stays in force until the new one is complete.
    """
    from clustergraph import build as library

    with _progress() as report:
        manifest = library.build([_source(text) for text in given], Path(where), engine, report)
    for entry in manifest.sources:
        _say(
            f"{entry.name} {entry.release}".rstrip() + f": {entry.read:,} records = "
            f"{entry.kept:,} kept + {entry.repeated:,} repeated + {entry.rejected:,} rejected"
            f"; {entry.triples:,} triples"
            + (f"; {entry.remarks:,} remarks" if entry.remarks else "")
        )
    _say(f"{where}: {manifest.triples:,} triples, build {manifest.build_id[:12]} ({engine})")


def _source(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals or not path:
        raise RequestError(f"'{text}' is not SOURCE=PATH (such as rdf=our-facts.ttl)")
    return name, Path(path)


@cli.command()
@click.argument("name", metavar="ARCHIVE", callback=known("archive", _archives))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("downloads"),
    show_default=True,
    metavar="DIR",
    help="The folder that gets DIR/ARCHIVE.",
)
def fetch(name: str, output: Path) -> None:
    """Download an official archive and unpack it, ready for `build`.

    ARCHIVE is cordis-he, cordis-h2020 or cordis-fp7. A broken transfer is taken up where it broke.
    """
    from clustergraph import fetch as library

    with _progress() as report:
        fetched = library.fetch(
            name, output, report=lambda done, total: report(name, done / max(done, total, 1))
        )
    _say(
        f"{fetched.path}: release {fetched.release or 'unknown'}, {fetched.size:,} bytes, "
        f"SHA-256 {fetched.sha256[:12]}; next: clustergraph build cordis={fetched.path}"
    )


@cli.command()
@click.argument("name", metavar="SOURCE", callback=known("template", _templates))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE")
def template(name: str, output: Path) -> None:
    """Write an empty table for your own partners and projects, .xlsx or .csv, to fill in.

    SOURCE is table. It has example rows, and in .xlsx a sheet that explains each column.
    """
    from clustergraph.sources.template import TEMPLATES

    TEMPLATES[name](output)
    _say(f"{output}: fill it in, then: clustergraph build {name}={output}")


@cli.command()
@graph_option
@format_option("table", "json")
@click.option("--verify", is_flag=True, help="Compare every file with its checksum.")
def info(where: str, form: str, verify: bool) -> None:
    """What the graph holds: triples, entities per class, sources, completeness."""
    from clustergraph import info as library

    if verify:
        changed = library.verify(Path(where))
        _say(*(changed or [f"{where}: every file is as it was built"]))
        sys.exit(1 if changed else 0)
    found = library.info(_open(where))
    if form == "json":
        _emit((json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n").encode())
    else:
        _emit(_info_text(found).encode())


def _info_text(found: Info) -> str:
    from tabulate import tabulate

    sources = [
        [entry["name"], entry["release"], entry["licence"], entry["kept"], entry["triples"]]
        for entry in found.sources
    ]
    shares = [[name, f"{share:.0%}"] for name, share in found.completeness.items()]
    return "\n\n".join(
        [
            f"{found.graph}: {found.triples:,} triples"
            + (f", build {found.build[:12]}, {found.engine}" if found.build else ""),
            tabulate(found.classes.items(), ["class", "entities"]),
            tabulate(sources, ["source", "release", "licence", "records", "triples"]),
            tabulate(
                [[entry["sourceLabel"], entry["entities"]] for entry in found.documents],
                ["document", "entities that rest on it"],
            ),
            tabulate(shares, [f"of {found.organisations:,} organisations", "share"]) + "\n",
        ]
    )


@cli.command()
@graph_option
@format_option("text", "json", "turtle")
def validate(where: str, form: str) -> None:
    """Check the graph against the shapes and rules; exit 1 on a violation."""
    from clustergraph import validate as library

    findings = library.validate(_open(where))
    _emit(library.WRITERS[form](findings).encode())
    sys.exit(1 if any(finding.severity == "violation" for finding in findings) else 0)


@cli.command()
@graph_option
@click.option("--source", metavar="NAME", help="Only pairs with an organisation of this source.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="A file instead of stdout.")  # fmt: skip
def reconcile(where: str, source: str | None, output: Path | None) -> None:
    """Propose pairs of organisations that may be one, with scores and reasons, as CSV.

    Nothing is merged: write `same` or `different` into the column `decision` of a pair and add
    the line to data/identity.csv; the next `build` applies it.
    """
    from clustergraph import reconcile as library

    _emit(tables.write(library.reconcile(_open(where), source), "csv"), output)


@cli.command()
@click.argument("name", required=False, metavar="[NAME|FILE.rq|-]")
@graph_option
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE",
              help="A value for a parameter: an IRI, CURIE, name or literal.")  # fmt: skip
@format_option(*tables.WRITERS, "turtle", "nt", "jsonld")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file instead of stdout.")
@click.option("--allow-remote", is_flag=True, help="Let the query read SERVICE and FROM.")
def query(
    name: str | None,
    where: str,
    params: tuple[str, ...],
    form: str,
    output: Path | None,
    allow_remote: bool,
) -> None:
    """List the saved queries, or ask one: by NAME, from a FILE.rq, or from stdin (-)."""
    from clustergraph import queries

    if name is None:
        _emit(tables.write(queries.catalogue(), form))
        return
    wanted = _query(name)
    location = _open(where)
    answer = queries.query(location, wanted, _values(params), allow_remote=allow_remote)
    _emit(_written(location, wanted, answer, form), output)


def _query(name: str) -> Query:
    from clustergraph import queries

    if name == "-":
        return queries.parse(sys.stdin.read(), "stdin", "stdin")
    if name.endswith(".rq"):
        return queries.load(Path(name))
    return queries.find(name, queries.saved())


def _values(params: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for text in params:
        name, equals, value = text.partition("=")
        if not equals:
            raise RequestError(f"'{text}' is not NAME=VALUE")
        values[name] = value
    return values


def _written(location: Location, wanted: Query, answer: Answer, form: str) -> bytes:
    """An answer in the asked format; triples default to Turtle, rows to a table."""
    chosen = click.get_current_context().get_parameter_source("form")
    default = chosen is click.core.ParameterSource.DEFAULT
    if isinstance(answer, list):
        from clustergraph import triples

        form = "turtle" if default else form
        if form not in triples.WRITERS:
            raise _wrong_format(wanted, form, triples.WRITERS)
        return b"".join(triples.WRITERS[form](lambda: answer))
    if form not in tables.WRITERS:
        raise _wrong_format(wanted, form, tables.WRITERS)
    if isinstance(answer, bool):
        return tables.write_boolean(answer, form)
    labels = location.labels(answer.iris()) if form in tables.LABELLED else {}
    return tables.write(answer, form, labels)


def _wrong_format(wanted: Query, form: str, known: Iterable[str]) -> RequestError:
    return RequestError(f"a {wanted.form} comes as {', '.join(known)}, not as {form}")


@cli.command()
@click.argument("measures", nargs=-1, metavar="[MEASURE]...", callback=known("measure", _measures))
@graph_option
@network_option
@click.option("--top", type=click.IntRange(min=1), help="Only the first N.", metavar="N")
@format_option("table", "csv", "json")
def centrality(
    measures: tuple[str, ...], where: str, network: str, top: int | None, form: str
) -> None:
    """Rank a network's members by centrality; the first MEASURE gives the order.

    Without a MEASURE: degree, betweenness and closeness.
    """
    from clustergraph.network.measures import USUAL, rank
    from clustergraph.network.reading import network as read_network

    ties = read_network(_open(where), network)
    if not ties:
        _say(f"the network '{network}' has no ties in this graph")
    table = rank(ties, measures or USUAL, top, **({"digits": 4} if form == "table" else {}))
    _emit(tables.records(table) if form == "json" else tables.write(table, form))


@cli.command()
@graph_option
@network_option
@click.option("--about", metavar="NAME", help="Only what is near this organisation or thing.")
@click.option("--hops", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="How many ties away from --about.")  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.html")
def view(
    where: str, network: str, about: str | None, hops: int, lang: Literal["en", "fr"], output: Path
) -> None:
    """Write the network as one HTML page that opens offline in any browser."""
    from clustergraph.page import page
    from clustergraph.view import draw

    shown = draw(_open(where), network, about=about, hops=hops, lang=lang)
    _emit(page(shown).encode(), output)
    _say(f"{output}: {len(shown.nodes)} entries and {len(shown.edges)} ties; open it in a browser")


@cli.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path))
@graph_option
@click.option("--network", default="everything", show_default=True, metavar="NAME",
              callback=known("network", _networks),
              help="The network that .gexf, .graphml and .csv hold.")  # fmt: skip
def export(output: Path, where: str, network: str) -> None:
    """Write the graph for another tool; the extension says the format.

    .ttl .nt .jsonld .rdf hold every triple; .gexf .graphml .csv hold a network.
    """
    from clustergraph import export as library

    written = library.export(_open(where), output, network=network)
    held = ", ".join(f"{count:,} {what}" for what, count in written.counts.items())
    for path in written.paths:
        _say(f"{path}: {held}")


@cli.command()
@click.argument("subject", type=click.Choice(["ontology"]))
def docs(subject: str) -> None:
    """Print the reference of the ontology's terms as Markdown."""
    from clustergraph import reference

    _emit(reference.ontology().encode())


@cli.command()
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"),
              show_default=True, metavar="DIR", help="Where the results go.")  # fmt: skip
def demo(into: Path) -> None:
    """Build, validate, ask, rank, draw and export the curated facts, step by step."""
    into.mkdir(parents=True, exist_ok=True)
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
        _say("", f"$ clustergraph {' '.join([*step, '--graph', graph])}")
        code = _run([*step, "--graph", graph])
        if code:
            sys.exit(code)
    _say("", f"Done. Open {page.resolve().as_uri()} in a browser.")


def _open(where: str) -> Location:
    from clustergraph.graph import open_graph

    return open_graph(where)


def _emit(data: bytes, path: Path | None = None) -> None:
    """Bytes to a file, whole or not at all, or to stdout, whose reader may leave early."""
    if path is not None:
        from clustergraph.output import write_bytes

        write_bytes(path, [data])
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python flushes stdout once more at exit: give it a place that takes everything.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        raise OutputError(f"cannot write to stdout: {error.strerror}") from None


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar on a terminal's stderr for work that takes over two seconds; nothing when piped."""
    if not sys.stderr.isatty():
        yield lambda stage, share: None
        return
    with click.progressbar(
        length=100, file=sys.stderr, item_show_func=lambda stage: stage, show_eta=False, hidden=True
    ) as bar:

        def show() -> None:
            bar.hidden = False
            bar.render_progress()

        timer = threading.Timer(LONG, show)
        timer.start()
        try:
            yield lambda stage, share: bar.update(round(100 * share) - bar.pos, stage)
        finally:
            timer.cancel()


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)


def _run(args: list[str] | None = None) -> int:
    """Run one command and turn every expected failure into one line and an exit code."""
    try:
        return cli.main(args, prog_name="clustergraph", standalone_mode=False) or 0
    except SystemExit as stop:
        return int(stop.code or 0)
    except ClustergraphError as error:
        _say(f"error: {_one_line(str(error))}")
    except click.Abort:
        _say("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        _say(f"error: {_one_line(error.format_message())}")
    except OSError as error:
        _say(f"error: {_one_line(str(error))}")
    return 2


def _one_line(message: str) -> str:
    return " ".join(message.split())


def main() -> None:
    """The `clustergraph` program."""
    # A locale that cannot show a name must not stop the message that holds it.
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(_run())


if __name__ == "__main__":
    main()
