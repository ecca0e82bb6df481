"""What the list of reports shows to each role. The number of queries follows the reader's own
centres, never the reports."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.access import is_directorate
from korus_portal.accounts.models import User
from reporting import overdue, rules, years
from reporting.forms.obligations import InboxFilterForm
from reporting.forms.starting import StartForm
from reporting.models import AnnualReport, ReportObligation
from reporting.overdue import Standing
from reporting.report_page import TONES

PER_PAGE = 50
Standings = dict[tuple[int, int], Standing]


def context(visible: QuerySet[AnnualReport], user: User, query: QueryDict) -> dict[str, Any]:
    """Own centres' years, and for the directorate everything submitted, undecided first."""
    today = timezone.localdate()
    centres = list(own_centres(user))
    reports = list(visible.filter(centre__in=centres).order_by("-year", "-number"))
    duties = ReportObligation.objects.visible_to(user).filter(centre__in=centres)
    own = overdue.standings(duties, reports=visible, today=today) if centres else []
    shown: dict[str, Any] = {"own": [of_centre(one, reports, own, user) for one in centres]}
    return shown | inbox(user, query, today) if is_directorate(user) else shown


def of_centre(
    centre: Centre, reports: list[AnnualReport], own: list[Standing], user: User
) -> dict[str, Any]:
    startable = years.startable(centre) if rules.can_start_report(user, centre) else []
    form = StartForm(
        centres=Centre.objects.filter(pk=centre.pk), years=startable, initial={"centre": centre}
    )
    standings = [row for row in own if row.obligation.centre_id == centre.pk]
    return {
        "centre": centre,
        "rows": of_years([row for row in reports if row.centre_id == centre.pk], standings),
        "overdue": [row for row in standings if row.is_overdue],
        "start_form": form if startable else None,
    }


def of_years(reports: list[AnnualReport], standings: list[Standing]) -> list[dict[str, Any]]:
    """Every version, the due date beside the newest, and the years that nobody has opened."""
    by_year = {standing.obligation.year: standing for standing in standings}
    rows, told = [], set()
    for report in reports:
        is_newest = report.year not in told
        rows.append(row(report, by_year.get(report.year) if is_newest else None))
        told.add(report.year)
    for year, standing in by_year.items():
        if year not in told:
            rows.append({"report": None, "year": year, "standing": standing})
    return sorted(rows, key=lambda found: -int(found["year"]))


def inbox(user: User, query: QueryDict, today: date) -> dict[str, Any]:
    """A page of what was submitted, each with its due date."""
    submitted = AnnualReport.objects.visible_to(user).for_list().exclude(received_at=None)
    of_years = submitted.order_by("-year").values_list("year", flat=True).distinct()
    narrow = InboxFilterForm(query, years=of_years)
    page = Paginator(narrowed(submitted, narrow).waiting_first(), PER_PAGE)
    found = page.get_page(query.get("page"))
    due = standings_of(list(found), today)
    return {
        "narrow": narrow,
        "page_obj": found,
        "inbox": [row(report, due.get((report.centre_id, report.year))) for report in found],
        "waiting": submitted.filter(status=AnnualReport.Status.SUBMITTED).count(),
        "overdue_count": ReportObligation.objects.overdue(today=today).count(),
    }


def narrowed(submitted: Any, narrow: InboxFilterForm) -> Any:
    wanted = {"aar": "year", "type": "centre__kind", "status": "status"}
    chosen = {column: narrow.value(name) for name, column in wanted.items() if narrow.value(name)}
    return submitted.filter(**chosen)


def standings_of(reports: list[AnnualReport], today: date) -> Standings:
    """The due dates of a page of reports."""
    duties = ReportObligation.objects.filter(
        centre__in={report.centre_id for report in reports},
        year__in={report.year for report in reports},
    )
    found = overdue.standings(duties, reports=AnnualReport.objects.none(), today=today)
    return {(one.obligation.centre_id, one.obligation.year): one for one in found}


def row(report: AnnualReport, standing: Standing | None) -> dict[str, Any]:
    tone = TONES[AnnualReport.Status(report.status)]
    return {"report": report, "year": report.year, "tone": tone, "standing": standing}
