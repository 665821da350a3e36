"""What to say of what is typed beside all that a command takes: most often the value of an option.

Knows what options complete to, what filters find in a graph, and what a saved question asks for;
nothing of what commands do.
"""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clustergraph.errors import ClustergraphError, Operation, RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clustergraph.questions.contract import Parameter

# Parameters that a number is for, and what looks like one.
_NUMBERS = frozenset({"integer", "decimal", "number", "year", "years", "date"})
_NUMBER = re.compile(r"-?\d[\d.-]*")
_PLACE = re.compile(r"https?://|.+\.(nt|ttl|nq|trig|rdf|jsonld)(\.gz)?$")
# What no shell reads as anything else, outside quotes and inside double ones.
_PLAIN, _QUOTABLE = re.compile(r"[\w@%+=:,./-]+"), re.compile(r'[^"$`\\!]*')


def surplus(ctx: click.Context, left: Sequence[str]) -> RequestError:
    """The error for the arguments that are left over."""
    shown = " ".join(left)
    name = ctx.command.name or ""
    mend = _asked(ctx.params.get("name"), left) if name == "query" else _options(ctx, left)
    if mend:
        return RequestError(f"'{shown}' is given with an option: {mend}")
    return RequestError(
        f"'{shown}' is one argument too many: see " if len(left) == 1
        else f"'{shown}' are {len(left)} arguments too many: see ",
        Operation(name, (("help", True),)),
    )  # fmt: skip


def misplaced(ctx: click.Context) -> RequestError | None:
    """The error for what is none of the values that an argument takes, but the value of an option:
    a programme among the measures. None where there is none."""
    for each in ctx.command.params:
        if not isinstance(each, click.Argument) or ctx.command.name == "query":
            continue
        offered = {one.value for one in each.shell_complete(ctx, "") if one.type == "plain"}
        given = ctx.params.get(each.name or "") or ()
        values = [str(value) for value in (given if isinstance(given, tuple) else [given])]
        left = [value for value in values if offered and value not in offered]
        if left and (mend := _options(ctx, left)):
            return RequestError(f"'{' '.join(left)}' is given with an option: {mend}")
    return None


def quoted(text: str) -> str:
    """A text as a shell takes it for one argument, as far as one can tell which shell it is."""
    if _PLAIN.fullmatch(text):
        return text
    return f'"{text}"' if _QUOTABLE.fullmatch(text) else shlex.quote(text)


def _options(ctx: click.Context, left: Sequence[str]) -> str:
    """The options that take what is left, or "" where not all of it plainly is of one."""
    free = [
        each
        for each in ctx.command.params
        if isinstance(each, click.Option)
        and (each.multiple or ctx.get_parameter_source(each.name or "") not in _GIVEN)
    ]
    by_name = {option: each for each in free for option in each.opts}
    filters = [option for option in by_name if option.removeprefix("--") in _FILTERS]
    whole = " ".join(left)
    if "--remove" in by_name:
        return f"--remove {quoted(whole)}"
    if len(left) > 1 and (found := _filter(ctx, filters, whole)):
        return f"{found} {quoted(whole)}"
    if {"--between", "--and"} <= by_name.keys() and len(left) == 2:
        return " ".join(map("{} {}".format, ("--between", "--and"), map(quoted, left)))
    told = []
    for value in left:
        meant = [each.opts[0] for each in free if _takes(ctx, each, value)]
        if not meant and (found := _filter(ctx, filters, value)):
            meant = [found]
        if not meant:
            return ""
        told.append(" or ".join(f"{option} {quoted(value)}" for option in meant))
    return " ".join(told)


# The filters that what is typed may be meant for, the likeliest first.
_FILTERS = ("years", "programme", "country", "region", "topic", "role", "kind")
_YEARS = re.compile(r"[12]\d{3}(?:\.\.(?:[12]\d{3})?)?|\.\.[12]\d{3}")


def _filter(ctx: click.Context, options: Sequence[str], value: str) -> str:
    """The option of the filter that finds what a value names in the graph, or ""."""
    from clustergraph.graph.opening import open_graph
    from clustergraph.networks.filters import FILTERS
    from clustergraph.questions import names

    where = str(ctx.params.get("where") or "")
    if "--years" in options and _YEARS.fullmatch(value):
        return "--years"
    # A server is asked nothing only to word an error.
    if not options or not where or "://" in where:
        return ""
    with suppress(ClustergraphError):
        location = open_graph(where)
        for name in _FILTERS:
            kinds = FILTERS[name].kinds
            with suppress(RequestError):
                if kinds and f"--{name}" in options and names.find(location, value, kinds):
                    return f"--{name}"
    return ""


_GIVEN = (click.core.ParameterSource.COMMANDLINE,)


def _takes(ctx: click.Context, option: click.Option, value: str) -> bool:
    """Whether a value is one of those that an option takes alone."""
    if option.opts[0] == "--graph":
        return bool(_PLACE.match(value)) or Path(value, "manifest.json").is_file()
    if option.is_flag or option.opts[0] in ("--queries", "-p", "--param"):
        return False
    offered = option.shell_complete(ctx, value)
    return any(each.type == "plain" and each.value == value for each in offered)


def _asked(question: str | None, left: Sequence[str]) -> str:
    """The options that give a question what is left, "" where it asks for nothing of it."""
    from clustergraph.questions import queries

    if not question or question == "-":
        return ""
    parameters = {each.name: each for each in queries.named(question).parameters}
    if not parameters:
        raise RequestError(f"query '{question}' has no parameters, got '{' '.join(left)}'")
    given: dict[str, list[str]] = {}
    for value in left:
        name, equals, rest = value.partition("=")
        if equals and name in parameters:
            given.setdefault(name, []).append(rest)
            continue
        meant = _meant(parameters, given, value)
        if not meant:
            return ""
        given.setdefault(meant, []).append(value)
    told = {name: quoted(" ".join(values)) for name, values in given.items()}
    return " ".join(f"-p {name}={value}" for name, value in told.items())


def _meant(parameters: dict[str, Parameter], given: dict[str, list[str]], value: str) -> str:
    """The parameter that a value is for: one of its own values, a number, or else the first."""
    free = [each for each in parameters.values() if each.name not in given]
    listed = [each.name for each in free if each.values and value in list(each.values())]
    numbers = [each.name for each in free if each.type in _NUMBERS and not each.values]
    texts = [
        each.name for each in parameters.values() if each.type not in _NUMBERS and not each.values
    ]
    if _NUMBER.fullmatch(value):
        return next(iter([*listed, *numbers, *texts]), "")
    return next(iter([*listed, *texts]), "")
