"""Makes `agreement.docx` anew: `python assignments/agreements/documents/template.py`.

The file beside this one is what is used; this is how it came to be, and where to change it.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

ACCENT = RGBColor(0x00, 0x63, 0x7A)
INK = RGBColor(0x1F, 0x2E, 0x33)
QUIET = RGBColor(0x4A, 0x5A, 0x60)
FILE = Path(__file__).with_name("agreement.docx")


def build() -> Any:
    document = Document()
    style(document)
    page(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subject }}", style="Subtitle")
    document.add_paragraph("{%p if mark %}")
    document.add_paragraph("{{ mark }}", style="Subtitle")
    document.add_paragraph("{%p endif %}")
    pairs(document, "facts")
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{{ section.heading }}", style="Heading 1")
    document.add_paragraph("{%p for part in section.parts %}")
    document.add_paragraph("{%p if part.is_item %}")
    document.add_paragraph("{{ part.text }}", style="List Bullet")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ part.text }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for label, value in section.facts %}")
    document.add_paragraph("{{ label }}: {{ value }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if section.rows %}")
    four_columns(document)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    signatures(document)
    return document


def style(document: Any) -> None:
    styles = document.styles
    for name, size, colour in (
        ("Normal", 11, INK),
        ("Title", 24, ACCENT),
        ("Subtitle", 12, QUIET),
        ("Heading 1", 15, ACCENT),
        ("Heading 2", 12, INK),
    ):
        found = styles[name]
        found.font.name, found.font.size, found.font.color.rgb = "Arial", Pt(size), colour
        found.font.italic = False
        fonts = found.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(part), None)
        for part in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(part), "Arial")
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nb-NO")
    signed = styles.add_style("Signature line", WD_STYLE_TYPE.PARAGRAPH)
    signed.base_style = styles["Normal"]
    signed.paragraph_format.space_before = Pt(22)


def page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(24)
    footer = section.footer.paragraphs[0]
    footer.text = "{{ version }}. {{ check }}"
    footer.runs[0].font.size = Pt(8)


def pairs(document: Any, name: str) -> None:
    """Labels and values, one row for each."""
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for label, value in " + name + " %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ label }}", "{{ value }}"
    table.cell(2, 0).text = "{%tr endfor %}"


def four_columns(document: Any) -> None:
    """Plans and commitments: a header row that is repeated on each page."""
    table = document.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    for at in range(4):
        table.cell(0, at).text = "{{ section.columns[" + str(at) + "] }}"
        table.cell(0, at).paragraphs[0].runs[0].font.bold = True
        table.cell(2, at).text = "{{ row[" + str(at) + "] }}"
    table.cell(1, 0).text = "{%tr for row in section.rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - the library has no other way


def signatures(document: Any) -> None:
    document.add_paragraph("{{ signatures }}", style="Heading 1")
    document.add_paragraph("{{ signature_note }}")
    document.add_paragraph("{%p for signer, lines in signers %}")
    document.add_paragraph("{{ signer }}", style="Heading 2")
    document.add_paragraph("{%p for line in lines %}")
    document.add_paragraph("{{ line }}: ______________________________", style="Signature line")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    build().save(FILE)
