"""The Word document itself, from the same chapters as the PDF."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm

from korus_portal.design import rich_text
from reporting.documents import charts, rich
from reporting.documents.charts import Chart
from reporting.documents.content import Content
from reporting.documents.parts import (
    Chapter,
    Facts,
    Heading,
    Note,
    Part,
    Picture,
    Rich,
    Rows,
)
from reporting.documents.tables import Table, written
from reporting.documents.word import markup, styles
from reporting.documents.zips import steady

LONGEST_PROPERTY = 255
WIDEST_PICTURE = Mm(164)
DEEPEST = 5


def make(content: Content) -> bytes:
    writer = Writer(content)
    writer.cover()
    for number, chapter in enumerate(content.chapters, start=1):
        writer.chapter(number, chapter)
    made = BytesIO()
    writer.document.save(made)
    return steady(made.getvalue())


class Writer:
    """A document being written."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.document: Any = Document()
        self.pictures = 0
        styles.prepare(self.document, content.language)
        self.properties()
        self.edges()

    def properties(self) -> None:
        content, properties = self.content, self.document.core_properties
        properties.title = markup.clean(content.title)[:LONGEST_PROPERTY]
        properties.subject = markup.clean(content.subject)[:LONGEST_PROPERTY]
        properties.author = markup.clean(content.author)[:LONGEST_PROPERTY]
        properties.last_modified_by = "KORUS-portalen"
        properties.comments = " · ".join(content.marks)
        properties.language = f"{content.language}-NO"
        moment = content.made_of.replace(tzinfo=None)
        properties.created = properties.modified = moment

    def edges(self) -> None:
        """What stands on every page: the marks above, the hash and the page below."""
        section = self.document.sections[0]
        line = " · ".join([self.content.title, *self.content.marks])
        section.header.paragraphs[0].text = markup.clean(line)
        section.header.paragraphs[0].style = styles.NOTE
        below = section.footer.paragraphs[0]
        below.style = styles.NOTE
        if self.content.sha256:
            below.add_run(f"{_('Tallenes SHA-256')}: {self.content.sha256}")
            below.add_run().add_break()
        below.add_run(f"{_('Side')} ")
        self.append(below, markup.field("PAGE"))

    def append(self, paragraph: Any, xml: str) -> None:
        """Runs as XML at the end of a paragraph."""
        for found in parse_xml(f"<w:p {markup.NAMES}>{xml}</w:p>"):
            paragraph._p.append(found)  # noqa: SLF001 - the library has no other way

    def paragraph(self, xml: str, style: str = "Normal") -> Any:
        made = self.document.add_paragraph(style=style)
        self.append(made, xml)
        return made

    def heading(self, xml: str, level: int) -> Any:
        return self.paragraph(xml, f"Heading {min(level, DEEPEST)}")

    def relate(self, href: str) -> str:
        """The relationship that a link points by."""
        address = rich.address(href)
        if not address:
            return ""
        kind = RELATIONSHIP_TYPE.HYPERLINK
        return str(self.document.part.relate_to(markup.clean(address), kind, is_external=True))

    def cover(self) -> None:
        content = self.content
        self.paragraph(markup.text(content.title), "Title")
        self.paragraph(markup.text(" · ".join([content.subject, *content.marks])), "Subtitle")
        self.facts(content.facts)
        self.paragraph(markup.text(_("Innhold")), "Subtitle")
        for number, chapter in enumerate(content.chapters, start=1):
            shown = markup.text(chapter.title, '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>')
            self.paragraph(
                f'<w:hyperlink w:anchor="chapter{number}" w:history="1">{shown}</w:hyperlink>'
            )
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def chapter(self, number: int, chapter: Chapter) -> None:
        mark = f'w:id="{number}"'
        made = self.heading(
            f'<w:bookmarkStart {mark} w:name="chapter{number}"/>{markup.text(chapter.title)}'
            f"<w:bookmarkEnd {mark}/>",
            1,
        )
        made.paragraph_format.page_break_before = chapter.is_long
        for part in chapter.parts:
            self.part(part)

    def part(self, part: Part) -> None:
        match part:
            case Heading():
                self.heading(markup.text(part.text), part.level)
            case Rich():
                for placed in rich.blocks(part):
                    self.block(placed)
            case Facts():
                self.facts(part.rows)
            case Rows():
                self.table(part.table)
            case Picture():
                self.picture(part.chart)
            case Note():
                self.paragraph(markup.text(part.text), styles.NOTE)

    def block(self, placed: rich.Placed) -> None:
        match placed.block:
            case rich_text.Heading(runs=runs):
                self.heading(markup.runs(runs, self.relate), placed.level)
            case rich_text.Paragraph(runs=runs):
                self.paragraph(markup.runs(runs, self.relate))
            case rich_text.Listing() as listing:
                self.listing(listing)
            case rich_text.Table() as table:
                self.written_table(table)

    def listing(self, listing: rich_text.Listing) -> None:
        """Every numbered list begins with 1."""
        style = "List Number" if listing.is_ordered else "List Bullet"
        number = self.new_numbering() if listing.is_ordered else None
        for item in listing.items:
            made = self.paragraph(markup.runs(item, self.relate), style)
            if number is not None:
                properties = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def new_numbering(self) -> int:
        lists = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element
        abstract = lists.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
        made = lists.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def written_table(self, table: rich_text.Table) -> None:
        columns = len(table.header)
        self.add_table(
            markup.table(
                [markup.runs(cell, self.relate) for cell in table.header],
                [[markup.runs(cell, self.relate) for cell in row] for row in table.rows],
                widths=[1] * columns,
                right=[False] * columns,
            )
        )

    def facts(self, rows: Any) -> None:
        """Labels and values, one line for each: nothing here needs a table."""
        for label, value in rows:
            name = markup.text(f"{label}: ", "<w:rPr><w:b/></w:rPr>")
            self.paragraph(name + markup.text(value), styles.CELL)
        self.document.add_paragraph(style=styles.CELL)

    def table(self, found: Table) -> None:
        if not found.rows:
            self.paragraph(markup.text(_("Ingen rader.")), styles.NOTE)
            return
        self.add_table(
            markup.table(
                [markup.text(column.label) for column in found.columns],
                [[markup.text(written(value)) for value in row] for row in found.rows],
                widths=[max(column.width, 11) for column in found.columns],
                right=[column.is_numeric for column in found.columns],
                title=found.title,
            )
        )
        if found.note:
            self.paragraph(markup.text(found.note), styles.NOTE)

    def add_table(self, xml: str) -> None:
        """Above the section's own settings, which stand last. A line below keeps tables apart."""
        self.document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
        self.document.add_paragraph(style=styles.CELL)

    def picture(self, chart: Chart) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(charts.png(chart)), width=WIDEST_PICTURE)
        self.pictures += 1
        described = shape._inline.docPr  # noqa: SLF001 - the library has no other way
        described.set("descr", markup.clean(chart.alt))
        described.set("name", f"{_('Diagram')} {self.pictures}")
        self.paragraph(markup.text(chart.title), "Caption")
