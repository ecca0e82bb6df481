"""Everything that a report says, on one page: for who approves it, and for who receives it."""

from dataclasses import dataclass
from typing import Any

from reporting import formatting, key_figures, tabs, texts
from reporting.figures_page import rows_url
from reporting.key_figures import KeyFigure
from reporting.models import AnnualReport, ReportEntry


@dataclass(frozen=True)
class ShownEntry:
    entry: ReportEntry
    figures: list[KeyFigure]
    rows_href: str
    names: str


def context(report: AnnualReport) -> dict[str, Any]:
    entries = report.entries.select_related("assignment__initiative", "initiative")
    places = {row["code"]: row["name"] for row in report.figures.get("municipalities", [])}
    return {
        "report": report,
        "tabs": tabs.of_report(report, "report_texts"),
        "sections": list(report.sections.all()),
        "entries": [shown_entry(report, entry, places) for entry in entries],
        "redactions": texts.redactions(report),
    }


def shown_entry(report: AnnualReport, entry: ReportEntry, places: dict[str, str]) -> ShownEntry:
    codes = entry.figures.get("municipalities", {}).get("codes", [])
    return ShownEntry(
        entry=entry,
        figures=key_figures.effort(entry.figures) if entry.figures else [],
        rows_href=rows_url(report, "entries", entry.subject_key),
        names=formatting.listed([places.get(code, code) for code in codes]),
    )
