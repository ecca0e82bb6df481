"""Pieces of a Word document as XML: python-docx makes large tables too slowly cell by cell."""

import re
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from korus_portal.design.rich_text import Cell, Run

# What XML 1.0 has no place for.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMES = nsdecls("w", "r")
# Text width of the page in twentieths of a point.
PAGE_WIDTH = 9400
# Gives the relationship of an address.
Relate = Callable[[str], str]


def clean(text: str) -> str:
    return FORBIDDEN.sub("", text)


def runs(cell: Cell, relate: Relate) -> str:
    return "".join(run(found, relate) for found in cell)


def run(found: Run, relate: Relate) -> str:
    if found.is_break:
        return "<w:r><w:br/></w:r>"
    style = ""
    if found.href:
        style += '<w:rStyle w:val="Hyperlink"/>'
    if found.is_strong:
        style += "<w:b/>"
    if found.is_emphasised:
        style += "<w:i/>"
    shown = text(found.text, f"<w:rPr>{style}</w:rPr>" if style else "")
    relation = relate(found.href) if found.href else ""
    return f"<w:hyperlink r:id={quoteattr(relation)}>{shown}</w:hyperlink>" if relation else shown


def text(value: str, style: str = "") -> str:
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(clean(value))}</w:t></w:r>'


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    right: Sequence[bool],
    title: str = "",
) -> str:
    """Cells come as runs. The first row is repeated on each page and told as a header."""
    whole = sum(widths) or 1
    shares = [PAGE_WIDTH * width // whole for width in widths]
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    described = f"<w:tblCaption w:val={quoteattr(clean(title))}/>" if title else ""
    body = "".join(row(cells, shares, right) for cells in rows)
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblStyle w:val="Portaltable"/>'
        f'<w:tblW w:w="{PAGE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{row(header, shares, right, is_header=True)}{body}</w:tbl>"
    )


def row(
    cells: Sequence[str], shares: Sequence[int], right: Sequence[bool], *, is_header: bool = False
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Portalcell"/>{RIGHT if is_right else ""}</w:pPr>'
        f"{cell}</w:p></w:tc>"
        for cell, share, is_right in zip(cells, shares, right, strict=True)
    )
    kept = f"<w:trPr><w:cantSplit/>{HEADER if is_header else ''}</w:trPr>"
    return f"<w:tr>{kept}{made}</w:tr>"


RIGHT = '<w:jc w:val="right"/>'
HEADER = "<w:tblHeader/>"


def field(instruction: str) -> str:
    """A number that Word counts itself."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
