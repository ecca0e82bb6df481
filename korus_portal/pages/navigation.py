"""The navigation: what each role can go to, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role
from korus_portal.pages import links

Text = str | Promise


CENTRE = (Role.ADVISER, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the menu. Without roles it is for everybody."""

    label: Text
    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together: one entry in the main menu, a row of their own when inside."""

    label: Text
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Item:
    label: Text
    url: str
    current: bool


REQUESTS = Group(
    _("Henvendelser"),
    (
        Place(_("Henvendelser"), "requests:request_list", (Role.CONTACT, *CENTRE)),
        Place(_("Kø"), "requests:request_queue", CENTRE),
        Place(_("Over fristen"), "requests:overdue_list", (Role.CONTACT, *CENTRE)),
        Place(_("I området"), "requests:outline_list", (*CENTRE, Role.GOVERNOR)),
        Place(_("Tall"), "requests:request_numbers", (*CENTRE, Role.GOVERNOR, Role.DIRECTORATE)),
        Place(_("Maler"), "requests:template_list", (Role.LEADER,)),
        Place(_("Innstillinger"), "requests:settings_list", (Role.CONTACT,)),
    ),
)
NEEDS = Group(
    _("Behov"),
    (
        Place(_("Meldte behov"), "needs:need_list", (Role.CONTACT, *CENTRE, Role.GOVERNOR)),
        Place(_("Fylket"), "needs:county_list", (*CENTRE, Role.GOVERNOR)),
        Place(_("Behov i tall"), "needs:need_counts", (*CENTRE, Role.GOVERNOR, Role.DIRECTORATE)),
        Place(_("Bør kontaktes"), "outreach:call_list", (*CENTRE, Role.GOVERNOR)),
        Place(_("Kartlegging"), "mapping:campaign_list", (Role.CONTACT, *CENTRE, Role.GOVERNOR)),
        Place(_("Undersøkelser"), "surveys:round_list", (Role.CONTACT, *CENTRE, Role.GOVERNOR)),
    ),
)
INDICATORS = Group(
    _("Indikatorer"),
    (
        Place(_("Indikatorer"), "indicators:source_list"),
        Place(_("Importer"), "indicators:batch_list", (Role.ADMINISTRATOR,)),
        Place(_("Åpninger"), "indicators:opening_list", (Role.CONTACT, Role.ADMINISTRATOR)),
    ),
)
MUNICIPALITIES = Group(
    _("Kommuner"),
    (
        Place(_("Kommuner"), "pages:municipality_list"),
        Place(_("Kommuneregisteret"), "register:update_list", (Role.ADMINISTRATOR,)),
    ),
)
ACTIVITIES = Group(
    _("Aktiviteter"),
    (
        Place(_("Aktiviteter"), "activities:activity_list", CENTRE),
        Place(_("Samarbeid"), "activities:partner_list", CENTRE),
        Place(_("Samordning"), "overlaps:overlap_list", CENTRE),
        Place(_("Dialoger"), "dialogues:dialogue_list", CENTRE),
        Place(_("Informasjonsrunder"), "rounds:round_list", CENTRE),
        Place(_("Tilbakemeldinger"), "feedback:form_list", CENTRE),
        Place(_("Importer"), "activities:import_list", CENTRE),
    ),
)
AGREEMENTS = Group(
    _("Avtaler"),
    (
        Place(
            _("Avtaler"),
            "agreements:agreement_list",
            (Role.CONTACT, *CENTRE, Role.GOVERNOR, Role.DIRECTORATE),
        ),
        Place(_("Spredning"), "agreements:agreement_spread", (*CENTRE, Role.DIRECTORATE)),
        Place(_("Informasjonsrunder"), "rounds:round_list", (Role.DIRECTORATE,)),
    ),
)
REPORTS = Group(
    _("Rapporter"),
    (
        Place(_("Rapporter"), "reporting:report_list", (*CENTRE, Role.DIRECTORATE)),
        Place(_("Frister"), "reporting:obligation_list", (*CENTRE, Role.DIRECTORATE)),
        Place(_("Tilskudd"), "grants:grant_list", (*CENTRE, Role.DIRECTORATE)),
        Place(_("Vurderinger"), "reporting:assessment_list", (*CENTRE, Role.DIRECTORATE)),
        Place(_("Hele landet"), "reporting:national", (Role.DIRECTORATE,)),
    ),
)
COVERAGE = Group(
    _("Dekning"),
    (
        Place(_("Dekning"), "reporting:coverage"),
        Place(_("Dialoger"), "dialogues:dialogue_list", (Role.GOVERNOR, Role.DIRECTORATE)),
    ),
)
MENU: list[Place | Group] = [
    REQUESTS,
    NEEDS,
    ACTIVITIES,
    Place(_("Tiltak"), "plans:assignment_list", (*CENTRE, Role.DIRECTORATE)),
    Place(_("Uttalelser"), "plans:statement_list", (Role.USER_ORGANISATION,)),
    Place(_("Tilbakemeldinger"), "feedback:form_list", (Role.USER_ORGANISATION,)),
    AGREEMENTS,
    REPORTS,
    Place(_("Tilskudd"), "grants:grant_list", (Role.ADMINISTRATOR,)),
    COVERAGE,
    INDICATORS,
    MUNICIPALITIES,
    Place(_("Sentre"), "pages:centre_list"),
    Place(_("Brukere"), "accounts:user_list", (Role.ADMINISTRATOR,)),
    Place(_("Spor"), "audit:event_list", (Role.ADMINISTRATOR,)),
    Place(_("Utboks"), "notifications:outbox", (Role.ADMINISTRATOR,)),
    Place(_("Drift"), "admin:index", (Role.ADMINISTRATOR,)),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: where the viewer can go, and where the viewer is."""
    # An error page may be drawn before anybody was recognised.
    viewer: Viewer | None = getattr(request, "user", None)
    if viewer is None:
        return {"navigation": [], "section": []}
    items: list[Item] = []
    section: list[Item] = []
    for entry in MENU:
        inside = _items(entry.places if isinstance(entry, Group) else (entry,), viewer, request)
        if inside:
            is_here = any(item.current for item in inside)
            items.append(Item(entry.label, inside[0].url, is_here))
            section = inside if is_here and len(inside) > 1 else section
    return {"navigation": items, "section": section}


def _items(places: tuple[Place, ...], viewer: Viewer, request: HttpRequest) -> list[Item]:
    """The places open to the viewer that have a page; the longest that fits the address is here."""
    found = [(place.label, links.to(place.name)) for place in places if _is_open_to(viewer, place)]
    found = [(label, url) for label, url in found if url]
    here = max((url for _label, url in found if request.path.startswith(url)), key=len, default="")
    return [Item(label, url, current=url == here) for label, url in found]


def _is_open_to(viewer: Viewer, place: Place) -> bool:
    return not place.roles or holds(viewer, *place.roles)
