"""Figures of the administrator: what the portal itself knows of its running, and no more."""

from __future__ import annotations

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job, WorkerHeartbeat
from korus_portal.notifications.models import Letter, State
from korus_portal.pages.key_figures.parts import KeyFigure
from reporting.dashboard.wording import number


def of_administrator(user: User) -> list[KeyFigure]:
    return [letters(), failed(user), waiting(user)]


def letters() -> KeyFigure:
    given_up = Letter.objects.in_state(State.GIVEN_UP)
    left = Letter.objects.in_state(State.WAITING).count()
    return KeyFigure(
        label=_("Brev som er oppgitt"),
        value=number(given_up.count()),
        note=_("Utboksen prøver i et døgn før et brev oppgis. Alle oppgitte brev teller."),
        href=f"{reverse('notifications:outbox')}?tilstand={State.GIVEN_UP}",
        beside=_("Venter på å bli sendt: %(count)s") % {"count": number(left)},
    )


def failed(user: User) -> KeyFigure:
    rows = Job.objects.visible_to(user).filter(state=Job.State.FAILED)
    count, since = rows.count(), rows.aggregate(first=Min("finished_at"))["first"]
    return KeyFigure(
        label=_("Arbeid som har feilet"),
        value=number(count),
        note=_("Lange arbeider, som rapporter og dokumenter, som stoppet med en feil."),
        href=f"{reverse('admin:jobs_job_changelist')}?state__exact={Job.State.FAILED}",
        beside=_("Det eldste: %(when)s") % {"when": moment(since)} if since else "",
    )


def waiting(user: User) -> KeyFigure:
    count = Job.objects.visible_to(user).unfinished().count()
    beat = WorkerHeartbeat.objects.first()
    seen = _("Siste livstegn: %(when)s") % {"when": moment(beat.at)} if beat else ""
    states = f"{Job.State.QUEUED},{Job.State.RUNNING}"
    return KeyFigure(
        label=_("Arbeid som venter eller pågår"),
        value=number(count),
        note=_("Lange arbeider som ikke er ferdige. Portalen gjør dem i bakgrunnen."),
        href=f"{reverse('admin:jobs_job_changelist')}?state__in={states}",
        beside=seen or _("Ingen livstegn fra arbeidet i bakgrunnen"),
    )


def moment(found: object) -> str:
    return date_format(timezone.localtime(found), "j. F Y H.i")  # type: ignore[arg-type]
