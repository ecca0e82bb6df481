"""What the page of a report's approval and submission shows. Reads, decides nothing."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assignments.agreements.proof import Proof, asked_of
from korus_portal.accounts.models import User
from reporting import frozen, recipients, rules, standing, tabs
from reporting.forms.approving import ContentForm, HandInForm, ReviewForm, SendBackForm, SubmitForm
from reporting.models import AnnualReport, Approver, Submission
from reporting.report_page import TONES

Status = AnnualReport.Status


@dataclass(frozen=True)
class ShownApprover:
    name: str
    row: Approver
    # What was approved is what the report holds.
    is_valid: bool

    @property
    def has_fallen(self) -> bool:
        return self.row.approved_at is not None and not self.is_valid


def context(report: AnnualReport, user: User) -> dict[str, Any]:
    sha256 = content_of(report)
    shown = approvers(report, sha256)
    return {
        "report": report,
        "tone": TONES[Status(report.status)],
        "tabs": tabs.of_report(report, "report_approval"),
        "approvers": shown,
        "is_approved": bool(shown) and all(row.is_valid for row in shown),
        "next": standing.what_comes_next(report),
        "leads": rules.can_submit_report(user, report),
        "can_withdraw": can_withdraw(user, report),
        "submission": submission_of(report),
        **forms_of(report, user, shown, sha256),
    }


def content_of(report: AnnualReport) -> str:
    """What the report holds now; frozen, it is what it was submitted with."""
    if report.is_frozen:
        return report.figures_sha256
    return frozen.content_sha256(report) if report.status == Status.REVIEW else ""


def approvers(report: AnnualReport, sha256: str) -> list[ShownApprover]:
    rows = report.approvers.select_related("user")
    return [
        ShownApprover(row.user.name, row, bool(sha256) and row.content_sha256 == sha256)
        for row in rows
    ]


def forms_of(
    report: AnnualReport, user: User, shown: list[ShownApprover], sha256: str
) -> dict[str, Any]:
    """The forms that the reader may send now, and whether a proof can be given."""
    found: dict[str, Any] = {}
    if report.is_draft and rules.can_submit_report(user, report):
        found["review_form"] = ReviewForm(report=report, user=user)
    if report.status == Status.REVIEW:
        waits = [row for row in shown if row.row.user_id == user.pk and not row.is_valid]
        if waits and rules.belongs_to_centre(user, report):
            found["needs_factor"] = asked_of(user) == Proof.NONE
            found["content_form"] = ContentForm(user=user, sha256=sha256)
        if rules.can_send_back(user, report):
            found["back_form"] = SendBackForm()
    if report.status == Status.READY and rules.can_submit_report(user, report):
        found["hand_in_form"] = HandInForm(report=report)
    return found


def submission_of(report: AnnualReport) -> Submission | None:
    """None of those submitted before the portal asked who signed."""
    rows = Submission.objects.select_related("recipient", "handed_in_by")
    return rows.filter(report=report).first()


def can_withdraw(user: User, report: AnnualReport) -> bool:
    waits = report.status in (Status.READY, Status.SUBMITTED)
    return waits and rules.can_submit_report(user, report)


def submit_context(report: AnnualReport, form: SubmitForm) -> dict[str, Any]:
    return {
        "report": report,
        "tabs": tabs.of_report(report, "report_approval"),
        "form": form,
        "channel": recipients.channel(report),
        "is_portal": recipients.channel(report) == "portal",
    }


def receipt_context(report: AnnualReport) -> dict[str, Any]:
    return {
        "report": report,
        "tone": TONES[Status(report.status)],
        "tabs": tabs.of_report(report, "report_approval"),
        "submission": submission_of(report),
        "approvers": approvers(report, report.figures_sha256),
        "next": standing.what_comes_next(report),
        "approval_url": reverse("reporting:report_approval", args=[report.pk]),
    }
