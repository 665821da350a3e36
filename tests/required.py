"""What some tests need that Python does not bring: a browser, node, servers, other tools.

Where it is missing a test is skipped, or fails where an environment variable says that it must be
there, as CI does with each of them.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "CLUSTERGRAPH_REQUIRE_"


def missing(kind: str, what: str) -> NoReturn:
    """End a test for want of something of a kind: BROWSER, NODE, SERVERS or TOOLS."""
    if os.environ.get(f"{PREFIX}{kind}"):
        pytest.fail(f"{PREFIX}{kind} is set: {what}")
    pytest.skip(what)


def chromium() -> str:
    """The path of the browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return found or missing("BROWSER", "no chromium on the PATH: install Debian's chromium")


def libreoffice() -> str:
    """The path of LibreOffice, with its Writer."""
    found = shutil.which("soffice")
    return found or missing("TOOLS", "no soffice on the PATH: install libreoffice-writer-nogui")


def node_modules(repo: Path) -> Path:
    """The folder of what `npm ci` installs for the scripts of the page."""
    if not shutil.which("node"):
        missing("NODE", "no node on the PATH")
    folder = repo / "page" / "node_modules"
    if not folder.is_dir():
        missing("NODE", "page/node_modules is missing: run `make page`")
    return folder
