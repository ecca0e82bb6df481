"""Who may open and send what of the list of activities, its files and its calendars."""

from collections.abc import Callable
from typing import Any

WORKPLACE = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
# An unknown key is not found, whoever asks.
NOT_FOUND = [404] * 10

GET: dict[str, list[int]] = {
    "activities:feed_list": WORKPLACE,
    "activities:feed": NOT_FOUND,
}

POST: dict[str, list[int]] = {
    "activities:feed_make": WORKPLACE,
    "activities:feed_end": [302, 403, 403, 302, 302, 302, 403, 403, 403, 403],
}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {"activities:feed": lambda _world: ["ukjent"]}
