"""Every parameter of every address of the service, made up from its own OpenAPI document.

One case an address here; `make fuzz` tries more, one a minute of its time and address.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from clustergraph.service.app import application
from clustergraph.service.graphs import Current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
CASES = max(1, int(float(os.environ.get("CLUSTERGRAPH_FUZZ_SECONDS", "60")) // 60))


@pytest.fixture(scope="module")
def client(curated_folder: Path) -> Iterator[TestClient]:
    app = application(Current(str(curated_folder), 10.0, 1 << 30))
    with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False) as asking:
        yield asking


def test_no_request_breaks_the_service(client: TestClient) -> None:
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    broken: list[str] = []
    answered = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=CASES,
            deadline=None,
            database=None,
            derandomize=True,
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
    assert answered >= len(client.get("/api/describe").json())
