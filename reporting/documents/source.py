"""Everything that a report's documents are made from, read once.

A submitted report gives its frozen figures and its own texts; a draft is asked as it is now.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from assignments.agreements.models import Agreement
from assignments.plans.models import Assignment
from korus_portal.audit.models import Event
from reporting import formatting, frozen
from reporting.models import (
    Account,
    AnnualReport,
    ReportAnswer,
    ReportEntry,
    ReportSection,
    Submission,
    Supplement,
)

Figures = dict[str, Any]
# What a redaction says of one text: when and why.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Source:
    report: AnnualReport
    language: str
    figures: Figures
    entries: list[ReportEntry]
    sections: dict[str, ReportSection]
    answers: list[ReportAnswer]
    accounts: list[Account]
    supplements: list[Supplement]
    submission: Submission | None
    redactions: dict[Key, Event] = field(default_factory=dict)
    # Titles of the rows that answers point to, by kind and id.
    titles: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def is_counted(self) -> bool:
        return "totals" in self.figures

    def redacted(self, row: Model, name: str) -> str:
        """«Sladdet 3. mars 2026: …», or nothing."""
        event = self.redactions.get((row._meta.label_lower, str(row.pk), name))
        if event is None:
            return ""
        return _("Sladdet %(day)s: %(reason)s") % {"day": moment(event.at), "reason": event.reason}


def read(report: AnnualReport, *, language: str = "") -> Source:
    """A fixed number of queries. `language` is the report's own unless another is asked for."""
    rows = report.entries.select_related("assignment__initiative", "initiative")
    entries = list(rows)
    figures = report.figures if report.is_frozen else frozen.figures(report, entries)
    answers = report.answers.select_related("item__grant", "task", "assessment")
    accounts = report.accounts.select_related("grant").prefetch_related("lines__line")
    source = Source(
        report=report,
        language=language or report.language,
        figures=figures,
        entries=entries,
        sections={section.key: section for section in report.sections.all()},
        answers=list(answers),
        accounts=list(accounts),
        supplements=list(report.supplements.all()),
        submission=Submission.objects.filter(report=report).first(),
        titles=titles(figures),
    )
    source.redactions.update(redactions(source))
    return source


def redactions(source: Source) -> dict[Key, Event]:
    """The last redaction of each text of the report."""
    lines = [line for account in source.accounts for line in account.lines.all()]
    assessed = [row.assessment for row in source.answers if hasattr(row, "assessment")]
    rows: list[Model] = [
        *source.entries,
        *source.sections.values(),
        *source.answers,
        *source.accounts,
        *source.supplements,
        *lines,
        *assessed,
        source.report,
    ]
    keys = {(row._meta.label_lower, str(row.pk)) for row in rows}
    found = Event.objects.filter(
        kind="redaction.text_redacted",
        object_type__in={kind for kind, _pk in keys},
        object_id__in={pk for _kind, pk in keys},
    )
    return {
        (event.object_type, event.object_id, name): event
        for event in found.order_by("at", "pk")
        if (event.object_type, event.object_id) in keys
        for name in event.details.get("fields", [])
    }


def titles(figures: Figures) -> dict[tuple[str, int], str]:
    """Of the rows that the answers link to: titles are texts, and stay in the rows."""
    links = [link for answer in figures.get("answers", []) for link in answer["links"]]
    ids: dict[str, list[int]] = {"activity": [], "assignment": [], "agreement": []}
    for link in links:
        ids.setdefault(link["kind"], []).append(link["id"])
    activities = Activity.objects.filter(pk__in=ids["activity"]).only("title", "starts_on")
    agreements = Agreement.objects.filter(pk__in=ids["agreement"])
    found: dict[tuple[str, int], str] = {
        ("activity", row.pk): f"{row.title} ({formatting.day(row.starts_on)})" for row in activities
    }
    for pk, title in Assignment.objects.filter(pk__in=ids["assignment"]).values_list("pk", "title"):
        found["assignment", pk] = title
    found |= {
        ("agreement", row.pk): str(row)
        for row in agreements.select_related("centre", "municipality")
    }
    return found


def moment(value: datetime | None) -> str:
    return formatting.day(timezone.localtime(value)) if value else ""
