"""Who may do what with annual reports. Pure questions: no writes, no HTTP."""

from django.db.models import Q

from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Role, User
from reporting.models import AnnualReport, ReportEntry


def can_list_reports(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER) or is_directorate(user)


def can_start_report(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.LEADER, organisation_id=centre.organisation_id)


def can_write_report(user: Viewer, report: AnnualReport) -> bool:
    """Advisers and leaders of the centre write together. State is the action's business."""
    return belongs_to_centre(user, report)


def can_submit_report(user: Viewer, report: AnnualReport) -> bool:
    return can_start_report(user, report.centre)


def can_redact_report(user: Viewer, report: AnnualReport) -> bool:
    """The leader takes personal details out, of submitted versions too."""
    return can_start_report(user, report.centre)


def can_decide_report(user: User, report: AnnualReport) -> bool:
    """The directorate, but nobody who wrote or submitted it or belongs to its centre."""
    return (
        is_directorate(user)
        and not belongs_to_centre(user, report)
        and not has_written(user, report)
    )


def belongs_to_centre(user: Viewer, report: AnnualReport) -> bool:
    party = report.centre.organisation_id
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=party)


def has_written(user: User, report: AnnualReport) -> bool:
    """Whether the person started, submitted or changed any version of the year's report.

    A former colleague may sit in the directorate today. The history says who changed a text:
    the writing actions mark its context.
    """
    versions = AnnualReport.objects.filter(centre=report.centre_id, year=report.year)
    if versions.filter(Q(started_by=user) | Q(submitted_by=user)).exists():
        return True
    wrote = {
        "history__pgh_context__metadata__user": user.pk,
        "history__pgh_context__metadata__wrote_report": True,
    }
    return (
        versions.filter(**wrote).exists()
        or ReportEntry.objects.filter(report__in=versions, **wrote).exists()
    )
