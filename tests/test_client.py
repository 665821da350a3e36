"""A client that a stock generator makes from the OpenAPI document asks and gets typed answers."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from clustergraph.answers import asking
from clustergraph.service.app import application
from clustergraph.service.graphs import Current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
HERE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(curated_folder: Path) -> Iterator[TestClient]:
    with TestClient(application(Current(str(curated_folder))), base_url=HERE) as client:
        yield client


@pytest.fixture(scope="module")
def generated(client: TestClient, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client that the generator makes without a warning, asking the service."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_text(client.get("/api/openapi.json").text, encoding="utf-8")
    (folder / "config.yml").write_text("post_hooks: []\n")
    told = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none",
         "--path", "openapi.json", "--output-path", "asked", "--config", "config.yml",
         "--fail-on-warning"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    sys.path.insert(0, str(folder))
    made = importlib.import_module("asked.client").Client(HERE)
    yield made.set_httpx_client(client)
    sys.path.remove(str(folder))


def operation(name: str) -> Any:
    return importlib.import_module(f"asked.api.default.{name.replace('-', '_')}")


def test_every_operation_is_there(generated: Any) -> None:
    for name in asking.contracts():
        assert callable(operation(name).sync), name


def test_it_asks_with_types_and_reads_rows(generated: Any, client: TestClient) -> None:
    found = operation("partners").sync(client=generated, organisation="luxinnovation")
    told = client.get("/api/ask/partners?organisation=luxinnovation").json()
    assert [row.to_dict() for row in found.rows] == told["rows"]
    assert found.total == len(told["rows"]) > 3
    assert found.next_ is None
    measure = importlib.import_module("asked.models").CentralityMeasuresItem
    ranked = operation("centrality").sync(
        client=generated, measures=[measure("degree"), measure("betweenness")], top=3, limit=2
    )
    assert (len(ranked.rows), ranked.total, ranked.next_) == (2, 3, 2)
    assert "betweenness" in ranked.rows[0].to_dict()


def test_all_defaults_are_values_that_the_service_takes(generated: Any) -> None:
    """A client sends the defaults that it was told, as it was told them."""
    some = ("projects-by-words", "money-by-organisation", "open-calls", "clusters-to-approach")
    for name in some:
        found = operation(name).sync(client=generated)
        assert hasattr(found, "rows"), (name, found)


def test_what_does_not_fit_is_a_problem_with_candidates(generated: Any) -> None:
    found = operation("recommend").sync(client=generated, organisation="luxinovation x")
    assert found.status == 400
    assert found.parameters == ["organisation"]
    assert json.dumps(found.to_dict())
