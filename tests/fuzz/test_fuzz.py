"""Every command on damaged input, and questions that both engines are asked: one minute here, as
long as one likes with `make fuzz`."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import faults
from clustergraph.cli.commands import COMMANDS as COMMANDS_THERE_ARE
from clustergraph.sources import fetch
from fuzz import commands, harness, inputs, questions
from fuzz.harness import Case

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = float(os.environ.get("CLUSTERGRAPH_FUZZ_SECONDS", "60"))
SEED = int(os.environ.get("CLUSTERGRAPH_FUZZ_SEED", "1"))
# So many cases of each command, and so many graphs to ask, instead, however long they take.
CASES = int(os.environ.get("CLUSTERGRAPH_FUZZ_CASES", "0"))
# Of the time, to the commands; the rest to damaged folders, to two servers that lie, to questions
# of both engines, and to the service (test_service).
COMMANDS, OTHERS = SECONDS * 0.56, SECONDS * 0.06
# Of the commands, those that are tried; all unless one looks for something.
AMONG = tuple(filter(None, os.environ.get("CLUSTERGRAPH_FUZZ_COMMANDS", "").split(",")))

pytestmark = pytest.mark.slow


def no_failure(
    make: Callable[[random.Random], Case],
    seconds: float,
    *,
    forked: bool = True,
    wanted: tuple[str, ...] = (),
    counted: bool = False,
) -> None:
    if CASES and counted:
        found = harness.failures_among(make, SEED, CASES)
    elif CASES and wanted:
        found = harness.Found()
        for name in wanted:
            ran = harness.failures_among(partial(commands.any_of, (name,)), SEED, CASES)
            found.counts.update(ran.counts)
            found.broken += [f"{name}: {text}" for text in ran.broken]
    elif forked:
        found = harness.failures(make, SEED, seconds, wanted)
    else:
        found = harness.failures_here(make, SEED, seconds)
    told = Path(os.environ.get("CLUSTERGRAPH_FUZZ_REPORT", os.devnull))
    with told.open("a") as file:
        file.write(f"{len(found.broken)} failures; cases by command: {dict(found.counts)}\n")
        file.writelines(f"{text}\n" for text in found.broken)
    total = found.counts.total()
    assert set(wanted) <= found.counts.keys()
    assert found.broken == [], f"{len(found.broken)} of {total:,} cases; seed {SEED}"


def test_every_command_has_its_fuzzer() -> None:
    assert set(commands.MAKERS) == set(COMMANDS_THERE_ARE)


def test_no_input_of_any_command_breaks_a_promise() -> None:
    names = AMONG or tuple(commands.MAKERS)
    no_failure(partial(commands.any_of, names), COMMANDS, wanted=names)


def test_no_question_has_two_answers() -> None:
    no_failure(questions.two_answers, OTHERS, counted=True)


def test_no_damaged_folder_breaks_a_promise(curated_folder: Path) -> None:
    no_failure(partial(inputs.folder, curated_folder), OTHERS)


def _lying(chance_of: Callable[[], random.Random], handler: faults.Handler) -> None:
    """Answers of every kind: damaged JSON, other columns, wrong numbers, broken HTTP."""
    chance = chance_of()
    names = chance.choice((["s"], ["s", "p", "o"], ["x"], ["rowsCounted"], ["found"], []))
    value = chance.choice(("1", "0", "99999999999", "-1", "x", "\0", "\x1b]0;x\x07", "9" * 5_000))
    kind = chance.choice(("literal", "uri", "bnode", "other"))
    row = {name: {"type": kind, "value": value} for name in names}
    document = {"head": {"vars": names}, "results": {"bindings": [row] * chance.choice((0, 1, 3))}}
    body = json.dumps(document).encode()
    if chance.random() < 0.4:
        body = inputs.damaged(chance, body)
    how = chance.randrange(5)
    if how == 0:
        handler.begin(length=len(body) + 5)
        handler.wfile.write(body)
    elif how == 1:
        handler.wfile.write(
            inputs.damaged(chance, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
        )
        handler.close_connection = True
    else:
        status = chance.choice((200, 200, 200, 204, 301, 400, 404, 500, 503))
        handler.reply(body, chance.choice((faults.RESULTS, faults.RESULTS, "text/html")), status)


def _server(url: str, chance: random.Random) -> Case:
    asked = chance.choice(
        [*inputs.ASKED[:1], *inputs.ASKED[2:], ["view", "-o", "o.html"], ["push", url]]
    )
    graph = ["--graph", "f.ttl"] if asked[0] == "push" else ["--graph", url]
    command = f"{asked[0]} with a server that lies"
    return Case({"f.ttl": inputs.TURTLE}, [[*asked, *graph, "--timeout", "2"]], command=command)


def test_no_server_breaks_a_promise() -> None:
    chance = random.Random(SEED)
    with faults.serving() as server:
        url = server.url("lies", partial(_lying, lambda: chance))
        no_failure(partial(_server, url), OTHERS, forked=False)


def _mirror(chance_of: Callable[[], random.Random], handler: faults.Handler) -> None:
    """An archive that is damaged, cut, or something else."""
    chance = chance_of()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", chance.choice(inputs.PACKINGS)) as archive:
        name = chance.choice(("project.csv", "../x.csv", "/x.csv", "a/b/project.csv", "x" * 300))
        archive.writestr(name, inputs.PROJECTS)
    body = packed.getvalue()
    body = inputs.damaged(chance, body) if chance.random() < 0.6 else body
    length = len(body) + chance.choice((0, 0, 0, 5))
    status = chance.choice((200, 200, 200, 206, 301, 404, 416))
    if length == len(body):
        handler.reply(body, "application/zip", status)
    else:
        handler.begin(length=length)
        handler.wfile.write(body)
        handler.close_connection = True


def _fetched(chance: random.Random) -> Case:
    return Case({}, [["fetch", "cordis-he", "-o", "d"]], command="fetch from a mirror that lies")


def test_no_mirror_breaks_a_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(SEED)
    quick = fetch.Patience(timeout=1, tries=2, pause=0.01)
    monkeypatch.setattr(fetch.fetch, "__defaults__", (*fetch.fetch.__defaults__[:-1], quick))  # type: ignore[index]
    with faults.serving() as server:
        name = fetch.ARCHIVES["cordis-he"]
        url = server.url(name, partial(_mirror, lambda: chance))
        monkeypatch.setenv(fetch.BASE_VARIABLE, url.removesuffix(name))
        no_failure(_fetched, OTHERS, forked=False)
