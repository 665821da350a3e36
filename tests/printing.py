"""A document as Chromium prints it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import required
from clustergraph.formats.documents import WRITERS

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.formats.documents import Document


def assert_on_two_a4_pages(document: Document, folder: Path) -> None:
    """Print it and count the pages."""
    page, printed = folder / "brief.html", folder / "brief.pdf"
    page.write_bytes(WRITERS["html"](document))
    subprocess.run(
        [required.chromium(), "--headless", "--no-sandbox", "--disable-gpu",
         "--no-pdf-header-footer", f"--user-data-dir={folder / 'profile'}",
         f"--print-to-pdf={printed}", page.as_uri()],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    data = printed.read_bytes()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", data)) <= 2
    assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", data)
