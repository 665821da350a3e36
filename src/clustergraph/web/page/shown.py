"""A finished page as a value: saved as a file, or shown in a notebook.

Knows HTML texts; nothing of views or graphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from clustergraph.formats.output import write_bytes

_HEIGHT = 680
# What the page needs in a frame: its scripts, files to take away, links that open beside it.
_ALLOWED = "allow-scripts allow-downloads allow-popups allow-modals"


@dataclass(frozen=True)
class Page:
    """A network as one HTML page. title: of the frame, for those who do not see it."""

    html: str
    title: str = ""

    def save(self, path: str | Path) -> Path:
        """Write the page, and return the path."""
        written = Path(path)
        write_bytes(written, [self.html.encode(errors="backslashreplace")])
        return written

    def _repr_html_(self) -> str:
        """A frame that holds the whole page, as Jupyter shows it."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="{escape(self.title)}" '
            f'sandbox="{_ALLOWED}" width="100%" height="{_HEIGHT}" '
            f'style="border: 1px solid #dde2e8"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Page of {len(self.html):,} characters: .save('FILE.html') writes it>"
