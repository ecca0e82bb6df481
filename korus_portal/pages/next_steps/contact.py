"""The section of a municipality's contact."""

from datetime import date

from django.utils.translation import gettext as _

from korus_portal.accounts.models import Membership, User
from korus_portal.pages import links
from korus_portal.pages.key_figures.municipality import Here, of_contact
from korus_portal.pages.next_steps import waiting
from korus_portal.pages.next_steps.parts import Section, Step, most_urgent
from municipalities.models import Municipality

SHOWN_REQUESTS = 5


def section(user: User, held: Membership, on: date) -> Section:
    municipality = Municipality.objects.filter(organisation=held.organisation_id).first()
    if municipality is None:
        return Section(heading=held.organisation.name, actions=actions())
    here = Here(user, municipality, on)
    cases = waiting.cases(user)
    needs = waiting.needs(user, _("Meldt av andre enn dere. Dere kan svare."))
    shown = list(here.requests.open().for_list()[:SHOWN_REQUESTS])
    return Section(
        heading=held.organisation.name,
        href=municipality.get_absolute_url(),
        figures=of_contact(here),
        is_coverage=True,
        first=most_urgent(cases, needs, ask(here, has_asked=bool(shown)), received(here)),
        actions=actions(),
        steps=[cases, received(here), needs],
        requests=shown,
        shows_requests=True,
    )


def actions() -> list[tuple[str, str]]:
    return [
        (_("Be om støtte"), links.to("requests:request_new")),
        (_("Registrer behov"), links.to("needs:need_new")),
        (_("Alle henvendelser"), links.to("requests:request_list")),
    ]


def ask(here: Here, *, has_asked: bool) -> Step | None:
    """For a municipality that nobody has done anything for, and that has not asked."""
    if has_asked or any(here.activities.values()):
        return None
    years = {"now": here.on.year, "before": here.on.year - 1}
    return Step(
        _("Be om støtte"),
        links.to("requests:request_new"),
        _("Ingen sentre har gjort noe for dere i %(before)s eller %(now)s.") % years,
        todo=_("Be et senter om støtte"),
    )


def received(here: Here) -> Step:
    return Step(
        _("Hva %(name)s har fått") % {"name": here.municipality.name},
        here.municipality.get_absolute_url(),
        _("Hvem som har ansvar hos dere, og hva dere har fått år for år."),
        todo=_("Ingenting venter på dere. Se hva dere har fått"),
    )
