"""The PDF: tagged for every reader, with everything that the report says."""

from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from django.utils import translation

from korus_portal.accounts.models import User
from korus_portal.design import printable, typesetting
from korus_portal.notifications.redaction import REDACTED, redact
from reporting.documents import charts, content, pdf, rich
from reporting.documents.charts import Chart, Series
from reporting.documents.content import Content
from reporting.documents.parts import Picture, Rich
from reporting.models import AnnualReport
from tests.reporting.documents_world import filled, freeze, supplemented


@pytest.fixture
def shown(ready_report: AnnualReport, leader: User, directorate: User) -> Content:
    report = freeze(filled(ready_report, leader), leader)
    supplemented(report, directorate, leader)
    return content.of_report(report)


def nodes(document: bytes) -> list[Any]:
    """Every element of the tag tree, in the order it is read."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(BytesIO(document)) as opened:
        walk(opened.Root.StructTreeRoot)
    return found


def test_the_pdf_meets_pdf_ua_and_its_tags_hold_the_structure(
    shown: Content, tmp_path: Path
) -> None:
    made = pdf.make(shown)
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    assert not pdfua.validate(str(path)).findings
    found = nodes(made)
    tags = [tag for tag, _alt in found]
    headings = [int(tag[2:]) for tag in tags if tag[:2] == "/H" and tag[2:].isdigit()]
    assert headings[0] == 1
    steps = pairwise(headings)
    assert all(after <= before + 1 for before, after in steps), headings
    assert tags.count("/Table") >= 10
    assert tags.count("/TH") >= 2 * tags.count("/Table")
    assert {"/L", "/LI", "/Link", "/Em", "/Strong"} <= set(tags)
    pictures = [alt for tag, alt in found if tag == "/Figure"]
    assert len(pictures) == sum(
        isinstance(part, Picture) for chapter in shown.chapters for part in chapter.parts
    )
    assert pictures
    assert all("tabellen under" in alt for alt in pictures)
    with pikepdf.open(BytesIO(made)) as opened:
        assert str(opened.Root.Lang).startswith("nb")
        assert str(opened.docinfo["/Title"]) == "Årsrapport 2025 – KORUS Nord"


def test_the_other_language_is_set_in_the_other_language(
    ready_report: AnnualReport, leader: User
) -> None:
    report = filled(ready_report, leader)
    with translation.override("nn"):
        made = pdf.make(content.of_report(report, language="nn"))
    with pikepdf.open(BytesIO(made)) as opened:
        assert str(opened.Root.Lang).startswith("nn")


def test_a_heading_below_nothing_skips_no_level() -> None:
    placed = list(rich.blocks(Rich("### Under\n\n## Over\n\n### Under", under=3)))
    assert [found.level for found in placed] == [4, 4, 5]


def test_every_chapter_that_the_report_fills_is_there(shown: Content) -> None:
    assert [chapter.title for chapter in shown.chapters][:5] == [
        "Om året",
        "Årets tall",
        "Samarbeid",
        "Måloppnåelse",
        "Tiltak",
    ]
    titles = {chapter.title for chapter in shown.chapters}
    assert {"Satsinger", "Regnskap", "Tillegg til rapporten", "Slik er tallene regnet"} <= titles


def test_no_text_of_a_reader_stops_the_document(ready_report: AnnualReport, leader: User) -> None:
    """PDF/UA-1 refuses a letter without a form; the ranges say what the fonts have."""
    every = [chr(code) for code in range(0x20, 0x3000) if printable.SHOWN.match(chr(code))]
    odd = "Bra 😀 Unjárga 中文 \u200b\x07 ≥ 5 «sitat» #let x = $1$ <b>[a](javascript:b)</b>"
    longest = f"[lang]({'https://eksempel.no/' + 'a' * 3000})"
    report = filled(ready_report, leader)
    text = " ".join(every)[:8000] + f"\n\n{odd}\n\n{longest}\n\n| |\n|-|\n| |\n"
    report.sections.filter(key="next_year").update(body=text)
    assert pdf.make(content.of_report(report)).startswith(b"%PDF")


def test_a_missing_font_stops_the_document(
    shown: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with pytest.raises(typesetting.DocumentError, match="font"):
        pdf.make(shown)


def test_a_redacted_text_tells_when_and_why_and_nothing_else(
    ready_report: AnnualReport, leader: User
) -> None:
    report = freeze(filled(ready_report, leader), leader)
    entry = report.entries.exclude(assignment=None).first()
    assert entry is not None
    redact(entry, ["brief"], by=leader, reason="Navngir en person")
    made = content.of_report(report)
    parts = [str(part) for chapter in made.chapters for part in chapter.parts]
    assert any(REDACTED in part for part in parts)
    assert any("Sladdet" in part and "Navngir en person" in part for part in parts)
    own = next(row for row in made.data["entries"] if row["key"] == entry.subject_key)
    assert own["brief"] == REDACTED
    assert "Navngir en person" in own["brief_redacted"]


def test_a_chart_is_drawn_from_its_numbers_and_holds_any_name() -> None:
    chart = Chart(
        "Timer",
        ["Kurs & <annet>", "Lang tittel som ikke får plass på en linje"],
        [Series("brukt", [Decimal(3), Decimal(0)])],
        "timer",
    )
    drawn = charts.svg(chart)
    assert "Kurs &amp; &lt;annet&gt;" in drawn
    assert drawn.count("<rect") == 2
    assert "Lengst er Kurs & <annet> med 3 timer." in chart.alt
    assert charts.png(chart).startswith(b"\x89PNG")
