"""A municipal employee without an account writes, confirms the address by mail, and asks."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assignments.plans.years import hold_if_open
from assignments.requests import guest, guest_letters, letters
from assignments.requests.actions import submitting
from assignments.requests.actions.errors import CentreCannotBeAskedError
from assignments.requests.models import GuestAsk, SupportRequest
from centres.models import Centre
from municipalities.models import Municipality, Theme

LINK_WORKS = timedelta(days=3)
KEPT = timedelta(days=30)


class LinkExpiredError(Exception):
    """The link in the letter is too old; what was written is there still."""


@transaction.atomic
def write_ask(
    *,
    municipality: Municipality,
    name: str,
    email: str,
    language: str,
    form_token: UUID,
    asked: Mapping[str, Any],
) -> GuestAsk:
    """Keep what was written, and send the link by which the address is confirmed.

    The same form sent twice is one. Sent with other words or another address, it takes the
    place of the first, whose link is dead from then on.
    """
    said = {"municipality": municipality, "name": name, "email": email, "asked": dict(asked)}
    # Of two clicks at the same moment the second waits for the first, and finds what it wrote.
    # The link comes below: until then the key is none that anybody could have.
    none_yet = {"key_hash": form_token.hex, "valid_until": timezone.now()}
    ask, is_new = GuestAsk.objects.select_for_update().get_or_create(
        form_token=form_token, defaults={**said, **none_yet, "language": language}
    )
    if not is_new and all(getattr(ask, column) == value for column, value in said.items()):
        return ask
    if ask.support_request_id:
        ask = GuestAsk(form_token=uuid4())
    for column, value in {**said, "language": language, "written_at": timezone.now()}.items():
        setattr(ask, column, value)
    _send_link(ask)
    return ask


@transaction.atomic
def renew_link(*, ask: GuestAsk) -> GuestAsk:
    """Send a new link to the same address; earlier ones are dead from then on."""
    locked = GuestAsk.objects.select_for_update().get(pk=ask.pk)
    if locked.support_request_id is None:
        _send_link(locked)
    return locked


@transaction.atomic
def send_ask(*, ask: GuestAsk, centre: Centre | None = None) -> SupportRequest:
    """The address is confirmed: ask. Safe to repeat.

    `centre` takes the place of the one chosen when that can no longer be asked. Raises
    LinkExpiredError and CentreCannotBeAskedError.
    """
    now = timezone.now()
    wanted = centre or centre_of(ask)
    if wanted is None:
        raise CentreCannotBeAskedError
    is_counted = hold_if_open(wanted.pk, timezone.localdate(now).year)
    counter = submitting.lock_counter(timezone.localdate(now).year)
    locked = GuestAsk.objects.select_for_update(of=["self"]).get(pk=ask.pk)
    if locked.support_request is not None:
        return locked.support_request
    # Written anew or asked for again meanwhile: what stands there is not what was read.
    if locked.valid_until < now or locked.key_hash != ask.key_hash:
        raise LinkExpiredError
    columns = _columns(locked, wanted) | {"submitted_at": now, "is_counted": is_counted}
    sent = submitting.create(counter, columns)
    locked.support_request, locked.asked = sent, {}
    locked.save(update_fields=["support_request", "asked"])
    _tell(sent)
    return sent


def forget_asks() -> int:
    """What nobody has confirmed for 30 days, and the letters' links to what was. Swept by beat."""
    return GuestAsk.objects.filter(written_at__lt=timezone.now() - KEPT).delete()[0]


def centre_of(ask: GuestAsk) -> Centre | None:
    return Centre.objects.filter(code=ask.asked.get("centre")).first()


def theme_of(ask: GuestAsk) -> Theme | None:
    return Theme.objects.filter(code=ask.asked.get("theme")).first()


def _columns(ask: GuestAsk, centre: Centre) -> dict[str, Any]:
    """What was written as columns of a request."""
    if not ask.municipality.is_in_force(timezone.localdate()):
        raise CentreCannotBeAskedError
    is_employed = guest.is_employed(ask.email, ask.municipality)
    return {
        **ask.asked,
        "municipality": ask.municipality,
        "centre": centre,
        "theme": theme_of(ask),
        "guest_name": ask.name,
        "guest_email": ask.email,
        "guest_seed": uuid4(),
        "confirmed_at": timezone.now() if is_employed else None,
        "form_token": ask.form_token,
    }


def _tell(sent: SupportRequest) -> None:
    """The receipt; and the municipality's contacts, when only they know whether it asks."""
    guest_letters.tell_guest(sent, "received")
    if not sent.is_confirmed:
        letters.write(sent, letters.people_of_municipality(sent), "confirm_wanted")


def _send_link(ask: GuestAsk) -> None:
    key = secrets.token_urlsafe(32)
    ask.key_hash, ask.valid_until = guest.hash_of(key), timezone.now() + LINK_WORKS
    ask.save()
    guest_letters.ask_to_confirm(ask, reverse("requests:guest_confirm", args=[key]))
