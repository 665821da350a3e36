"""Commands run in the process of the tests, with what they leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from clustergraph import cli

if TYPE_CHECKING:
    import pytest


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: bytes
    err: str


class Runner(Protocol):
    """Runs one command. What no command expects is raised as it is."""

    def __call__(self, *arguments: str) -> Done: ...


def runner(printed: pytest.CaptureFixture[bytes]) -> Runner:
    """What runs commands whose output is captured there."""

    def run(*arguments: str) -> Done:
        printed.readouterr()
        code = cli.run([*arguments])
        out, err = printed.readouterr()
        return Done(code, out, err.decode())

    return run
