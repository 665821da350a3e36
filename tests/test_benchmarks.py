"""The benchmarks run: a small one of each kind whose answers are compared with a rival's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            ["queries.py", "--fraction", "0.002", "--only", "partners", "--runs", "1"],
            "0 with unequal answers",
        ),
        (["validate.py", "--fraction", "0.002", "--slice", "0.001"], "every planted fault is"),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_a_benchmark_runs(given: list[str], told: str, tmp_path: Path) -> None:
    where = BENCHMARKS / given[0]
    done = subprocess.run(
        [sys.executable, where, *given[1:], "--data", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told in done.stdout, done.stderr
