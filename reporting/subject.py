"""Reading what the checks ask about, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q

from assignments.activities.models import Activity, ActivityPartner
from assignments.outreach.models import Contact
from assignments.plans.models import Assignment, AssignmentYear, Funding
from assignments.requests.models import Holder, SupportRequest
from assignments.rounds.models import InformationRound
from centres.grants.duties import duties_of
from centres.grants.models import Grant, GrantItem
from centres.models import Centre, Initiative
from reporting import accounts, newness, unreached
from reporting.checks.findings import Subject
from reporting.models import AnnualReport, Recount, ReportComment


def of_report(report: AnnualReport) -> Subject:
    centre, year = report.centre, report.year
    before, shares = totals_before(report), shares_of(centre, year)
    return Subject(
        report=report,
        entries=list(report.entries.select_related("assignment", "initiative")),
        running=list(running_in(centre, year).order_by("title", "pk")),
        last_change=last_change(centre, year),
        initiatives=list(initiatives_of(centre, year, shares)),
        sections={row.key: row for row in report.sections.all()},
        answers=list(report.answers.select_related("item", "task")),
        items=list(GrantItem.objects.filter(grant__in=Grant.objects.of_year(centre, year))),
        duties=list(duties_of(centre).filter(is_optional=False)),
        grants=list(Grant.objects.of_year(centre, year).order_by("scheme", "pk")),
        accounts=accounts.accounts_of(report),
        costs=accounts.costs_of(report),
        incomes=accounts.incomes_of(report),
        shares=shares,
        contradictions=list(newness.contradictions(report)),
        unreached=unreached.rows(report),
        previous_totals=before.get("totals") or {},
        previous_money=before.get("money") or {},
        open_comments=open_comments(report),
        has_recount=Recount.objects.filter(report=report).exists(),
        waivers=list(report.waivers.select_related("waived_by")),
    )


def running_in(centre: Centre, year: int) -> Any:
    return Assignment.objects.kept().filter(centre=centre).running_in(year)


def initiatives_of(centre: Centre, year: int, paid: Collection[int]) -> Any:
    """Satsinger of the tiltak that the report tells of: what the draft makes entries of. Until
    funding is registered, it tells of every tiltak."""
    worked_on = running_in(centre, year).exclude(initiative=None).order_by()
    if paid:
        worked_on = worked_on.filter(pk__in=paid)
    return Initiative.objects.filter(pk__in=worked_on.values("initiative"))


def shares_of(centre: Centre, year: int) -> dict[int, Decimal]:
    """Per cent of each tiltak that lines of the year's grants pay for, added together."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = Funding.objects.filter(assignment__centre=centre, line__grant__year=year)
    rows = rows.filter(assignment__deleted_at=None)
    for assignment, share in rows.order_by().values_list("assignment", "share"):
        found[assignment] += share
    return dict(found)


def totals_before(report: AnnualReport) -> dict[str, Any]:
    """Of the report of the year before that is in at the directorate: not all of its figures,
    which hold every row behind them."""
    received = AnnualReport.objects.received().filter(centre=report.centre_id)
    rows = received.filter(year=report.year - 1)
    found = rows.values_list("figures__totals", "figures__money").first()
    return {"totals": found[0], "money": found[1]} if found else {}


def open_comments(report: AnnualReport) -> int:
    """What the centre may read; an answer to a comment is resolved with it."""
    rows = ReportComment.objects.filter(report=report, resolved_at=None, answers=None)
    return rows.exclude(audience=ReportComment.Audience.OFFICE).count()


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
