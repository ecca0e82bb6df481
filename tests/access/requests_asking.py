"""Who may open and send what under the addresses of requests: asking."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

GET: dict[str, list[int]] = {}

POST: dict[str, list[int]] = {
    # Sent without a form's token.
    "requests:draft_save": [302, 422, 422, 403, 403, 403, 403, 403, 403, 403],
    "requests:draft_delete": [302, 302, 302, 403, 403, 403, 403, 403, 403, 403],
    "requests:request_confirm": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
    "requests:request_disown": [302, 302, 404, 403, 403, 404, 404, 404, 404, 404],
}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "requests:draft_delete": lambda world: [UUID(int=1)],
}
