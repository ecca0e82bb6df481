"""Who may open and send what under the addresses of notifications."""

from collections.abc import Callable
from typing import Any

# Everybody has notices of their own; the outbox is the operator's.
SIGNED_IN = [302, 200, 200, 200, 200, 200, 200, 200, 200, 200]
SENT = [302] * 10
OPERATOR = [302, 403, 403, 403, 403, 403, 403, 403, 403, 200]
OPERATOR_SENT = [302, 403, 403, 403, 403, 403, 403, 403, 403, 302]

GET: dict[str, list[int]] = {
    "notifications:choices": SIGNED_IN,
    "notifications:notice_list": SIGNED_IN,
    # The adviser's own.
    "notifications:notice_open": [302, 404, 404, 302, 404, 404, 404, 404, 404, 404],
    "notifications:outbox": OPERATOR,
}

POST: dict[str, list[int]] = {
    "notifications:address_clear": OPERATOR_SENT,
    "notifications:choices": [302, *[422] * 9],
    "notifications:letters_retry": OPERATOR_SENT,
    "notifications:notices_read": SENT,
}


def notice_of_the_adviser(world: Any) -> list[Any]:
    from korus_portal.notifications.models import Notice  # noqa: PLC0415 - needs Django

    notice = Notice.objects.create(
        user=world.person, kind="requests.new", text="Varsel", path="/konto/", mode="at_once"
    )
    return [notice.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {"notifications:": notice_of_the_adviser}
