"""A document as Word reads it (.docx), by python-docx; pictures have their alternative text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from clustergraph.errors import RequestError
from clustergraph.formats.documents.document import Picture, Rows
from clustergraph.formats.office import legal, settled

if TYPE_CHECKING:
    from clustergraph.formats.documents.document import Document


def docx(document: Document) -> bytes:
    """The file; RequestError where python-docx is not installed."""
    try:
        import docx as word
        from docx.shared import Mm, Pt
    except ImportError:
        raise RequestError(
            "a .docx needs python-docx: pip install 'clustergraph-kg[docx]', or write .html or .md"
        ) from None
    made = word.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(14)
    made.styles["Normal"].font.size = Pt(8)
    made.styles["Normal"].paragraph_format.space_after = Pt(1)
    made.add_heading(legal(document.title), 0)
    made.add_paragraph(legal(document.subtitle))
    for section in document.sections:
        made.add_heading(legal(section.heading), 1)
        for block in section.blocks:
            _add(made, block)
    made.add_paragraph(legal(document.source))
    about = made.core_properties
    about.title, about.language, about.author = (
        legal(document.title),
        document.lang,
        "clustergraph",
    )
    return settled(made)


def _add(made: Any, block: str | Rows | Picture) -> None:
    from docx.shared import Mm

    if isinstance(block, str):
        made.add_paragraph(legal(block))
    elif isinstance(block, Picture):
        shape = made.add_picture(io.BytesIO(block.png), width=Mm(105))
        about = shape._inline.docPr
        about.set("descr", legal(block.alternative))
    else:
        table = made.add_table(rows=1, cols=len(block.header), style="Light Grid Accent 1")
        for cell, text in zip(table.rows[0].cells, block.header, strict=True):
            cell.text = legal(text)
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = legal(text)
