"""What the list of reports shows to each role."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.access import is_directorate
from korus_portal.accounts.models import User
from reporting import rules, years
from reporting.forms.starting import StartForm
from reporting.models import AnnualReport
from reporting.report_page import TONES

PER_PAGE = 50


def context(visible: QuerySet[AnnualReport], user: User, page: str | None) -> dict[str, Any]:
    """Own centres' years, and for the directorate everything submitted, undecided first."""
    centres = list(own_centres(user))
    own = visible.filter(centre__in=centres).order_by("-year", "-number")
    shown: dict[str, Any] = {"own": [of_centre(centre, own, user) for centre in centres]}
    if is_directorate(user):
        inbox = AnnualReport.objects.visible_to(user).for_list().exclude(received_at=None)
        found = Paginator(inbox.waiting_first(), PER_PAGE).get_page(page)
        shown |= {"page_obj": found, "inbox": [row(report) for report in found]}
        waiting = inbox.filter(status=AnnualReport.Status.SUBMITTED)
        shown["waiting"] = waiting.count()
    return shown


def of_centre(centre: Centre, own: QuerySet[AnnualReport], user: User) -> dict[str, Any]:
    startable = years.startable(centre) if rules.can_start_report(user, centre) else []
    form = StartForm(
        centres=Centre.objects.filter(pk=centre.pk), years=startable, initial={"centre": centre}
    )
    return {
        "centre": centre,
        "reports": [row(report) for report in own.filter(centre=centre)],
        "start_form": form if startable else None,
    }


def row(report: AnnualReport) -> dict[str, Any]:
    return {"report": report, "tone": TONES[AnnualReport.Status(report.status)]}
