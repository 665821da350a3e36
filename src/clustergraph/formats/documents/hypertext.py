"""A document as one HTML file: no remote part, no script, two A4 pages when printed."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from clustergraph.formats.documents.document import Picture, Rows

if TYPE_CHECKING:
    from clustergraph.formats.documents.document import Document, Section

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
@page { size: A4; margin: 12mm }
:root { color-scheme: light }
body { font: 9pt/1.35 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 186mm;
  margin: 0 auto; padding: 6mm }
h1 { font-size: 17pt; margin: 0 } h2 { font-size: 11pt; margin: 3.5mm 0 1mm; color: #00527a;
  border-bottom: .3mm solid #00527a; break-after: avoid }
p { margin: 1mm 0 } .subtitle, footer { color: #4d4d4d }
table { border-collapse: collapse; width: 100%; font-size: 8pt }
th, td { text-align: left; vertical-align: top; padding: .4mm 2mm .4mm 0;
  border-bottom: .2mm solid #ccc; overflow-wrap: anywhere }
th { overflow-wrap: normal }
tr { break-inside: avoid } img { display: block; max-width: 100%; max-height: 62mm }
footer { font-size: 7.5pt; margin-top: 4mm } .wide { overflow-x: auto }
@media print { body { padding: 0; max-width: none } .wide { overflow: visible } }
"""


def html(document: Document) -> bytes:
    """The file."""
    sections = "".join(map(_section, document.sections))
    text = (
        f'<!DOCTYPE html>\n<html lang="{escape(document.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<main>\n<h1>{escape(document.title)}</h1>\n<p class="subtitle">'
        f"{escape(document.subtitle)}</p>\n{sections}</main>\n"
        f"<footer><p>{escape(document.source)}</p></footer>\n</body>\n</html>\n"
    )
    return text.encode()


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return f"<section>\n<h2>{escape(section.heading)}</h2>\n{blocks}</section>\n"


def _block(block: str | Rows | Picture) -> str:
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>\n"
    if isinstance(block, Picture):
        data = b64encode(block.svg).decode()
        return f'<img alt="{escape(block.alternative)}" src="data:image/svg+xml;base64,{data}">\n'
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in block.header)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in block.rows
    )
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table></div>\n"
    )
