"""What cog puts into the documents and the saved queries: outputs of commands, shared patterns.

    cog -r -P … README.md docs/commands.md … queries/partners.rq …       rewrites: `make docs`
    cog --check -P … README.md docs/commands.md … queries/partners.rq …  fails where they are stale

All commands run in one temporary folder, against the curated graph, beside the files of examples/.
"""

from __future__ import annotations

import atexit
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from textwrap import dedent

EXAMPLES = Path(__file__).parent / "examples"
PARTS = Path(__file__).parents[1] / "queries" / "parts"
PROGRAM = [sys.executable, "-m", "clustergraph.cli"]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="clustergraph-docs-"))
    atexit.register(shutil.rmtree, folder)
    subprocess.run([*PROGRAM, "build"], cwd=folder, check=True, capture_output=True)
    for example in sorted(EXAMPLES.glob("*.ttl")):
        shutil.copy(example, folder)
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


def part(name: str, *, inner: bool = False, **renamed: str) -> None:
    """Print a pattern that several queries share, `country="lost"` for ?lost in place of ?country.

    It stands in queries/parts/, as a query that runs by itself: its prefixes are left out, and so
    is how a part of its own is filled in. `inner` leaves out SELECT and WHERE too, for a pattern
    that looks up what the query has found.
    """
    lines = (PARTS / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("PREFIX ") and "[[[" not in line)
    if inner:
        text = dedent(text[text.index("{\n") + 2 : text.rindex("\n}")])
    for old, new in renamed.items():
        text, found = re.subn(rf"(?<=[?$]){old}\b", new, text)
        assert found, f"{name}: no variable {old}"
    print(text)


def measures() -> None:
    """Print the centrality measures, what each means and its source, as a table."""
    from clustergraph.measures.registry import MEASURES

    print("| measure | a high value | source |", "|---|---|---|", sep="\n")
    for measure in MEASURES.values():
        print(f"| `{measure.id}` | {measure.meaning} | {measure.source} |")


def weightings() -> None:
    """Print what the weight of a tie can count, as a table."""
    from clustergraph.measures.projection import WEIGHTINGS

    print("| weighting | the weight of a tie | source |", "|---|---|---|", sep="\n")
    for name, weighting in WEIGHTINGS.items():
        print(f"| `{name}` | {weighting.meaning} | {weighting.source} |")


def networks() -> None:
    """Print the networks and what each counts as a tie, as a table."""
    from clustergraph.questions.queries import networks as shipped

    print("| network | what counts as a tie |", "|---|---|", sep="\n")
    for name, query in shipped().items():
        print(f"| `{name}` | {query.counts} |")


def filters() -> None:
    """Print the filters and what each keeps, as a table."""
    from clustergraph.cli.program import option
    from clustergraph.networks.filters import FILTERS

    print("| filter | what stays |", "|---|---|", sep="\n")
    for name, entry in FILTERS.items():
        print(f"| `{option(name)} {entry.metavar}` | {entry.help} |")


def reference() -> None:
    """Print the help of every command, each under its own heading."""
    from clustergraph.cli.commands import COMMANDS

    console("clustergraph --help")
    for name in COMMANDS:
        print(f"\n## `clustergraph {name}`\n")
        console(f"clustergraph {name} --help")
