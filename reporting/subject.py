"""Reading what the checks ask about, in a fixed number of queries."""

from datetime import date, datetime

from django.db.models import Max, Q

from assignments.activities.models import Activity, ActivityPartner
from assignments.outreach.models import Contact
from assignments.plans.models import Assignment, AssignmentYear
from assignments.requests.models import Holder, SupportRequest
from assignments.rounds.models import InformationRound
from centres.models import Centre
from reporting.checks.findings import Subject
from reporting.models import AnnualReport


def of_report(report: AnnualReport) -> Subject:
    running = Assignment.objects.kept().filter(centre=report.centre_id).running_in(report.year)
    return Subject(
        report=report,
        entries=list(report.entries.select_related("assignment")),
        running=list(running.order_by("title", "pk")),
        last_change=last_change(report.centre, report.year),
    )


def last_change(centre: Centre, year: int) -> datetime | None:
    """When something that the report counts was last changed, by the history of the rows."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    histories = [
        Activity.objects.filter(led_or_shared(centre), history__starts_on__range=(first, last)),
        SupportRequest.objects.filter(asked_of(centre), submitted_at__year=year),
        AssignmentYear.objects.filter(assignment__centre=centre, year=year),
        Assignment.objects.filter(centre=centre).running_in(year),
        ActivityPartner.objects.filter(centre=centre, activity__starts_on__range=(first, last)),
        InformationRound.objects.filter(centre=centre, history__day__range=(first, last)),
        Contact.objects.filter(approach__centre=centre, history__day__range=(first, last)),
    ]
    found = [rows.aggregate(at=Max("history__pgh_created_at"))["at"] for rows in histories]
    return max((at for at in found if at), default=None)


def led_or_shared(centre: Centre) -> Q:
    """The centre's own activities, and what it has accepted that it took part in (rule 18)."""
    rows = ActivityPartner.objects.filter(centre=centre, state=ActivityPartner.State.ACCEPTED)
    return Q(centre=centre) | Q(pk__in=rows.values("activity"))


def asked_of(centre: Centre) -> Q:
    """Requests that were sent to the centre, or that it has or had."""
    held = Holder.objects.filter(centre=centre).values("support_request")
    return Q(asked_centre=centre) | Q(pk__in=held)
