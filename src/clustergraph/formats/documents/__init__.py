"""Documents for readers: a title and sections of texts, tables and pictures, and the files they
become.

The same input gives the same bytes. Knows nothing of graphs or of what a document says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats.documents.document import Document, Picture, Rows, Section
from clustergraph.formats.documents.hypertext import html
from clustergraph.formats.documents.plain import markdown
from clustergraph.formats.documents.word import docx

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["WRITERS", "Document", "Picture", "Rows", "Section"]

# By their extension.
WRITERS: dict[str, Callable[[Document], bytes]] = {"html": html, "docx": docx, "md": markdown}
