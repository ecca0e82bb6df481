"""Who may do what with annual reports. Pure questions: no writes, no HTTP."""

from django.db.models import Model, Q

from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Role, User
from korus_portal.notifications.redaction import history_models
from reporting.models import (
    Account,
    AccountLine,
    AnnualReport,
    AnswerLink,
    Approver,
    CheckWaiver,
    NotReached,
    ReopeningRight,
    ReportAnswer,
    ReportComment,
    ReportEntry,
    ReportSection,
    SharedCost,
    SharedCostPart,
    Submission,
    Supplement,
)

# Where the history tells who wrote, and the way from its rows to the report.
WRITTEN: dict[type[Model], str] = {
    ReportSection: "report",
    ReportEntry: "report",
    ReportAnswer: "report",
    Account: "report",
    AccountLine: "account__report",
    SharedCost: "report",
    SharedCostPart: "cost__report",
    NotReached: "report",
    CheckWaiver: "report",
    Approver: "report",
}


def can_list_reports(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER) or is_directorate(user)


def can_start_report(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.LEADER, organisation_id=centre.organisation_id)


def can_write_report(user: Viewer, report: AnnualReport) -> bool:
    """Advisers and leaders of the centre write together. State is the action's business."""
    return belongs_to_centre(user, report)


def can_submit_report(user: Viewer, report: AnnualReport) -> bool:
    return can_start_report(user, report.centre)


def can_approve_content(user: Viewer, report: AnnualReport) -> bool:
    """Those named, as long as they belong to the centre."""
    return belongs_to_centre(user, report) and report.approvers.filter(user=user.pk).exists()


def can_send_back(user: Viewer, report: AnnualReport) -> bool:
    return can_submit_report(user, report) or can_approve_content(user, report)


def is_approved(report: AnnualReport, sha256: str) -> bool:
    """Whether everybody named has approved this very content."""
    given = list(report.approvers.values_list("content_sha256", flat=True))
    return bool(given) and all(approved == sha256 for approved in given)


def can_redact_report(user: Viewer, report: AnnualReport) -> bool:
    """The leader takes personal details out, of submitted versions too."""
    return can_start_report(user, report.centre)


def can_decide_report(user: User, report: AnnualReport) -> bool:
    """The directorate, but nobody who had a part in the report or belongs to its centre."""
    return (
        is_directorate(user)
        and not belongs_to_centre(user, report)
        and not has_written(user, report)
    )


def can_reopen_report(user: User, report: AnnualReport) -> bool:
    """A special right, and as for every decision nobody with a part in the report."""
    right = ReopeningRight.objects.filter(user=user.pk, ended_at=None)
    return can_decide_report(user, report) and right.exists()


def can_read_assessments(user: Viewer) -> bool:
    return can_list_reports(user)


def belongs_to_centre(user: Viewer, report: AnnualReport) -> bool:
    party = report.centre.organisation_id
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=party)


def has_written(user: User, report: AnnualReport) -> bool:
    """Whether the person had a part in any version of the year's report.

    A former colleague may sit in the directorate today. The history says who changed what, also
    of rows that are gone: the writing actions mark its context.
    """
    versions = AnnualReport.objects.filter(centre=report.centre_id, year=report.year)
    ids = list(versions.values_list("pk", flat=True))
    return (
        versions.filter(Q(started_by=user) | Q(submitted_by=user)).exists()
        or has_signed(user, ids)
        or has_commented(user, report, ids)
        or is_in_history(user, ids)
    )


def has_signed(user: User, ids: list[int]) -> bool:
    """Named, approved, waived, told, linked, handed in or answered for the centre."""
    return any(
        rows.exists()
        for rows in (
            Approver.objects.filter(Q(user=user) | Q(named_by=user), report__in=ids),
            CheckWaiver.objects.filter(waived_by=user, report__in=ids),
            NotReached.objects.filter(set_by=user, report__in=ids),
            AnswerLink.objects.filter(added_by=user, answer__report__in=ids),
            Submission.objects.filter(handed_in_by=user, report__in=ids),
            Supplement.objects.filter(answered_by=user, report__in=ids),
        )
    )


def has_commented(user: User, report: AnnualReport, ids: list[int]) -> bool:
    """As the centre: what only the centre reads, or anything by somebody who belonged there."""
    own = ReportComment.objects.filter(written_by=user, report__in=ids)
    if own.filter(audience=ReportComment.Audience.CENTRE).exists():
        return True
    held = user.memberships.filter(organisation=report.centre.organisation_id)
    return own.exists() and held.exists()


def is_in_history(user: User, ids: list[int]) -> bool:
    """By the rows' histories, which keep what was removed."""
    wrote = {
        "pgh_context__metadata__user": user.pk,
        "pgh_context__metadata__wrote_report": True,
    }
    ways: dict[type[Model], str] = {AnnualReport: "pgh_obj_id", **WRITTEN}
    return any(
        history._base_manager.filter(**{f"{way}__in": ids}, **wrote).exists()
        for model, way in ways.items()
        for history in history_models(model)
    )
