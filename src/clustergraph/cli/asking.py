"""Commands that ask one graph: info, validate, reconcile, query."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clustergraph.cli import completing
from clustergraph.cli.naming import naming
from clustergraph.cli.options import (
    format_option,
    graph_option,
    lang_option,
    opened,
    queries_option,
)
from clustergraph.cli.output import output_options
from clustergraph.cli.printing import emit, progress, say
from clustergraph.cli.program import cli, spell
from clustergraph.errors import Operation, QueryError, RequestError, spelled
from clustergraph.formats import shown, tables, triples
from clustergraph.languages import share
from clustergraph.terms import unknown_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox

    from clustergraph.answers.answer import Note
    from clustergraph.answers.info import Info
    from clustergraph.cli.output import Output
    from clustergraph.languages import Lang
    from clustergraph.questions.queries import Query

# What a file of triples is called.
_TRIPLES = {"ttl": "turtle", "nt": "nt", "jsonld": "jsonld", "rdf": "rdf"}


@cli.command()
@graph_option
@format_option("table", "json")
@click.option("--verify", is_flag=True, help="Compare every file with its checksum.")
def info(where: str, form: str, verify: bool) -> None:
    """What the graph holds: triples, entities per class, sources, completeness."""
    from clustergraph.answers import info as library

    if verify:
        changed = library.verify(where)
        say(*(changed or [f"{where}: every file is as it was built"]))
        sys.exit(1 if changed else 0)
    found = library.info(opened(where))
    if form == "json":
        emit(_json(asdict(found)))
    else:
        emit(_info_text(found).encode(errors="backslashreplace"))


def _info_text(found: Info) -> str:
    sources = [
        [entry["name"], entry["release"], entry["licence"], entry["kept"], entry["triples"]]
        for entry in found.sources
    ]
    fetched = [
        [record["name"], record["release"], f"{record['size']:,}", record["sha256"][:12]]
        for record in (entry["fetched"] for entry in found.sources)
        if record
    ]
    shares = [[name, share(part)] for name, part in found.completeness.items()]
    return "\n\n".join(
        [
            f"{found.graph}: {found.triples:,} triples"
            + (f", build {found.build[:12]}, {found.engine}" if found.build else ""),
            _grid(list(found.classes.items()), ["class", "entities"]),
            _grid(sources, ["source", "release", "licence", "records", "triples"]),
            *([_grid(fetched, ["fetched", "release", "bytes", "SHA-256"])] if fetched else []),
            _grid(
                [[entry["sourceLabel"], entry["entities"]] for entry in found.documents],
                ["document", "entities that rest on it"],
            ),
            _grid(shares, [f"of {found.organisations:,} organisations", "share"]) + "\n",
        ]
    )


def _grid(rows: Sequence[Sequence[object]], names: list[str]) -> str:
    """The rows, of which texts come from outside, as a terminal may show them."""
    from tabulate import tabulate

    safe = [[shown.one_line(x) if isinstance(x, str) else x for x in row] for row in rows]
    return tabulate(safe, names)


@cli.command()
@graph_option
@queries_option
@format_option("text", "json", "turtle")
@lang_option("labels and messages")
def validate(where: str, form: str, lang: Lang) -> None:
    """Check the graph against the shapes and rules; exit 1 on a violation."""
    from clustergraph.vocabulary import findings as reports
    from clustergraph.vocabulary import validate as library

    with progress() as report:
        findings = library.validate(opened(where, report), report=report, lang=lang)
    emit(reports.WRITERS[form](findings, lang).encode())
    sys.exit(1 if any(finding.severity == "violation" for finding in findings) else 0)


@cli.command()
@graph_option
@click.option("--source", metavar="NAME", help="Only pairs with an organisation of this source.")
@click.option("--decisions", multiple=True, type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Your own decisions: pairs that they settle are left out.")  # fmt: skip
@click.option("--accept-from", type=click.FloatRange(75, 100), metavar="SCORE",
              help="Write `same` for pairs with at least this score, 75 to 100.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="A file instead of stdout: .csv or .xlsx.")  # fmt: skip
def reconcile(
    where: str,
    source: str | None,
    decisions: tuple[Path, ...],
    accept_from: float | None,
    output: Path | None,
) -> None:
    """Propose pairs of organisations that may be one, with scores and reasons, as CSV.

    Nothing is merged: write `same` or `different` into the column `decision` of a pair, and
    `clustergraph build decisions=FILE.csv` applies it.
    """
    from clustergraph.answers import reconcile as library
    from clustergraph.building.decisions import kept
    from clustergraph.sources import identity

    form = _form_of(output)
    files = [path for _, path in kept([("decisions", path) for path in decisions])]
    with progress() as report:
        table = library.reconcile(
            opened(where),
            source,
            accept_from=accept_from,
            decisions=identity.taken(*files),
            report=report,
        )
    emit(tables.write(table, form), output)


def _form_of(path: Path | None) -> str:
    """The form that a file of pairs has by its name: what `build decisions=` reads."""
    ending = path.suffix.lower().removeprefix(".") if path else ""
    if path and ending not in ("", "csv", "xlsx"):
        raise unknown_format(path, f".{ending}", (".csv", ".xlsx"))
    return ending or "csv"


@cli.command()
@click.argument("name", required=False, metavar="[NAME|FILE.rq|-]",
                shell_complete=completing.of(completing.questions))  # fmt: skip
@graph_option
@queries_option
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE",
              shell_complete=completing.values,
              help="A value for a parameter: an IRI, CURIE, name or literal.")  # fmt: skip
@output_options(pictures=False, others=_TRIPLES, formats=tuple(triples.WRITERS), rest="")
@click.option("--allow-remote", is_flag=True, help="Let the query read SERVICE and FROM.")
@click.option("--show-sparql", "shown", is_flag=True,
              help="Print the query with its values, to paste elsewhere.")  # fmt: skip
@lang_option("labels, where there are any in it")
def query(
    name: str | None,
    where: str,
    params: tuple[str, ...],
    out: Output,
    allow_remote: bool,
    shown: bool,
    lang: Lang,
) -> None:
    """List the saved queries, or ask one: by NAME, from a FILE.rq, or from stdin (-).

    In csv a text that a spreadsheet would run as a formula (=1+1, @x) has an apostrophe in front;
    csv-exact is the format of the SPARQL recommendation, every text as it is; csv-excel is for a
    double click in Excel, of the language of --lang. A file is written by its extension.
    """
    from clustergraph.answers import asking
    from clustergraph.answers.answer import Answer
    from clustergraph.questions import queries

    if name is None:
        listed = asking.catalogue(lang)
        if out.form in tables.STREAMED:
            out.stream(listed.table.stream(), lang)
        else:
            _as_table(out).write(listed, lang)
        return
    wanted = _query(name)
    location, values = opened(where), _values(params)
    if shown:
        with naming(lang):
            bound = queries.bound(location, wanted, values, allow_remote=allow_remote)
        out.put(bound.encode())
        return
    if wanted.form == "SELECT" and out.form in tables.STREAMED:
        with naming(lang):
            rows = queries.stream(location, wanted, values, allow_remote=allow_remote, lang=lang)
        seen = queries.Seen()
        out.stream(seen.watched(rows), lang)
        _warn(asking.warnings(location, wanted, values, seen, lang=lang))
        return
    with naming(lang):
        answer = asking.query(location, wanted, values, allow_remote=allow_remote, lang=lang)
    if isinstance(answer, Answer):
        _warn(each for each in answer.notes if each.level == "warning")
        out = _as_table(out)
        if out.form not in tables.WRITERS:
            raise _wrong_format(wanted, out.form, tables.WRITERS)
        labels = location.labels(answer.table.iris(), lang) if out.form in tables.LABELLED else {}
        out.write(answer, lang, labels)
    else:
        _warn(asking.unseen(location, wanted, values, answer, lang=lang))
        out.put(_written(wanted, answer, out.form))


def _as_table(out: Output) -> Output:
    return replace(out, form=out.form or "table")


@cli.command()
@click.argument("name", required=False, metavar="[NAME|FILE.rq]",
                shell_complete=completing.of(completing.everything))  # fmt: skip
@queries_option
@lang_option("titles and descriptions")
def describe(name: str | None, lang: Lang) -> None:
    """Say what a saved query or an analysis asks for and answers, as JSON Schema.

    Without a NAME: list all of them.
    """
    from clustergraph.answers import asking

    if name is not None:
        emit(_json(asking.describe(name).schema(lang)))
        return
    listed = [(each.name, each.question.translated(lang)) for each in asking.contracts().values()]
    emit(_json([{"name": name, "question": question} for name, question in listed]))


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(
        errors="backslashreplace"
    )


def _warn(notes: Iterable[Note]) -> None:
    """Say notes beside the answer, in the words of the command line."""
    say(*(spelled(each.parts, spell) for each in notes))


def _query(name: str) -> Query:
    from clustergraph.questions import queries

    if name == "-":
        try:
            text = sys.stdin.buffer.read().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"stdin: cannot be read ({error})") from None
        return queries.parse(text, "stdin", "stdin")
    if "{" in name or "\n" in name:
        raise RequestError(
            "a query of one's own comes from stdin, or from a FILE.rq: echo 'SELECT …' | ",
            Operation("query", (("", "-"),)),
        )
    return queries.named(name)


def _is_text(value: str) -> bool:
    """Whether all bytes of an argument were characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _values(params: tuple[str, ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for text in params:
        name, equals, value = text.partition("=")
        if not equals:
            raise RequestError(f"'{text}' is not NAME=VALUE")
        if not _is_text(value):
            raise RequestError(f"the value of {name} is not UTF-8")
        values.setdefault(name, []).append(value)
    return values


def _written(wanted: Query, answer: bool | list[ox.Triple], form: str) -> bytes:
    """Triples, by default as Turtle, or a boolean."""
    if isinstance(answer, list):
        form = form or "turtle"
        if form not in triples.WRITERS:
            raise _wrong_format(wanted, form, triples.WRITERS)
        return triples.written(form, answer)
    if form and form not in tables.BOOLEANS:
        raise _wrong_format(wanted, form, tables.BOOLEANS)
    return tables.write_boolean(answer, form)


def _wrong_format(wanted: Query, form: str, known: Iterable[str]) -> RequestError:
    return RequestError(f"a {wanted.form} comes as {', '.join(known)}, not as {form}")
