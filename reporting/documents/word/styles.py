"""The styles of the Word document: everything looks as it does by a style with a name."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

ACCENT, INK, QUIET = (RGBColor.from_string(code) for code in ("00637A", "1F2E33", "4A5A60"))
SIZES = [
    ("Normal", 10.5, INK),
    ("Title", 26, ACCENT),
    ("Subtitle", 12, QUIET),
    ("Heading 1", 17, ACCENT),
    ("Heading 2", 13, INK),
    ("Heading 3", 11, QUIET),
    ("Heading 4", 10.5, INK),
    ("Heading 5", 10.5, QUIET),
    ("Caption", 9, QUIET),
    ("List Bullet", 10.5, INK),
    ("List Number", 10.5, INK),
]
TABLE, CELL, NOTE, LINK = "Portal table", "Portal cell", "Portal note", "Hyperlink"
TABLE_STYLE = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="Portaltable">
  <w:name w:val="Portal table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr><w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="9CC2CB"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="9CC2CB"/>
  </w:tblBorders><w:tblCellMar>
    <w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
    <w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF5F6"/></w:tcPr></w:tblStylePr>
</w:style>
"""


def prepare(document: Any, language: str) -> None:
    for name, size, colour in SIZES:
        dress(document.styles[name], size, colour)
    document.styles["Title"].element.get_or_add_pPr().remove_all("w:pBdr")
    own(document, CELL, 9, INK, after=0)
    own(document, NOTE, 9.5, QUIET, after=6)
    link = document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True
    document.styles.element.append(parse_xml(TABLE_STYLE.format(ns=nsdecls("w"))))
    for spelling in document.styles.element.iter(qn("w:lang")):
        spelling.set(qn("w:val"), f"{language}-NO")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(24)


def dress(style: Any, size: float, colour: RGBColor) -> None:
    """The template's own theme fonts stand above a font's name: they are taken away."""
    style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), colour
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(part), None)
    for part in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(part), "Arial")


def own(document: Any, name: str, size: float, colour: RGBColor, *, after: int) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    dress(style, size, colour)
    style.paragraph_format.space_after = Pt(after)
