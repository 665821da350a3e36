"""Every command on damaged input: one minute here, as long as one likes with `make fuzz`."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import faults
from fuzz import harness, inputs
from fuzz.harness import Case

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SECONDS = float(os.environ.get("CLUSTERGRAPH_FUZZ_SECONDS", "60"))
SEED = int(os.environ.get("CLUSTERGRAPH_FUZZ_SEED", "1"))
KINDS = ("rdf", "rows", "queries", "parameters", "options")
# Beside these: damaged folders, and a server that lies.
SHARE = SECONDS / (len(KINDS) + 2)

pytestmark = pytest.mark.slow


def no_failure(make: Callable[[random.Random], Case], *, forked: bool = True) -> None:
    run = harness.failures if forked else harness.failures_here
    number, found = run(make, SEED, SHARE)
    told = Path(os.environ.get("CLUSTERGRAPH_FUZZ_REPORT", os.devnull))
    with told.open("a") as file:
        file.write(f"{make}: {number:,} cases, {len(found)} failures\n" + "\n".join(found) + "\n")
    assert found == [], f"{len(found)} of {number:,} cases; seed {SEED}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_input_breaks_a_promise(kind: str) -> None:
    no_failure(getattr(inputs, kind))


def test_no_damaged_folder_breaks_a_promise(curated_folder: Path) -> None:
    no_failure(partial(inputs.folder, curated_folder))


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
    return Case({"f.ttl": inputs.TURTLE}, [[*asked, *graph, "--timeout", "2"]])


def test_no_server_breaks_a_promise() -> None:
    import random

    chance = random.Random(SEED)
    with faults.serving() as server:
        no_failure(
            partial(_server, server.url("lies", partial(_lying, lambda: chance))), forked=False
        )
