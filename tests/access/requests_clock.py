"""Who may open and send what under the addresses of requests: clock."""

from collections.abc import Callable
from typing import Any

FOLLOWERS = [302, 200, 200, 200, 200, 200, 403, 403, 403, 403]
OWNERS = [302, 403, 404, 200, 200, 404, 404, 404, 404, 404]
LEADERS = [302, 403, 403, 403, 200, 200, 403, 403, 403, 403]
OWN_LEADER = [302, 404, 404, 403, 200, 404, 404, 404, 404, 404]
OWN_CONTACT = [302, 200, 404, 403, 403, 403, 403, 403, 403, 403]

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
}

POST: dict[str, list[int]] = {
    "requests:interim_reply": OWNERS,
    "requests:settings_edit": [302, 302, 404, 403, 403, 403, 403, 403, 403, 403],
    "requests:template_edit": OWN_LEADER,
    "requests:template_reset": [302, 404, 404, 403, 302, 404, 404, 404, 404, 404],
    "requests:request_feedback": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "requests:settings_edit": lambda world: [world.municipality.code],
    "requests:template_edit": lambda world: [world.centre.code, "nb"],
    "requests:template_reset": lambda world: [world.centre.code, "nb"],
}
