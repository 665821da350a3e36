"""Every parameter of every address of the service, made up from its own OpenAPI document.

It takes a fifth of the time: some addresses here, in an order by the seed, and all of them, several
times, with `make fuzz`.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from starlette.testclient import TestClient

from clustergraph.service.app import application
from clustergraph.service.graphs import Current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("CLUSTERGRAPH_FUZZ_SECONDS", "60")) * 0.2
SEED = int(os.environ.get("CLUSTERGRAPH_FUZZ_SEED", "1"))


@pytest.fixture(scope="module")
def client(curated_folder: Path) -> Iterator[TestClient]:
    app = application(Current(str(curated_folder), 10.0, 1 << 30))
    with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False) as asking:
        yield asking


def test_no_request_breaks_the_service(client: TestClient) -> None:
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= len(client.get("/api/describe").json())
    chance, end = random.Random(SEED), time.monotonic() + SECONDS
    broken: list[str] = []
    answered = 0
    chance.shuffle(operations)
    for number, operation in enumerate(itertools.cycle(operations)):
        if number and time.monotonic() > end:
            break

        @seed(chance.randrange(1 << 32))
        @settings(
            max_examples=1,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            nonlocal answered
            sent = client.request(case.method, case.formatted_path, params=case.query)
            answered += sent.status_code in (200, 400, 404)
            if sent.status_code >= 500 or "Traceback" in sent.text:
                broken.append(f"{sent.status_code} {sent.request.url}: {sent.text[:200]}")

        ask()
    assert broken == []
    assert answered
