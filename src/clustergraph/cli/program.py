"""The program: its command group, and how an expected failure ends. Commands add themselves."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from clustergraph import compiled
from clustergraph._version import __version__
from clustergraph.cli.commands import COMMANDS
from clustergraph.cli.printing import emit, one_line, say
from clustergraph.cli.starting import GIB, INTERRUPTED, LEAST, address_space, lacks_threads
from clustergraph.cli.surplus import misplaced, quoted, surplus
from clustergraph.errors import (
    ClustergraphError,
    LimitError,
    Operation,
    ParameterName,
    Plain,
    RequestError,
    spelled,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class _Helping(click.Command):
    """Prints its help as any data, to a stdout that may be closed or full."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _help
        return option


def _help(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        emit(f"{ctx.get_help()}\n".encode(errors="backslashreplace"))
        ctx.exit()


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        emit(f"clustergraph, version {__version__}\n".encode())
        ctx.exit()


class Command(_Helping):
    """A command that takes each of its options once, unless it is one that takes several, and says
    which option takes what is typed beside them."""

    # What is left over is looked at here, with the values of all the rest.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            _, _, given = self.make_parser(ctx).parse_args(list(args))
            for each in given:
                # Of two values click takes the last, without a word of the others.
                if _takes_one(each) and given.count(each) > 1:
                    raise RequestError(
                        f"{each.opts[0]} is given twice: give it once, and where it takes several "
                        "names, put a semicolon between them"
                    )
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise surplus(ctx, left)
        if not ctx.resilient_parsing and (error := misplaced(ctx)):
            raise error
        return left


def _takes_one(parameter: click.Parameter) -> bool:
    if not isinstance(parameter, click.Option):
        return False
    return not (parameter.multiple or parameter.count or parameter.is_flag)


class Group(_Helping, click.Group):
    """Commands in the order in which a newcomer meets them, each loaded when it is asked for."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands and cmd_name in COMMANDS:
            import_module(f"clustergraph.cli.{COMMANDS[cmd_name][0]}")
        return self.commands.get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise _unknown(args[0])
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except EOFError as error:
            # Which click takes for Ctrl-D, wherever it comes from.
            raise RuntimeError(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _unknown(name: str) -> ClustergraphError:
    """What to say of a command that is none: many a saved question is taken for one."""
    from clustergraph.questions import queries
    from clustergraph.terms import unknown

    if name in queries.sound():
        return RequestError(
            f"'{name}' is a saved question; run: ", Operation("query", (("", name),))
        )
    return unknown("command", name, COMMANDS)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
              help="Show the version and exit.")  # fmt: skip
def cli() -> None:
    """The knowledge graph of partners, projects and funding of an innovation cluster."""
    limit = address_space()
    if limit < LEAST:
        # Less than libraries take as they are loaded, which break off in ways of their own.
        raise LimitError(
            f"a program gets {limit / GIB:.1f} GiB of addresses here, and {LEAST / GIB:g} are "
            "needed: raise the limit (ulimit -v)"
        )


def keep(made: object) -> None:
    """Let what a command has made stay until the program ends, which frees it at once: to free
    millions of records one by one takes seconds."""
    kept = click.get_current_context().obj
    if kept is not None:
        kept.append(made)


def run(
    args: list[str] | None = None,
    stopped: Callable[[], bool] = lambda: False,
    kept: list[object] | None = None,
) -> int:
    """Run one command and turn every expected failure into one line and an exit code.

    `stopped` says whether a signal has come, whatever error it has made on its way up; `kept` gets
    what is to stay until the program ends.
    """
    try:
        return cli.main(args, prog_name="clustergraph", standalone_mode=False, obj=kept) or 0
    except SystemExit as stop:
        if stopped():
            _interrupted()
        return int(stop.code or 0)
    except click.Abort:
        say("interrupted")
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        # Nothing was asked for.
        say(error.format_message())
    except Exception as error:
        if stopped():
            _interrupted()
            return INTERRUPTED
        message = _expected(error)
        if message is None:
            raise
        say(f"error: {one_line(message)}")
    except BaseException as error:
        # What libraries in Rust raise where they break off is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        say(f"error: a library broke off: {one_line(str(error))}")
    return 2


def _interrupted() -> None:
    if sys.stderr.isatty():
        # The terminal has written ^C there.
        click.echo(err=True)
    say("interrupted")


def _expected(error: Exception) -> str | None:
    """What to say of a failure that is no fault of the program."""
    if damaged := compiled.told(error):
        return damaged
    if isinstance(error, ClustergraphError):
        return spelled(error.parts, spell)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    if lacking := lacks_threads(error):
        return lacking
    if isinstance(error, ImportError):
        return _not_loaded(error)
    return _of_the_system(error) if isinstance(error, OSError) else None


def _not_loaded(error: ImportError) -> str:
    """What to do where a library has been left out, or is broken."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = error.name.partition(".")[0]
        return f"this needs the library {name}, which is not installed: pip install {name}"
    return f"a library cannot be loaded: {error}; install clustergraph anew"


def _of_the_system(error: OSError) -> str:
    """What the system says, after the name of the file that it is about."""
    said = error.strerror or str(error)
    return f"{os.fsdecode(error.filename)}: {said}" if _names_a_file(error) else said


def _names_a_file(error: OSError) -> bool:
    return isinstance(error.filename, str | bytes) and bool(error.filename)


def spell(part: Plain) -> str:
    """A part of a message as one types it here: an option, or a whole command."""
    if isinstance(part, ParameterName):
        return f"-p {part.name}" if part.saved else option(part.name)
    if isinstance(part, Operation):
        given = (_argument(name, value) for name, value in part.arguments)
        return " ".join(["clustergraph", part.name, *given])
    return part


def _argument(name: str, value: str | bool) -> str:
    return " ".join(
        filter(None, [name and option(name), "" if value is True else quoted(str(value))])
    )


def option(name: str) -> str:
    """How the command line spells the name of a parameter."""
    return f"--{name.rstrip('_').replace('_', '-')}"
