"""Runs the commands that the documents show; cog puts what they print into the documents.

    cog -r -P README.md docs/commands.md …       rewrites them (`make docs`)
    cog --check -P README.md docs/commands.md …  fails where they are stale (`make test`)

All commands run in one temporary folder, against the curated graph.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

PROGRAM = [sys.executable, "-m", "clustergraph.cli"]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="clustergraph-docs-"))
    atexit.register(shutil.rmtree, folder)
    subprocess.run([*PROGRAM, "build"], cwd=folder, check=True, capture_output=True)
    return folder


def output(command: str) -> str:
    """What a `clustergraph …` command line prints, both streams together."""
    arguments = shlex.split(command)[1:]
    done = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=_folder(),
        env={**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode().replace("\r\n", "\n").rstrip()


def console(*commands: str, lines: int | None = None) -> None:
    """Print commands with their output as one block, cut after `lines` lines of each."""
    print("```console")
    for command in commands:
        shown = output(command).splitlines()
        cut = [*shown[:lines], "…"] if lines is not None and len(shown) > lines else shown
        print(f"$ {command}", *cut, sep="\n")
    print("```")


def reference() -> None:
    """Print the help of every command, each under its own heading."""
    from clustergraph.cli import cli

    console("clustergraph --help")
    for name in cli.commands:
        print(f"\n## `clustergraph {name}`\n")
        console(f"clustergraph {name} --help")
