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


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the main menu. Without roles it is for everybody."""

    label: Text
    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    label: Text
    url: str
    current: bool


MENU = [
    Place(_("Henvendelser"), "requests:request_list", (Role.CONTACT, Role.ADVISER, Role.LEADER)),
    Place(_("Aktiviteter"), "activities:activity_list", (Role.ADVISER, Role.LEADER)),
    Place(_("Tiltak"), "plans:assignment_list", (Role.ADVISER, Role.LEADER, Role.DIRECTORATE)),
    Place(_("Rapporter"), "reporting:report_list", (Role.ADVISER, Role.LEADER, Role.DIRECTORATE)),
    Place(_("Dekning"), "reporting:coverage"),
    Place(_("Kommuner"), "pages:municipality_list"),
    Place(_("Sentre"), "pages:centre_list"),
    Place(_("Brukere"), "accounts:user_list", (Role.ADMINISTRATOR,)),
    Place(_("Spor"), "audit:event_list", (Role.ADMINISTRATOR,)),
    Place(_("Drift"), "admin:index", (Role.ADMINISTRATOR,)),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: where the viewer can go, and where the viewer is."""
    # An error page may be drawn before anybody was recognised.
    viewer: Viewer | None = getattr(request, "user", None)
    places = [place for place in MENU if viewer is not None and _is_open_to(viewer, place)]
    found = [(place.label, links.to(place.name)) for place in places]
    return {
        "navigation": [
            Item(label, url, current=request.path.startswith(url)) for label, url in found if url
        ]
    }


def _is_open_to(viewer: Viewer, place: Place) -> bool:
    return not place.roles or holds(viewer, *place.roles)
