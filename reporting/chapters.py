"""The chapters of a report, brought up to date with the figures that it has taken.

An edited text is never touched, and a redacted one stays so.
"""

from centres.models import Centre
from korus_portal.notifications.redaction import REDACTED
from reporting.gathering.tiltak import goal_rows
from reporting.models import AnnualReport, ReportSection
from reporting.wording import propose_chapters
from reporting.wording.chapters import Changed, Material


def refresh(report: AnnualReport) -> None:
    """New proposals, from the figures and entries that the report has now. To be called under the
    lock of the report's row, in the report's language."""
    proposals = propose_chapters(material_of(report))
    stored = list(report.sections.select_for_update(of=("self",)).filter(key__in=proposals))
    for section in stored:
        fill(section, proposals[section.key])
    ReportSection.objects.bulk_update(stored, ["body", "proposed_body", "version"])


def material_of(report: AnnualReport) -> Material:
    entries = list(report.entries.select_related("assignment", "initiative"))
    tiltak = [entry.assignment_id for entry in entries if entry.assignment_id]
    return Material(
        year=report.year,
        figures=report.figures,
        subjects=[Changed(entry.title, entry.status, entry.change_text) for entry in entries],
        goals=goal_rows(tiltak, report.year),
        centres=dict(Centre.objects.values_list("code", "short_name")),
    )


def fill(section: ReportSection, text: str) -> None:
    if section.proposed_body == REDACTED:
        return
    if section.body == section.proposed_body and section.body != text:
        section.body = text
        section.version += 1
    section.proposed_body = text
