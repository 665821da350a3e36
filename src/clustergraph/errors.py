"""Every error a user can meet; knows no other module.

ClustergraphError
├── RequestError   the command line asks for something that is not there
├── QueryError     a query file does not parse, lacks a header, or may not run
├── SourceError    an input file cannot be read or holds something that is wrong
├── GraphError     the graph folder or file is missing, damaged or of another version
├── LimitError     a question takes more time or memory than it may
├── EndpointError  a SPARQL endpoint does not answer, or not with what was asked
└── OutputError    the result cannot be written where it was asked for

A message is one line: where, what, and what to do next. It is made of parts: plain text, and the
names of parameters and operations, which each face spells in its own way (an option, an argument).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class ParameterName(NamedTuple):
    """The name of a parameter inside a message, such as `min_contribution`. saved: whether a saved
    question asks for it, not an operation of our own."""

    name: str
    saved: bool = False


class Operation(NamedTuple):
    """An operation to run next, inside a message: its name and its arguments, by name.

    An argument without a name has the name ""; True stands for a switch that is on.
    """

    name: str
    arguments: tuple[tuple[str, str | bool], ...] = ()


# What finds out which files of a graph folder are damaged.
VERIFY = Operation("info", (("verify", True),))


Plain = str | ParameterName | Operation


class Advice(NamedTuple):
    """What only those can do who run the program, at the end of a message: others are not told."""

    parts: tuple[Plain, ...]


Part = Plain | Advice


def plainly(part: Plain) -> str:
    """A part of a message as Python spells it."""
    if isinstance(part, Operation):
        given = (f"{name}={value!r}" if name else repr(value) for name, value in part.arguments)
        return f"{part.name}({', '.join(given)})"
    return part.name if isinstance(part, ParameterName) else part


def spelled(parts: Sequence[Part], spell: Callable[[Plain], str] = plainly) -> str:
    """A message in the words of one face."""
    return "".join(map(spell, _plain(parts)))


def named(parts: Sequence[Part]) -> tuple[str, ...]:
    """The names of the parameters that a message is about."""
    return tuple(part.name for part in _plain(parts) if isinstance(part, ParameterName))


def _plain(parts: Sequence[Part]) -> Iterator[Plain]:
    for part in parts:
        yield from part.parts if isinstance(part, Advice) else (part,)


def unadvised(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a message for those who only ask."""
    return tuple(part for part in parts if not isinstance(part, Advice))


class ClustergraphError(Exception):
    """Base of all errors whose message is meant for the user.

    `parts` are those of the message, `candidates` what may have been meant instead.
    """

    def __init__(self, *parts: Part, candidates: Sequence[str] = ()) -> None:
        super().__init__(*parts)
        self.parts = parts
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        return spelled(self.parts)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters that the message is about."""
        return named(self.parts)


class RequestError(ClustergraphError):
    """A name, a parameter or an option does not exist or does not fit."""


class QueryError(ClustergraphError):
    """A SPARQL query is wrong or is refused; the message carries file, line and column."""


class SourceError(ClustergraphError):
    """An input file is missing or wrong; the message carries file and line."""


class GraphError(ClustergraphError):
    """A graph cannot be opened; the message says which command makes it again."""


class LimitError(ClustergraphError):
    """A question was stopped at its bound; the message says what in it multiplies."""


class EndpointError(ClustergraphError):
    """An endpoint failed; the message carries its address and its own words, never a secret."""


class OutputError(ClustergraphError):
    """A file cannot be written."""
