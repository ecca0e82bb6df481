"""The page where the leader says what a satsing is in the report's year (rule 30)."""

from collections.abc import Mapping
from typing import Any

from assignments.plans.actions.initiatives import version_of
from assignments.plans.conflicts import build_on, differences
from assignments.plans.forms import AssignmentYearForm
from assignments.plans.models import AssignmentYear, InitiativeYear
from assignments.plans.values import YEAR_LABELS, YearValues
from assignments.plans.years import is_closed
from reporting import newness
from reporting.models import AnnualReport, ReportEntry


def stored(report: AnnualReport, entry: ReportEntry) -> InitiativeYear | None:
    said = InitiativeYear.objects.filter(centre=report.centre_id, initiative=entry.initiative_id)
    return said.filter(year=report.year).first()


def form(
    report: AnnualReport, entry: ReportEntry, data: Mapping[str, Any] | None
) -> AssignmentYearForm:
    """With what is said, else what the entry has: it follows from the report before."""
    row = stored(report, entry)
    said = (row.status, row.change_text) if row else (entry.status, "")
    initial = {"status": said[0], "change_text": said[1], "version": version_of(row)}
    return AssignmentYearForm(data, initial=initial)


def context(report: AnnualReport, entry: ReportEntry, form: AssignmentYearForm) -> dict[str, Any]:
    previous = newness.previous_report(report.centre_id, report.year)
    derived = newness.derived(entry.subject_key, previous)
    return {
        "report": report,
        "entry": entry,
        "form": form,
        "is_closed": is_closed(report.centre_id, report.year) or not report.is_draft,
        "suggestion": AssignmentYear.Status(derived).label if derived else "",
    }


def conflict(report: AnnualReport, entry: ReportEntry, form: AssignmentYearForm) -> dict[str, Any]:
    """What somebody else saved beside what the form holds; sent again, the form replaces it."""
    row = stored(report, entry)
    build_on(form, version_of(row))
    said = YearValues(
        status=AssignmentYear.Status(row.status) if row else "",
        change_text=row.change_text if row else "",
    )
    return {"differences": differences(said, form.values(), YEAR_LABELS)}
