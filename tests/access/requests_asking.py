"""Who may open and send what under the addresses of requests: asking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

PUBLIC = [200] * 10
# Sent on to the case: whoever has the personal link needs no account.
SENT_ON = [302] * 10

GET: dict[str, list[int]] = {
    "requests:guest_new": PUBLIC,
    "requests:guest_sent": PUBLIC,
    "requests:guest_confirm": PUBLIC,
    "requests:guest_case": PUBLIC,
}

POST: dict[str, list[int]] = {
    # Sent without a form's token.
    "requests:draft_save": [302, 422, 422, 403, 403, 403, 403, 403, 403, 403],
    "requests:draft_delete": [302, 302, 302, 403, 403, 403, 403, 403, 403, 403],
    "requests:request_confirm": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
    "requests:request_disown": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
    "requests:guest_new": PUBLIC,
    "requests:guest_confirm": SENT_ON,
    "requests:guest_renew": SENT_ON,
    "requests:guest_write": PUBLIC,
    "requests:guest_withdraw": SENT_ON,
}


def waiting_ask(world: Any) -> list[Any]:
    from assignments.requests import guest  # noqa: PLC0415 - needs Django
    from assignments.requests.models import GuestAsk  # noqa: PLC0415

    GuestAsk.objects.create(
        municipality=world.municipality,
        name="Gro Gjest",
        email="gro@alta.example",
        asked={"text": "Hjelp.", "reach": "Ring", "language": "nb", "centre": world.centre.code},
        language="nb",
        key_hash=guest.hash_of("nøkkel"),
        valid_until=timezone.now() + timedelta(days=1),
        form_token=uuid4(),
    )
    return ["nøkkel"]


def case_of_a_guest(world: Any) -> list[Any]:
    from assignments.requests import guest  # noqa: PLC0415 - needs Django
    from tests.factories import SupportRequestFactory  # noqa: PLC0415

    row = SupportRequestFactory.create(
        case_number="2025-90001",
        centre=world.centre,
        municipality=world.municipality,
        guest_name="Gro Gjest",
        guest_email="gro@alta.example",
        guest_seed=uuid4(),
    )
    return [guest.key_of(row)]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "requests:draft_delete": lambda world: [UUID(int=1)],
    "requests:guest_confirm": waiting_ask,
    "requests:guest_renew": waiting_ask,
    "requests:guest_case": case_of_a_guest,
    "requests:guest_write": case_of_a_guest,
    "requests:guest_withdraw": case_of_a_guest,
}
