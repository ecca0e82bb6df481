"""What a person without an account is shown of what they wrote, and of how it goes."""

from typing import Any

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.requests import guest
from assignments.requests.actions.guests import centre_of, theme_of
from assignments.requests.case_now import clock_of, held_since, state_since
from assignments.requests.dialogue_page import guest_context
from assignments.requests.models import GuestAsk, SupportRequest

TOLD = ("text", "wished_form", "urgency", "reach", "language", "municipality_case_number")


def lines_of(ask: GuestAsk) -> list[tuple[str, str]]:
    """Everything that will be sent, as label and text."""
    theme = theme_of(ask)
    return [
        (_("Fra"), f"{ask.name}, {ask.municipality}"),
        (_("Til"), str(centre_of(ask) or "–")),
        (_("Tema"), str(theme) if theme else _("Vet ikke")),
        *((label_of(name), shown(name, ask.asked[name])) for name in TOLD if ask.asked.get(name)),
    ]


def label_of(name: str) -> str:
    return capfirst(str(_column(name).verbose_name))


def shown(name: str, value: str) -> str:
    labels = dict(_column(name).flatchoices)
    return capfirst(str(labels[value])) if value in labels else value


def case_of(support_request: SupportRequest) -> dict[str, Any]:
    """State, centre and days for everybody with the link; the dialogue for who is confirmed."""
    events = list(support_request.events.all())
    is_confirmed = support_request.is_confirmed
    return {
        "support_request": support_request,
        "guest_key": guest.key_of(support_request),
        "held_since": held_since(support_request, events),
        "state_since": state_since(support_request, events),
        "clock": clock_of(support_request, is_of_municipality=True),
        **(guest_context(support_request) if is_confirmed else {}),
    }


def _column(name: str) -> "Field[Any, Any]":
    column = SupportRequest._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101 - for the type checker: TOLD names columns
    return column
