"""The page of what stops a report, what to look at, and what somebody lets stand."""

from typing import Any

from korus_portal.accounts.models import User
from reporting import checks, rules, subject, tabs
from reporting.checks.findings import Finding
from reporting.forms.money import WaiverForm
from reporting.models import AnnualReport


def context(report: AnnualReport, user: User, refused: WaiverForm | None = None) -> dict[str, Any]:
    """After a reason was refused, the form stands open with its error."""
    findings = checks.run(subject.of_report(report))
    can_write = report.is_draft and rules.can_write_report(user, report)
    warnings = [row for row in findings if not row.is_error and row.waiver is None]
    return {
        "report": report,
        "tabs": tabs.of_report(report, "report_checks"),
        "errors": [row for row in findings if row.is_error],
        "warnings": [(row, form_of(row, number, refused)) for number, row in enumerate(warnings)],
        "waived": [row for row in findings if row.waiver is not None],
        "can_write": can_write,
        "refused": refused,
    }


def form_of(finding: Finding, number: int, refused: WaiverForm | None) -> WaiverForm:
    if refused is not None and refused.data.get("name") == finding.name:
        return refused
    return WaiverForm(initial={"name": finding.name}, auto_id=f"id_{number}_%s")
