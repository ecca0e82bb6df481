"""Letters to people without an account. They carry the personal link, and no text of the case."""

from typing import Any

from assignments.requests import guest
from assignments.requests.models import GuestAsk, SupportRequest
from korus_portal.notifications.outbox import notify_address


def tell_guest(support_request: SupportRequest, name: str, **context: Any) -> None:
    """The same letter `requests/emails/<name>` as the municipality's contacts get.

    Nothing for a request that somebody with an account has sent.
    """
    if not support_request.guest_email or support_request.guest_seed is None:
        return
    notify_address(
        support_request.guest_email,
        language=guest.language_of(support_request),
        kind=f"requests.{name}",
        template=f"requests/emails/{name}",
        about=support_request,
        path=guest.path_to(support_request),
        context={"support_request": support_request, **context},
    )


def ask_to_confirm(ask: GuestAsk, path: str) -> None:
    """The letter by which the address is confirmed. Nothing of what was written stands in it."""
    notify_address(
        ask.email,
        language=ask.language,
        kind="requests.guest_ask",
        template="requests/emails/guest_ask",
        about=ask,
        path=path,
        context={"ask": ask},
    )
