"""Who may open and send what under the addresses of requests: clock."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

FOLLOWERS = [302, 200, 200, 200, 200, 200, 403, 403, 403, 403]
OWNERS = [302, 403, 404, 200, 200, 404, 404, 404, 404, 404]
LEADERS = [302, 403, 403, 403, 200, 200, 403, 403, 403, 403]
OWN_LEADER = [302, 404, 404, 403, 200, 404, 404, 404, 404, 404]
OWN_CONTACT = [302, 200, 404, 403, 403, 403, 403, 403, 403, 403]

# The personal link says who it is; the case of it is not closed.
BY_LINK = [302] * 10

GET: dict[str, list[int]] = {
    "requests:overdue_list": FOLLOWERS,
    "requests:interim_reply": OWNERS,
    # Straight on to the settings of the one municipality.
    "requests:settings_list": [302, 302, 302, 403, 403, 403, 403, 403, 403, 403],
    "requests:settings_edit": OWN_CONTACT,
    "requests:template_list": LEADERS,
    "requests:template_edit": OWN_LEADER,
    # The case is not closed: its contact is sent back to it.
    "requests:request_feedback": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
    "requests:guest_feedback": BY_LINK,
}

POST: dict[str, list[int]] = {
    "requests:interim_reply": OWNERS,
    "requests:settings_edit": [302, 302, 404, 403, 403, 403, 403, 403, 403, 403],
    "requests:template_edit": OWN_LEADER,
    "requests:template_reset": [302, 404, 404, 403, 302, 404, 404, 404, 404, 404],
    "requests:request_feedback": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
    "requests:guest_feedback": BY_LINK,
}


def case_of_a_confirmed_guest(world: Any) -> list[Any]:
    from assignments.requests import guest  # noqa: PLC0415 - needs Django
    from tests.factories import SupportRequestFactory  # noqa: PLC0415 - needs Django

    asked = {"submitted_by": None, "guest_email": "ada@alta.example", "guest_seed": uuid4()}
    found = SupportRequestFactory.create(
        centre=world.centre, municipality=world.municipality, **asked
    )
    return [guest.key_of(found)]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "requests:settings_edit": lambda world: [world.municipality.code],
    "requests:guest_feedback": case_of_a_confirmed_guest,
    "requests:template_edit": lambda world: [world.centre.code, "nb"],
    "requests:template_reset": lambda world: [world.centre.code, "nb"],
}
