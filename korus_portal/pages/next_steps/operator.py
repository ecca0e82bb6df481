"""The section of the administrator."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korus_portal.accounts.models import Membership, User
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter
from korus_portal.pages import links
from korus_portal.pages.key_figures.operation import of_administrator
from korus_portal.pages.next_steps.parts import Section, Step, most_urgent


def section(user: User, held: Membership, on: date) -> Section:
    given_up, failed = letters(), failed_work(user)
    trail = Step(
        _("Spor"),
        links.to("audit:event_list"),
        _("Innlogginger og endringer i roller."),
        todo=_("Ingenting har feilet. Se hvem som har logget inn"),
    )
    return Section(
        heading=held.organisation.name,
        figures=of_administrator(user),
        first=most_urgent(failed, given_up, trail),
        actions=[
            (_("Inviter bruker"), links.to("accounts:user_invite")),
            (_("Brukere"), links.to("accounts:user_list")),
        ],
        steps=[*(step for step in (given_up, failed) if step.count), trail],
    )


def letters() -> Step:
    count = Letter.objects.exclude(given_up_at=None).count()
    todo = ngettext(
        "Se på %(n)s brev som ikke kunne sendes", "Se på %(n)s brev som ikke kunne sendes", count
    )
    return Step(
        ngettext("brev kunne ikke sendes", "brev kunne ikke sendes", count),
        f"{links.to('notifications:outbox')}?tilstand=oppgitt",
        _("Utboksen har prøvd i et døgn. Se om adressen er riktig."),
        count=count,
        is_urgent=count > 0,
        todo=todo % {"n": count},
    )


def failed_work(user: User) -> Step:
    count = Job.objects.visible_to(user).filter(state=Job.State.FAILED).count()
    todo = ngettext(
        "Se på %(n)s arbeid som har feilet", "Se på %(n)s arbeider som har feilet", count
    )
    return Step(
        ngettext("arbeid har feilet", "arbeider har feilet", count),
        f"{links.to('admin:jobs_job_changelist')}?state__exact=failed",
        _("Se feilen, og om arbeidet må startes på nytt."),
        count=count,
        is_urgent=count > 0,
        todo=todo % {"n": count},
    )
