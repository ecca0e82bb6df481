"""The sections of those who work at a centre: what waits there, and who was never called."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.activities.models import Activity
from assignments.requests.models import SupportRequest
from assignments.requests.queue.choice import Choice, Part
from centres.models import Centre
from korus_portal.accounts.models import Membership, User
from korus_portal.pages import links
from korus_portal.pages.key_figures import centre as figures
from korus_portal.pages.key_figures import reached
from korus_portal.pages.key_figures.parts import names
from korus_portal.pages.key_figures.reached import Doing
from korus_portal.pages.next_steps import reports, waiting
from korus_portal.pages.next_steps.parts import Section, Step, most_urgent


def adviser(user: User, held: Membership, on: date) -> Section:
    centre = Centre.objects.filter(organisation=held.organisation_id).first()
    if centre is None:
        return Section(heading=held.organisation.name)
    doing = reached.of_centre(centre, on=on)
    made = at_work(user, centre, doing)
    made.figures = figures.of_adviser(doing)
    return made


def leader(user: User, held: Membership, on: date) -> Section:
    """What an adviser has, with the report: it comes first when it is late, and soon when not."""
    centre = Centre.objects.filter(organisation=held.organisation_id).first()
    if centre is None:
        return Section(heading=held.organisation.name)
    doing = reached.of_centre(centre, on=on)
    report = reports.own(user, centre, on)
    made = at_work(user, centre, doing, report)
    made.figures = figures.of_leader(user, centre, doing, on=on)
    made.actions.append((_("Tiltak"), links.to("plans:assignment_list")))
    return made


def at_work(user: User, centre: Centre, doing: Doing, report: Step | None = None) -> Section:
    inbox, late = requests(user, centre)
    cases = waiting.cases(user)
    needs = waiting.needs(
        user, _("Dere har ansvaret for temaet, og har ikke sagt om dere er enige.")
    )
    talks, own_drafts = waiting.dialogues(centre), drafts(user, centre)
    urgent = report if report and report.is_urgent else None
    steps = [inbox, cases, talks if talks.count else None, report, own_drafts, needs]
    return Section(
        heading=centre.short_name,
        href=centre.get_absolute_url(),
        is_coverage=True,
        first=most_urgent(
            urgent, late, cases, report, talks, needs, never_called(doing), own_drafts, log()
        ),
        actions=[(_("Ny aktivitet"), links.to("activities:activity_new"))],
        steps=[step for step in steps if step is not None],
    )


def requests(user: User, centre: Centre) -> tuple[Step, Step]:
    """All that are open, and those whose day has gone: in the centre's queue, as its owner."""
    own = SupportRequest.objects.held_by(user).filter(centre=centre).open()
    count, late = own.count(), own.overdue().count()
    text = ngettext("%(n)d har gått over fristen.", "%(n)d har gått over fristen.", late)
    chosen = Choice(part=Part.OWNER)
    inbox = Step(
        ngettext("åpen henvendelse", "åpne henvendelser", count),
        chosen.address(centre.code),
        text % {"n": late} if late else _("Ingen har gått over fristen."),
        count=count,
        is_urgent=late > 0,
    )
    return inbox, overdue(late, chosen.but(is_late=True).address(centre.code))


def overdue(late: int, href: str) -> Step:
    todo = ngettext(
        "Svar på %(n)s henvendelse som har gått over fristen",
        "Svar på %(n)s henvendelser som har gått over fristen",
        late,
    )
    return Step(
        "",
        href,
        _("Kommunen skulle ha fått svar."),
        count=late,
        is_urgent=True,
        todo=todo % {"n": late},
    )


def drafts(user: User, centre: Centre) -> Step:
    own = Activity.objects.of_own_centres(user).filter(centre=centre)
    count = own.filter(status=Activity.Status.DRAFT).count()
    todo = ngettext(
        "Bekreft %(n)s utkast til aktivitet", "Bekreft %(n)s utkast til aktiviteter", count
    )
    return Step(
        ngettext("utkast til aktivitet", "utkast til aktiviteter", count),
        f"{links.to('activities:activity_list')}?status=draft",
        _("Utkast teller ikke før de er bekreftet."),
        count=count,
        todo=todo % {"n": count},
    )


def never_called(doing: Doing) -> Step:
    """Municipalities of the catchment with neither contact nor use in any year."""
    count = len(doing.never)
    todo = ngettext(
        "Ta kontakt med %(n)s kommune som aldri har hatt kontakt med dere",
        "Ta kontakt med %(n)s kommuner som aldri har hatt kontakt med dere",
        count,
    )
    reason = _("Aldri i kontakt: %(names)s. Begynn med dem.")
    more = _("%(names)s med flere")
    shown = names(doing.never)
    return Step(
        "",
        doing.now.places_never,
        reason % {"names": shown if count <= 3 else more % {"names": shown}},
        count=count,
        todo=todo % {"n": count},
    )


def log() -> Step:
    return Step(
        "",
        links.to("activities:activity_new"),
        _("Ingenting venter på dere. Det som ikke er registrert, teller ikke."),
        todo=_("Registrer det dere har gjort"),
    )
