"""When a centre must have reported a year, and who may ask for and give more time."""

from datetime import date, timedelta

from django.db.models import Min

from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Role, User
from korus_portal.notifications.redaction import is_left
from reporting.models import Extension, ReportObligation

# Helsedirektoratet's usual deadline, where no letter says another: 1 April the year after
# (tilskudd.dfo.no DT-0627/2023; helsedirektoratet.no/tilskudd/psykisk-helse-i-skolen).
USUAL_DUE_MONTH, USUAL_DUE_DAY = 4, 1
# The portal opens the report when the year is nearly over, so that its texts can be begun.
OPENS_MONTH, OPENS_DAY = 12, 1
# More than this after the due date is a slip of the keyboard: an extension is never taken back.
LONGEST_EXTENSION = timedelta(days=366)
# Letters: so many days before the last day, and when it has gone.
OVERDUE = -1
STEPS = (30, 7, OVERDUE)


def usual_due_on(year: int) -> date:
    return date(year + 1, USUAL_DUE_MONTH, USUAL_DUE_DAY)


def opens_on(year: int) -> date:
    return date(year, OPENS_MONTH, OPENS_DAY)


def due_dates(year: int) -> dict[int, date]:
    """Each centre with a grant of the year that was at work in it → its due date: the earliest
    that a letter names, else the usual one."""
    at_work = Centre.objects.active(on=date(year, 1, 1))
    granted = Grant.objects.filter(year=year, centre__in=at_work).values("centre")
    named = granted.annotate(named=Min("report_due_on")).values_list("centre", "named")
    return {centre: day or usual_due_on(year) for centre, day in named.order_by("centre")}


def last_day(obligation: ReportObligation) -> date:
    return obligation.extended_to or obligation.due_on


def latest_day(obligation: ReportObligation) -> date:
    return obligation.due_on + LONGEST_EXTENSION


def is_met(obligation: ReportObligation) -> bool:
    return not ReportObligation.objects.filter(pk=obligation.pk).unmet().exists()


def reached(obligation: ReportObligation, today: date) -> list[int]:
    """The steps whose day has come, the latest last."""
    left = (last_day(obligation) - today).days
    return [step for step in STEPS if left <= step]


def can_list_obligations(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER) or is_directorate(user)


def can_ask(user: Viewer, obligation: ReportObligation) -> bool:
    """The leader of the centre."""
    return holds(user, Role.LEADER, organisation_id=obligation.centre.organisation_id)


def can_decide(user: User, obligation: ReportObligation) -> bool:
    """The directorate, but nobody who works at the centre or has asked on its behalf."""
    party = obligation.centre.organisation_id
    if not is_directorate(user) or holds(user, Role.ADVISER, Role.LEADER, organisation_id=party):
        return False
    return not obligation.extensions.filter(asked_by=user).exists()


def can_redact(user: Viewer, obligation: ReportObligation) -> bool:
    return can_ask(user, obligation) and bool(texts_left(obligation))


def texts_left(obligation: ReportObligation) -> list[tuple[Extension, str]]:
    """Every reason and decision that is not taken out yet: the row and its column."""
    return [
        (extension, name)
        for extension in obligation.extensions.order_by("pk")
        for name in ("reason", "decision")
        if is_left(getattr(extension, name))
    ]


def key_of(extension: Extension, name: str) -> str:
    """What a form calls one text."""
    return f"{name}-{extension.pk}"
