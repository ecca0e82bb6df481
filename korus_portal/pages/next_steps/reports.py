"""The annual report: what the leader owes, and what the directorate waits for."""

from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.pages import links
from korus_portal.pages.next_steps.parts import Step
from reporting import overdue
from reporting.models import AnnualReport, ReportObligation
from reporting.overdue import Standing

# From so few days on it is a thing to do first; before that it is a step among others.
SOON = 30


def own(user: User, centre: Centre, on: date) -> Step:
    """The oldest report that is owed, with its last day; else the one of last year."""
    reports = AnnualReport.objects.visible_to(user).filter(centre=centre)
    duties = ReportObligation.objects.visible_to(user).unmet()
    duties = duties.filter(centre=centre, opens_on__lte=on)
    owed = overdue.standings(duties.order_by("year"), reports=reports, today=on)
    if owed:
        return owed_step(owed[0])
    report = reports.filter(year=on.year - 1).for_list().order_by("-number").first()
    return Step(
        label(on.year - 1),
        report.get_absolute_url() if report else links.to("reporting:report_list"),
        state(report),
    )


def label(year: int) -> str:
    return _("Årsrapporten for %(year)s") % {"year": year}


def state(report: AnnualReport | None) -> str:
    return f"{str(report.get_status_display()).capitalize()}." if report else _("Ikke begynt.")


def owed_step(owed: Standing) -> Step:
    day = date_format(owed.last_day, "j. F Y")
    due = _("Frist %(day)s: %(left)s.") % {"day": day, "left": owed.words}
    todo = _("Lever årsrapporten for %(year)s")
    return Step(
        label(owed.obligation.year),
        owed.report.get_absolute_url() if owed.report else links.to("reporting:report_list"),
        f"{state(owed.report)} {due}",
        is_urgent=owed.is_overdue,
        todo=todo % {"year": owed.obligation.year} if owed.days_left <= SOON else "",
    )


def undecided(user: User, on: date) -> Step:
    counts = AnnualReport.objects.visible_to(user).aggregate(
        waiting=Count("pk", filter=Q(status=AnnualReport.Status.SUBMITTED)),
        approved=Count("pk", filter=Q(status=AnnualReport.Status.APPROVED, year=on.year - 1)),
    )
    waiting = counts["waiting"]
    approved = ngettext(
        "%(count)d rapport for %(year)d er godkjent.",
        "%(count)d rapporter for %(year)d er godkjent.",
        counts["approved"],
    )
    told = approved % {"count": counts["approved"], "year": on.year - 1}
    todo = ngettext(
        "Behandle %(n)s rapport som venter på dere",
        "Behandle %(n)s rapporter som venter på dere",
        waiting,
    )
    return Step(
        ngettext("rapport venter på dere", "rapporter venter på dere", waiting),
        links.to("reporting:report_list"),
        f"{_('Levert, og venter på vedtak.')} {told}" if waiting else told,
        count=waiting,
        todo=todo % {"n": waiting},
    )


def late(user: User, on: date) -> Step:
    count = ReportObligation.objects.visible_to(user).overdue(today=on).count()
    todo = ngettext(
        "Følg opp %(n)s rapport som er over fristen",
        "Følg opp %(n)s rapporter som er over fristen",
        count,
    )
    return Step(
        ngettext("rapport er over fristen", "rapporter er over fristen", count),
        f"{links.to('reporting:obligation_list')}?forfalt=on",
        _("Frister og utsettelser."),
        count=count,
        is_urgent=count > 0,
        todo=todo % {"n": count},
    )
