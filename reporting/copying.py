"""The next version of a report: everything that people wrote, open for the centre again."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from reporting import frozen
from reporting.models import (
    Account,
    AccountLine,
    AnnualReport,
    AnswerLink,
    Approver,
    CheckWaiver,
    NotReached,
    ReportAnswer,
    ReportEntry,
    ReportSection,
    SharedCost,
    SharedCostPart,
)

# By model: what is another row's in the copy, and what starts anew.
LEFT_OUT: dict[type[Model], set[str]] = {
    ReportSection: {"report", "version"},
    ReportEntry: {"report", "version"},
    ReportAnswer: {"report", "version"},
    AnswerLink: {"answer"},
    Account: {"report", "version"},
    AccountLine: {"account"},
    SharedCost: {"report"},
    SharedCostPart: {"cost"},
    NotReached: {"report"},
    CheckWaiver: {"report"},
    # Named as before; what they approved was the other version.
    Approver: {"report", "approved_at", "content_sha256"},
}


def copy_as_draft(report: AnnualReport) -> AnnualReport:
    """The next version with the same texts, figures and money. Comments, assessments and the
    newest count stay with the old one."""
    following = AnnualReport.objects.create(
        centre=report.centre,
        year=report.year,
        number=report.number + 1,
        language=report.language,
        figures=frozen.counted(report),
        drafted_at=report.drafted_at,
        started_by=report.submitted_by or report.started_by,
    )
    for rows in (report.sections, report.entries, report.not_reached, report.waivers):
        copy_rows(rows.all(), report=following)
    copy_rows(report.approvers.all(), report=following)
    copy_with_parts(report.answers.prefetch_related("links"), "links", "answer", following)
    copy_with_parts(report.accounts.prefetch_related("lines"), "lines", "account", following)
    copy_with_parts(report.shared_costs.prefetch_related("parts"), "parts", "cost", following)
    return following


def copy_with_parts(rows: Iterable[Any], parts: str, owner: str, following: AnnualReport) -> None:
    for row in rows:
        (copied,) = copy_rows([row], report=following)
        copy_rows(getattr(row, parts).all(), **{owner: copied})


def copy_rows(rows: Iterable[Any], **belongs: Any) -> list[Any]:
    """One query for all rows of a kind, in the order they were written."""
    ordered = sorted(rows, key=lambda row: row.pk)
    if not ordered:
        return []
    model = type(ordered[0])
    names = copied_fields(model)
    copies = [model(**belongs, **{name: getattr(row, name) for name in names}) for row in ordered]
    created: list[Any] = model._base_manager.bulk_create(copies)
    return created


def copied_fields(model: type[Model]) -> list[str]:
    """Every column but those left out, so that a new one is copied from its first day."""
    own = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [field.attname for field in own if field.name not in LEFT_OUT[model]]
