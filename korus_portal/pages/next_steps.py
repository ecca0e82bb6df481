"""What a signed-in person can do now, role by role. Every question is asked through visible_to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.access import with_own_past
from assignments.activities.models import Activity
from assignments.needs.counts import countable
from assignments.needs.waiting import waiting_for
from assignments.requests.listing import waiting_for as waiting_for_us
from assignments.requests.models import PartnerMunicipality, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter
from korus_portal.pages import links, reach
from municipalities.models import County, Municipality
from reporting import overdue
from reporting.models import AnnualReport, ReportObligation
from reporting.overdue import Standing

SHOWN_REQUESTS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """Something that waits, or a place to go: a sentence and where it leads."""

    label: str
    href: str
    text: str = ""
    count: int | None = None
    is_urgent: bool = False


@dataclass(slots=True)
class Section:
    """What one role in one organisation has to do. `action` is the first thing one comes for."""

    heading: str
    href: str = ""
    actions: list[tuple[str, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    requests: list[SupportRequest] = field(default_factory=list)
    shows_requests: bool = False


def sections(user: User, *, on: date) -> list[Section]:
    """One section for each role held; a leader's includes what an adviser does."""
    made = []
    for held in user.current_memberships:
        leads = user.has_role(Role.LEADER, organisation_id=held.organisation_id)
        if held.role == Role.ADVISER and leads:
            continue
        made.append(_clean(SECTION_OF_ROLE[held.role](user, held, on)))
    return made


def _clean(section: Section) -> Section:
    """Leave out what has no page."""
    section.actions = [(label, href) for label, href in section.actions if href]
    section.steps = [step for step in section.steps if step.href]
    return section


def _contact(user: User, held: Membership, on: date) -> Section:
    municipality = Municipality.objects.filter(organisation=held.organisation_id).first()
    here = with_own_past({municipality.pk} if municipality else set())
    own = SupportRequest.objects.asked_by(user).filter(asked_for(here))
    page = municipality.get_absolute_url() if municipality else ""
    return Section(
        heading=held.organisation.name,
        href=page,
        actions=[
            (_("Be om støtte"), links.to("requests:request_new")),
            (_("Registrer behov"), links.to("needs:need_new")),
            (_("Alle henvendelser"), links.to("requests:request_list")),
        ],
        steps=[
            _cases_waiting(user),
            Step(
                _("Hva %(name)s har fått") % {"name": held.organisation.name},
                page,
                _("Hvem som har ansvar hos dere, og hva dere har fått år for år."),
            ),
            _needs_waiting(user, _("Andre har registrert dem om dere. Dere kan svare.")),
        ],
        requests=list(own.open().for_list()[:SHOWN_REQUESTS]),
        shows_requests=True,
    )


def _adviser(user: User, held: Membership, on: date) -> Section:
    centre = Centre.objects.filter(organisation=held.organisation_id).first()
    return Section(
        heading=held.organisation.name if centre is None else centre.short_name,
        href=centre.get_absolute_url() if centre else "",
        actions=[(_("Ny aktivitet"), links.to("activities:activity_new"))],
        steps=[
            _inbox(user, centre),
            _cases_waiting(user),
            _drafts(user, centre),
            _needs_waiting(
                user, _("Dere har ansvaret for temaet, og har ikke sagt om dere er enige.")
            ),
            Step(
                _("Det senteret når"),
                centre.get_absolute_url() if centre else "",
                _("Kommuner, timer og deltakelser i år og i fjor."),
            ),
        ],
    )


def _drafts(user: User, centre: Centre | None) -> Step:
    own = Activity.objects.of_own_centres(user).filter(centre=centre)
    count = own.filter(status=Activity.Status.DRAFT).count()
    return Step(
        ngettext("utkast til aktivitet", "utkast til aktiviteter", count),
        f"{links.to('activities:activity_list')}?status=draft",
        _("Utkast teller ikke før de er bekreftet."),
        count=count,
    )


def _needs_waiting(user: User, text: str) -> Step:
    """Open needs that the person's side has said nothing about."""
    count = waiting_for(user).count()
    return Step(
        ngettext("behov venter på svar fra dere", "behov venter på svar fra dere", count),
        f"{links.to('needs:need_list')}?waiting=on",
        text if count else _("Ingen venter på dere."),
        count=count,
    )


def _cases_waiting(user: User) -> Step:
    """What only one's own side can answer: questions, confirmations, offers of other centres."""
    count = len(waiting_for_us(user))
    return Step(
        ngettext("sak venter på svar fra dere", "saker venter på svar fra dere", count),
        links.to("requests:request_list"),
        _("Et senter eller en kommune har spurt dere om noe.") if count else _("Ingen venter."),
        count=count,
        is_urgent=count > 0,
    )


def asked_for(places: set[int]) -> Q:
    """Requests of the municipalities, also those another has sent on behalf of them too."""
    named = PartnerMunicipality.objects.named().filter(municipality__in=places)
    return Q(municipality__in=places) | Q(pk__in=named.values("support_request"))


def _inbox(user: User, centre: Centre | None) -> Step:
    own = SupportRequest.objects.held_by(user).filter(centre=centre)
    open_now, late = own.open().count(), own.overdue().count()
    overdue = ngettext("%(n)d har gått over fristen.", "%(n)d har gått over fristen.", late)
    return Step(
        ngettext("åpen henvendelse", "åpne henvendelser", open_now),
        links.to("requests:request_queue"),
        overdue % {"n": late} if late else _("Ingen har gått over fristen."),
        count=open_now,
        is_urgent=late > 0,
    )


def _leader(user: User, held: Membership, on: date) -> Section:
    section = _adviser(user, held, on)
    section.steps.insert(2, _report_step(user, held, on))
    section.actions += [(_("Tiltak"), links.to("plans:assignment_list"))]
    return section


def _report_step(user: User, held: Membership, on: date) -> Step:
    """The oldest report that is owed, with its last day; else the one of last year."""
    own = AnnualReport.objects.visible_to(user).filter(centre__organisation=held.organisation_id)
    duties = ReportObligation.objects.visible_to(user).unmet()
    duties = duties.filter(centre__organisation=held.organisation_id, opens_on__lte=on)
    owed = overdue.standings(duties.order_by("year"), reports=own, today=on)
    if owed:
        return _owed_step(owed[0])
    report = own.filter(year=on.year - 1).for_list().order_by("-number").first()
    return Step(
        _report_label(on.year - 1),
        report.get_absolute_url() if report else links.to("reporting:report_list"),
        _report_state(report),
    )


def _report_label(year: int) -> str:
    return _("Årsrapporten for %(year)s") % {"year": year}


def _report_state(report: AnnualReport | None) -> str:
    return f"{str(report.get_status_display()).capitalize()}." if report else _("Ikke begynt.")


def _owed_step(owed: Standing) -> Step:
    day = date_format(owed.last_day, "j. F Y")
    due = _("Frist %(day)s: %(left)s.") % {"day": day, "left": owed.words}
    return Step(
        _report_label(owed.obligation.year),
        owed.report.get_absolute_url() if owed.report else links.to("reporting:report_list"),
        f"{_report_state(owed.report)} {due}",
        is_urgent=owed.is_overdue,
    )


def _governor(user: User, held: Membership, on: date) -> Section:
    counties = County.objects.in_force(on=on).filter(governors__organisation=held.organisation_id)
    here = reach.of_kind("", on=on, counties=tuple(counties))
    left = here.reach.total - here.reach.used
    return Section(
        heading=held.organisation.name,
        actions=[(_("Se dekningen i fylket"), here.page)],
        steps=[
            Step(
                _("av %(total)d kommuner er nådd i år") % {"total": here.reach.total},
                here.places_used,
                _("Nådd: et senter har gjort noe for kommunen i år."),
                count=here.reach.used,
            ),
            Step(
                ngettext("kommune er ikke nådd ennå", "kommuner er ikke nådd ennå", left),
                f"{here.page}#ikke-nadd",
                _("Listen begynner med dem det er lengst siden noen hadde kontakt med."),
                count=left,
            ),
            _needs_waiting(user, _("Dere kan bekrefte dem, eller si at dere er uenige.")),
            *_in_the_county(),
        ],
    )


def _in_the_county() -> list[Step]:
    return [
        Step(
            _("Behov i fylket"),
            links.to("needs:county_list"),
            _("Hva som er meldt, og hvem som er enige. Små kommuner står først."),
        ),
        Step(
            _("Henvendelser i fylket"),
            links.to("requests:outline_list"),
            _("Tema, status og senter."),
        ),
        Step(_("Kommuner"), links.to("pages:municipality_list"), _("Hva hver har fått.")),
    ]


def _overdue_step(user: User, on: date) -> Step:
    late = ReportObligation.objects.visible_to(user).overdue(today=on).count()
    return Step(
        ngettext("rapport er over fristen", "rapporter er over fristen", late),
        links.to("reporting:obligation_list"),
        _("Frister og utsettelser."),
        count=late,
        is_urgent=late > 0,
    )


def _directorate(user: User, held: Membership, on: date) -> Section:
    seen = AnnualReport.objects.visible_to(user)
    counts = seen.aggregate(
        waiting=Count("pk", filter=Q(status=AnnualReport.Status.SUBMITTED)),
        approved=Count("pk", filter=Q(status=AnnualReport.Status.APPROVED, year=on.year - 1)),
    )
    reports = links.to("reporting:report_list")
    approved = ngettext(
        "%(count)d rapport for %(year)d er godkjent.",
        "%(count)d rapporter for %(year)d er godkjent.",
        counts["approved"],
    )
    return Section(
        heading=held.organisation.name,
        actions=[(_("Se dekningen i landet"), links.to("reporting:coverage"))],
        steps=[
            Step(
                ngettext("rapport venter på dere", "rapporter venter på dere", counts["waiting"]),
                reports,
                approved % {"count": counts["approved"], "year": on.year - 1},
                count=counts["waiting"],
            ),
            _overdue_step(user, on),
            _needs_counted(user),
            Step(_("Tiltak"), links.to("plans:assignment_list"), _("Alle sentrenes tiltak.")),
            Step(_("Sentre"), links.to("pages:centre_list"), _("Hvem de er og hva de når.")),
        ],
    )


def _needs_counted(user: User) -> Step:
    count = countable(user).open().count()
    return Step(
        ngettext("åpent behov i kommunene", "åpne behov i kommunene", count),
        links.to("needs:need_counts"),
        _("Etter tema og fylke."),
        count=count,
    )


def _user_organisation(user: User, held: Membership, on: date) -> Section:
    return Section(
        heading=held.organisation.name,
        actions=[(_("Se dekningen i landet"), links.to("reporting:coverage"))],
        steps=[
            Step(
                _("Sentre"),
                links.to("pages:centre_list"),
                _("Hvem sentrene er, hva de arbeider med og hva de har gjort."),
            ),
            Step(
                _("Kommuner"),
                links.to("pages:municipality_list"),
                _("Hvem som har ansvar i din kommune, og hva den har fått."),
            ),
        ],
    )


def _administrator(user: User, held: Membership, on: date) -> Section:
    return Section(
        heading=held.organisation.name,
        actions=[
            (_("Inviter bruker"), links.to("accounts:user_invite")),
            (_("Brukere"), links.to("accounts:user_list")),
        ],
        steps=[
            _letters(),
            _failed_work(user),
            Step(_("Spor"), links.to("audit:event_list"), _("Innlogginger og endringer i roller.")),
        ],
    )


def _letters() -> Step:
    given_up = Letter.objects.exclude(given_up_at=None).count()
    return Step(
        ngettext("brev kunne ikke sendes", "brev kunne ikke sendes", given_up),
        f"{links.to('notifications:outbox')}?tilstand=oppgitt",
        _("Utboksen prøver i et døgn før et brev oppgis."),
        count=given_up,
        is_urgent=given_up > 0,
    )


def _failed_work(user: User) -> Step:
    failed = Job.objects.visible_to(user).filter(state=Job.State.FAILED).count()
    return Step(
        ngettext("arbeid har feilet", "arbeider har feilet", failed),
        f"{links.to('admin:jobs_job_changelist')}?state__exact=failed",
        _("Lange arbeider som rapporter og dokumenter."),
        count=failed,
        is_urgent=failed > 0,
    )


SECTION_OF_ROLE: dict[str, Callable[[User, Membership, date], Section]] = {
    Role.CONTACT: _contact,
    Role.ADVISER: _adviser,
    Role.LEADER: _leader,
    Role.GOVERNOR: _governor,
    Role.USER_ORGANISATION: _user_organisation,
    Role.DIRECTORATE: _directorate,
    Role.ADMINISTRATOR: _administrator,
}
