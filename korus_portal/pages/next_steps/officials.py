"""The sections of the county governor, the directorate and the user organisations."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.feedback import rules as feedback
from assignments.feedback.models import FeedbackForm
from assignments.needs.counts import countable
from assignments.plans.models import Statement
from korus_portal.accounts.models import Membership, User
from korus_portal.pages import links
from korus_portal.pages.key_figures import officials as figures
from korus_portal.pages.key_figures import reached
from korus_portal.pages.key_figures.parts import names
from korus_portal.pages.key_figures.reached import Doing
from korus_portal.pages.next_steps import reports, waiting
from korus_portal.pages.next_steps.parts import Section, Step, most_urgent
from municipalities.models import County
from reporting.dashboard.forms import NEVER_OVER_TIME
from reporting.dashboard.overtime import OverTime


def governor(user: User, held: Membership, on: date) -> Section:
    counties = County.objects.in_force(on=on).filter(governors__organisation=held.organisation_id)
    chosen = tuple(counties)
    needs = waiting.needs(user, _("Dere kan bekrefte dem, eller si at dere er uenige."))
    if not chosen:
        return Section(heading=held.organisation.name, steps=[needs, *in_the_county()])
    doing = reached.of_kind("", on=on, counties=chosen)
    page, look = doing.now.page, _("Se dekningen i fylket")
    return Section(
        heading=held.organisation.name,
        figures=figures.of_governor(user, chosen, doing),
        is_coverage=True,
        first=most_urgent(needs, never_in_county(doing), coverage(page, look)),
        actions=[(look, page)],
        steps=[needs, *in_the_county()],
    )


def never_in_county(doing: Doing) -> Step:
    count = len(doing.never)
    todo = ngettext(
        "Se %(n)s kommune som aldri har hatt kontakt med et senter",
        "Se %(n)s kommuner som aldri har hatt kontakt med et senter",
        count,
    )
    reason = _("%(names)s. Dere kan melde behov for dem.")
    more = _("%(names)s med flere")
    shown = names(doing.never)
    return Step(
        "",
        doing.now.places_never,
        reason % {"names": shown if count <= 3 else more % {"names": shown}},
        count=count,
        todo=todo % {"n": count},
    )


def coverage(page: str, todo: str) -> Step:
    return Step("", page, _("Ingenting venter på dere."), todo=todo)


def in_the_county() -> list[Step]:
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


def directorate(user: User, held: Membership, on: date) -> Section:
    doing = figures.of_korus(on=on)
    years = figures.over_time(doing)
    undecided, late = reports.undecided(user, on), reports.late(user, on)
    page = doing.now.page
    return Section(
        heading=held.organisation.name,
        figures=figures.of_directorate(user, doing, years),
        is_coverage=True,
        first=most_urgent(
            undecided,
            late,
            never_in_country(doing, years),
            coverage(page, _("Se dekningen i landet")),
        ),
        actions=[(_("Se dekningen i landet"), page)],
        steps=[
            undecided,
            late,
            needs_counted(user),
            Step(_("Tiltak"), links.to("plans:assignment_list"), _("Alle sentrenes tiltak.")),
            Step(_("Sentre"), links.to("pages:centre_list"), _("Hvem de er og hva de når.")),
        ],
    )


def never_in_country(doing: Doing, years: OverTime) -> Step | None:
    if not years.has_data:
        return None
    todo = ngettext(
        "Se %(n)s kommune som KORUS-sentrene ikke har nådd i %(first)s–%(last)s",
        "Se %(n)s kommuner som KORUS-sentrene ikke har nådd i %(first)s–%(last)s",
        years.never,
    )
    return Step(
        "",
        figures.places_over_time(doing, NEVER_OVER_TIME),
        _("Over tid skal alle sentre nå et flertall, og alle kommuner skal kjenne tilbudet."),
        count=years.never,
        todo=todo % {"n": years.never, "first": years.first, "last": years.last},
    )


def needs_counted(user: User) -> Step:
    count = countable(user).open().count()
    return Step(
        ngettext("åpent behov i kommunene", "åpne behov i kommunene", count),
        links.to("needs:need_counts"),
        _("Etter tema og fylke."),
        count=count,
    )


def user_organisation(user: User, held: Membership, on: date) -> Section:
    doing = figures.of_korus(on=on)
    page = doing.now.page
    return Section(
        heading=held.organisation.name,
        figures=figures.of_user_organisation(user, held, doing),
        is_coverage=True,
        first=most_urgent(
            unanswered(user, held),
            open_forms(user, held, on),
            coverage(page, _("Se dekningen i landet")),
        ),
        actions=[(_("Se dekningen i landet"), page)],
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


def unanswered(user: User, held: Membership) -> Step:
    rows = figures.statements_of(user, held).filter(state=Statement.State.UNCONFIRMED)
    count = rows.count()
    todo = ngettext("Si om %(n)s redegjørelse stemmer", "Si om %(n)s redegjørelser stemmer", count)
    return Step(
        "",
        links.to("plans:statement_list"),
        _("Et senter skriver at dere har medvirket. Dere kan bekrefte det eller rette det."),
        count=count,
        todo=todo % {"n": count},
    )


def open_forms(user: User, held: Membership, on: date) -> Step:
    rows = FeedbackForm.objects.visible_to(user).filter(organisation=held.organisation_id)
    count = sum(feedback.is_open(row, on=on) for row in rows.for_list())
    todo = ngettext(
        "Del %(n)s skjema med dem det gjelder", "Del %(n)s skjemaer med dem det gjelder", count
    )
    return Step(
        "",
        links.to("feedback:form_list"),
        _("Skjemaene er åpne nå. Dere deler lenken, og svarene er uten navn."),
        count=count,
        todo=todo % {"n": count},
    )
