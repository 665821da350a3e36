"""A document as Word reads it (.docx), by python-docx; pictures have their alternative text."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from clustergraph.errors import RequestError
from clustergraph.formats.documents.document import Picture, Rows

if TYPE_CHECKING:
    from clustergraph.formats.documents.document import Document

# What a zip file can say at the earliest, so that the same document has the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)


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
    made.styles["Normal"].font.size = Pt(8.5)
    made.styles["Normal"].paragraph_format.space_after = Pt(2)
    made.add_heading(_clean(document.title), 0)
    made.add_paragraph(_clean(document.subtitle))
    for section in document.sections:
        made.add_heading(_clean(section.heading), 1)
        for block in section.blocks:
            _add(made, block)
    made.add_paragraph(_clean(document.source))
    about = made.core_properties
    about.title, about.language, about.author = (
        _clean(document.title),
        document.lang,
        "clustergraph",
    )
    about.created = about.modified = datetime(*_DAY, tzinfo=UTC)
    file = io.BytesIO()
    made.save(file)
    return _undated(file.getvalue())


def _add(made: Any, block: str | Rows | Picture) -> None:
    from docx.shared import Mm

    if isinstance(block, str):
        made.add_paragraph(_clean(block))
    elif isinstance(block, Picture):
        shape = made.add_picture(io.BytesIO(block.png), width=Mm(120))
        about = shape._inline.docPr
        about.set("descr", _clean(block.alternative))
    else:
        table = made.add_table(rows=1, cols=len(block.header), style="Light Grid Accent 1")
        for cell, text in zip(table.rows[0].cells, block.header, strict=True):
            cell.text = _clean(text)
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _clean(text)


def _clean(text: str) -> str:
    """Without the control signs that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _undated(data: bytes) -> bytes:
    """The same zip file without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _DAY)
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
