"""The Word document: real styles, tables with headers, links and pictures with alternatives."""

import zipfile
from io import BytesIO
from posixpath import normpath
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from korus_portal.accounts.models import User
from reporting.documents import content, word
from reporting.documents.content import Content
from reporting.documents.parts import Picture
from reporting.models import AnnualReport
from tests.reporting.documents_world import filled, freeze


@pytest.fixture
def shown(ready_report: AnnualReport, leader: User) -> Content:
    return content.of_report(freeze(filled(ready_report, leader), leader))


def styles_of(document: Any) -> set[str]:
    return {paragraph.style.name for paragraph in document.paragraphs}


def test_it_opens_with_real_styles_and_says_what_it_is(shown: Content) -> None:
    made = word.make(shown)
    assert word.make(shown) == made
    document: Any = docx.Document(BytesIO(made))
    wanted = {"Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number"}
    assert wanted <= styles_of(document)
    titles = [row.text for row in document.paragraphs if row.style.name == "Heading 1"]
    assert titles == [chapter.title for chapter in shown.chapters]
    properties = document.core_properties
    assert properties.title == "Årsrapport 2025 – KORUS Nord"
    assert properties.language == "nb-NO"
    spelling = {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))}
    assert spelling == {"nb-NO"}
    assert shown.sha256 in document.sections[0].footer.paragraphs[0].text


def test_every_part_of_it_is_well_formed_and_every_relation_leads_somewhere(
    shown: Content,
) -> None:
    with zipfile.ZipFile(BytesIO(word.make(shown))) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels"))}
    for name, part in parts.items():
        assert ElementTree.fromstring(part) is not None, name  # noqa: S314 - our own file
    relations = ElementTree.fromstring(parts["word/_rels/document.xml.rels"])  # noqa: S314
    own = {row.get("Id") for row in relations}
    document = ElementTree.fromstring(parts["word/document.xml"])  # noqa: S314
    used = {
        value
        for node in document.iter()
        for key, value in node.attrib.items()
        if "officeDocument/2006/relationships" in key
    }
    assert used <= own
    inside = [row.get("Target") for row in relations if row.get("TargetMode") != "External"]
    assert {normpath(f"word/{target}") for target in inside} <= names


def test_tables_repeat_their_header_and_have_a_style(shown: Content) -> None:
    document: Any = docx.Document(BytesIO(word.make(shown)))
    assert len(document.tables) >= 10
    for table in document.tables:
        assert table.style.name == "Portal table"
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    words = [cell.text for cell in document.tables[0].rows[0].cells]
    assert words == ["Sted", "Deltakelser"]


def test_links_are_relations_and_numbered_lists_begin_with_one(shown: Content) -> None:
    document: Any = docx.Document(BytesIO(word.make(shown)))
    external = {row.target_ref for row in document.part.rels.values() if row.is_external}
    assert "https://eksempel.no/senter?a=1&b=2" in external
    assert any(address.endswith("/senter/") for address in external)
    numbered = [row for row in document.paragraphs if row.style.name == "List Number"]
    numbers = {row._p.pPr.numPr.numId.val for row in numbered}
    assert len(numbers) == 1
    lists = document.part.numbering_part.element
    assert lists.num_having_numId(numbers.pop()).find(qn("w:lvlOverride")) is not None


def test_charts_are_pictures_with_an_alternative(shown: Content) -> None:
    document: Any = docx.Document(BytesIO(word.make(shown)))
    pictures = sum(isinstance(p, Picture) for c in shown.chapters for p in c.parts)
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == pictures > 0
    assert all("tabellen under" in alt for alt in described)


def test_a_draft_says_so_on_every_page(ready_report: AnnualReport) -> None:
    report = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    document: Any = docx.Document(BytesIO(word.make(content.of_report(report))))
    assert "UTKAST" in document.sections[0].header.paragraphs[0].text


def test_what_xml_cannot_hold_is_left_out(ready_report: AnnualReport) -> None:
    report = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    report.sections.filter(key="next_year").update(body="A\x0bB\ufffe <w:p> & 😀 «C»")
    document: Any = docx.Document(BytesIO(word.make(content.of_report(report))))
    assert any("AB <w:p> & 😀 «C»" in row.text for row in document.paragraphs)
