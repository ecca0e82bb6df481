"""Taking personal details out of a report: rows, history, letters and finished documents."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from assignments.plans.models import AssignmentYear
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import is_left, redact
from reporting import rules, texts
from reporting.actions.documenting import ask_for_documents
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, ReportEntry, ReportSection


@transaction.atomic
def redact_report(*, report: AnnualReport, names: list[str], reason: str, by: User) -> AnnualReport:
    """Take texts out of every version of the year's report. The frozen hashes stay (rules.md)."""
    if not rules.can_redact_report(by, report):
        raise PermissionDenied
    fields = texts.fields_by_assignment(names)
    redact_changes(report, fields, by, reason)
    versions = AnnualReport.objects.filter(centre=report.centre_id, year=report.year)
    for pk in versions.order_by("pk").values_list("pk", flat=True):
        version = lock_report(pk)
        if texts.INTRODUCTION in names:
            redact_introduction(version, by, reason)
        for entry in version.entries.select_for_update().filter(assignment__in=fields):
            redact_entry(entry, fields[entry.assignment_id], by, reason)
        version.documents.all().delete()
        details = {"texts": names}
        record("reporting.report_redacted", version, by=by, reason=reason, details=details)
        ask_for_documents(version, by=by)
    return report


def redact_introduction(report: AnnualReport, by: User, reason: str) -> None:
    for section in report.sections.select_for_update().filter(key=texts.INTRODUCTION):
        if is_left(section.body):
            redact(section, ["body"], by=by, reason=reason)
            ReportSection.objects.filter(pk=section.pk).update(version=F("version") + 1)


def redact_changes(
    report: AnnualReport, fields: dict[int, list[str]], by: User, reason: str
) -> None:
    """What changed is written on the tiltak; the report would copy it from there again."""
    named = [pk for pk, names in fields.items() if "change_text" in names]
    of_year = AssignmentYear.objects.filter(year=report.year, assignment__centre=report.centre_id)
    rows = of_year.filter(assignment__in=named)
    for row in rows.order_by("pk").select_for_update():
        if is_left(row.change_text):
            redact(row, ["change_text"], by=by, reason=reason)


def redact_entry(entry: ReportEntry, fields: list[str], by: User, reason: str) -> None:
    """The proposal may hold what the brief text held; an open form may hold the old version."""
    left = [name for name in fields if is_left(getattr(entry, name))]
    if not left:
        return
    if "brief" in left:
        left.append("proposed_brief")
    redact(entry, left, by=by, reason=reason)
    ReportEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1)
