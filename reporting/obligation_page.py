"""What the list of due dates and the page of one of them show. Reads, decides nothing."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from centres.grants.models import Grant
from korus_portal.accounts.access import is_directorate
from korus_portal.accounts.models import User
from reporting import obligations, overdue
from reporting.forms.obligations import AskForm, DecideForm, ObligationFilterForm
from reporting.models import AnnualReport, Extension, ReportObligation
from reporting.models.obligations import ReportObligationQuerySet

PER_PAGE = 50
TONES = {
    Extension.State.ASKED: "info",
    Extension.State.GRANTED: "success",
    Extension.State.REFUSED: "warning",
}


def listed(
    visible: ReportObligationQuerySet,
    reports: QuerySet[AnnualReport],
    query: QueryDict,
    *,
    today: date,
) -> dict[str, Any]:
    """A page of obligations, newest year first and the longest overdue on top."""
    years = visible.order_by("-year").values_list("year", flat=True).distinct()
    narrow = ObligationFilterForm(query, years=years)
    found = overdue.narrowed(visible, year=narrow.value("aar"), kind=narrow.value("type"))
    if narrow.is_wrong_year:
        found = found.none()
    if narrow.value("mottatt"):
        found = found.met()
    if narrow.value("forfalt"):
        found = found.overdue(today=today)
    page = Paginator(overdue.annotated(found).in_order(), PER_PAGE).get_page(query.get("page"))
    standings = overdue.of_rows(page, reports=reports, today=today)
    return {"narrow": narrow, "page_obj": page, "rows": standings}


def context(
    obligation: ReportObligation,
    user: User,
    reports: QuerySet[AnnualReport],
    *,
    today: date,
    ask: AskForm | None = None,
    decide: DecideForm | None = None,
) -> dict[str, Any]:
    """Dates, letters, the history of extensions, and what the reader may do."""
    own = ReportObligation.objects.filter(pk=obligation.pk)
    standing = overdue.standings(own, reports=reports, today=today)[0]
    asked = list(obligation.extensions.select_related("asked_by", "decided_by").order_by("-pk"))
    waiting = next((row for row in asked if row.state == Extension.State.ASKED), None)
    return {
        "obligation": obligation,
        "standing": standing,
        "letters": letters_of(obligation),
        "moved_to": named_now(obligation),
        "extensions": [(row, TONES[Extension.State(row.state)]) for row in asked],
        "waiting": waiting,
        "ask": ask or ask_form(standing, user, waiting, today),
        "decide": decide or decide_form(obligation, user, waiting),
        "cannot_decide": waiting is not None and barred(obligation, user),
        "can_redact": obligations.can_redact(user, obligation),
    }


def ask_form(
    standing: overdue.Standing, user: User, waiting: Extension | None, today: date
) -> AskForm | None:
    """For the leader, while nothing is asked for and the report is not in."""
    is_open = waiting is None and standing.received_on is None
    if not is_open or not obligations.can_ask(user, standing.obligation):
        return None
    return AskForm(obligation=standing.obligation, today=today)


def decide_form(
    obligation: ReportObligation, user: User, waiting: Extension | None
) -> DecideForm | None:
    if waiting is None or not obligations.can_decide(user, obligation):
        return None
    first = {"extension": waiting.pk, "granted_to": waiting.wanted_on}
    return DecideForm(obligation=obligation, initial=first)


def barred(obligation: ReportObligation, user: User) -> bool:
    """At the directorate, but too near the centre to decide."""
    return is_directorate(user) and not obligations.can_decide(user, obligation)


def letters_of(obligation: ReportObligation) -> list[Grant]:
    return list(Grant.objects.of_year(obligation.centre, obligation.year))


def named_now(obligation: ReportObligation) -> date | None:
    """The day that the letters would give today, where it is another than the one that stands."""
    today = obligations.due_dates(obligation.year).get(obligation.centre_id)
    return today if today != obligation.due_on else None


def crumb(obligation: ReportObligation) -> str:
    return _("%(centre)s %(year)s") % {
        "centre": obligation.centre.short_name,
        "year": obligation.year,
    }
