"""The options that several commands share, and the checks of their values.

A value is checked against a registry when it comes, not when the program starts, so that `--help`
answers at once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clustergraph import resources
from clustergraph.cli import completing
from clustergraph.cli.program import option
from clustergraph.errors import RequestError
from clustergraph.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.questions.contract import Parameter


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


class Folder(click.Path):
    """A folder to write: of an empty name, as a variable of a shell that is not set gives, `Path`
    would make the one in which one is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name is empty: name a folder.", param, ctx)
        return super().convert(value, param, ctx)


def archives() -> Iterable[str]:
    """What `fetch` can download."""
    from clustergraph.sources.fetch import ARCHIVES

    return ARCHIVES


def templates() -> Iterable[str]:
    """The tables that `template` can write."""
    from clustergraph.sources.template import TEMPLATES

    return TEMPLATES


_TIMEOUT, _MEMORY = "clustergraph.timeout", "clustergraph.memory"
_GIB = 1 << 30


def _remember(key: str, most: float) -> Callable[[click.Context, click.Parameter, float], None]:
    def remember(ctx: click.Context, param: click.Parameter, value: float) -> None:
        # Not click's own range: that lets nan through, and prints `0<x<=1000000000.0` in the help.
        if not 0 < value <= most:
            unit = param.make_metavar(ctx)
            raise click.BadParameter(
                f"{value:g} is not a number of {unit} above 0, {most:,.0f} at most."
            )
        ctx.meta[key] = value

    return remember


def graph_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--graph WHERE`, an argument of the command, and `--timeout` and `--memory`, which `opened`
    reads."""
    graph = click.option(
        "--graph",
        "where",
        envvar="CLUSTERGRAPH_GRAPH",
        default="graph",
        show_default=True,
        show_envvar=True,
        metavar="WHERE",
        help="A graph folder, an RDF file, or the https address of a SPARQL endpoint.",
    )
    return graph(timeout_option(_memory_option(command)))


timeout_option = click.option(
    "--timeout",
    type=float,
    default=60,
    show_default=True,
    metavar="SECONDS",
    expose_value=False,
    callback=_remember(_TIMEOUT, 1e9),
    help="How long one answer may take.",
)
_memory_option = click.option(
    "--memory",
    type=float,
    default=4,
    show_default=True,
    metavar="GIB",
    expose_value=False,
    callback=_remember(_MEMORY, 1e6),
    help="How much memory answering may take beside a graph on this machine.",
)


def queries_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--queries DIR`, where a user's own questions and networks are."""
    return click.option(
        "--queries",
        type=click.Path(exists=True, file_okay=False),
        metavar="DIR",
        is_eager=True,
        expose_value=False,
        callback=_use_queries,
        help="Your own questions, networks and rules, in the place of those in "
        "~/.config/clustergraph/queries.",
    )(command)


def _use_queries(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    before = os.environ.get(resources.OWN_QUERIES)
    os.environ[resources.OWN_QUERIES] = value

    def restore() -> None:
        if before is None:
            os.environ.pop(resources.OWN_QUERIES, None)
        else:
            os.environ[resources.OWN_QUERIES] = before

    # A shell is offered names after the context was closed; its process ends with that.
    if not ctx.resilient_parsing:
        ctx.call_on_close(restore)


def parameter_option(parameter: Parameter, words: str) -> Callable[[Any], Any]:
    """The option of a parameter of a contract; the command gets it with a sign in front, since it
    may be called like a word of Python's, such as `from`."""
    names = (option(parameter.name), f"_{parameter.name}")
    if parameter.type == "boolean":
        if parameter.default is None:
            both = f"{names[0]}/--no-{names[0].removeprefix('--')}"
            return click.option(both, names[1], default=None, help=words)
        if parameter.opposite:
            both = f"{names[0]}/{option(parameter.opposite)}"
            return click.option(both, names[1], default=False, help=words)
        return click.option(*names, is_flag=True, help=words)
    default = parameter.default
    shown = default not in (None, (), 1) or parameter.name in ("seed", "samples")
    return click.option(
        *names,
        shell_complete=completing.of(parameter.values) if parameter.values else None,
        metavar=parameter.metavar,
        multiple=parameter.many,
        callback=_file_or_text if parameter.metavar.startswith("FILE|") else None,
        default=None if parameter.many else default,
        show_default=shown,
        help=words,
    )


def _file_or_text(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """What is in the file of that name, where there is one; else the text itself."""
    try:
        return Path(value).read_text(encoding="utf-8-sig") if value and _is_file(value) else value
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{value}: cannot be read as text ({error})") from None


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def format_option(*names: str) -> Callable[[Any], Any]:
    """The `--format` option; the first name is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )


def lang_option(what: str) -> Callable[[Any], Any]:
    """`--lang`, the language of what is written."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=LANGUAGES[0],
        show_default=True,
        help=f"The language of {what}.",
    )


def opened(
    where: str,
    report: Report = lambda stage, share: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Location:
    """The graph that `--graph` names; `report` gets how much has been fetched from a server,
    `meanwhile` is called while an engine opens it."""
    from clustergraph.graph.opening import open_graph

    return open_graph(where, timeout=timeout(), memory=memory(), report=report, meanwhile=meanwhile)


def memory() -> int:
    """The bytes that `--memory` gives one answer."""
    gibibytes: float = click.get_current_context().meta[_MEMORY]
    return int(gibibytes * _GIB)


def timeout() -> float:
    """The seconds that `--timeout` gives one answer."""
    seconds: float = click.get_current_context().meta[_TIMEOUT]
    return seconds
