"""The scripts of the page: typed, linted, tested by node, and bundled into what is shipped."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import required

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scripts(repo: Path) -> Path:
    """The folder of the scripts, where node and what it needs are there."""
    return required.node_modules(repo).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["node_modules/.bin/tsc"], id="types"),
        pytest.param(["node_modules/.bin/eslint", "."], id="lint"),
        pytest.param(["node", "--test", "test/"], id="tests"),
        pytest.param(["node", "bundle.js", "--check"], id="bundle"),
        pytest.param(["node", "vendor.js", "--check"], id="vendor"),
        pytest.param(["node", "vendor-site.js", "--check"], id="vendor-site"),
    ],
)
def test_the_scripts_are_in_order(scripts: Path, command: list[str]) -> None:
    done = subprocess.run(command, cwd=scripts, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_stale_bundle_is_noticed(scripts: Path, tmp_path: Path) -> None:
    copy = tmp_path / "page"
    shutil.copytree(scripts, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(scripts / "node_modules")
    shipped = tmp_path / "src" / "clustergraph" / "web" / "page" / "assets" / "page.js"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("stale", encoding="utf-8")
    command = ["node", "bundle.js", "--check"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert (done.returncode, "run `make page`" in done.stderr) == (1, True)


def test_what_is_vendored_is_what_was_recorded(repo: Path) -> None:
    assets = repo / "src" / "clustergraph" / "web" / "page" / "assets"
    told = json.loads((assets / "vendored.json").read_text(encoding="utf-8"))["sigma.js"]
    script = (assets / "sigma.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() == told["sha256"]
    named = {(each["name"], each["licence"]) for each in told["packages"]}
    assert {("sigma", "MIT"), ("graphology", "MIT")} <= named
    head = script.decode()[: script.decode().index("*/")]
    assert all(f"{each['name']} {each['version']} (MIT)" in head for each in told["packages"])
    assert head.count("Permission is hereby granted") == len(told["packages"])
