"""Who may open and send what under `/aktiviteter/importer/`."""

from collections.abc import Callable
from typing import Any

# Every centre's people have a page of their own; a sheet is its own centre's alone.
WORKPLACE = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
SENT = [302, 404, 404, 302, 302, 404, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "activities:import_list": WORKPLACE,
    "activities:import_template": WORKPLACE,
    "activities:import_detail": OWN,
}

POST: dict[str, list[int]] = {
    # Without a file: the form comes back.
    "activities:import_list": [302, 403, 403, 422, 422, 422, 403, 403, 403, 403],
    "activities:import_read": SENT,
    "activities:import_apply": SENT,
    "activities:import_discard": SENT,
}


def sheet(world: Any) -> list[Any]:
    """Sent by somebody at KORUS Nord who has left."""
    from tests.activities.sheets import batch_of  # noqa: PLC0415 - needs Django

    return [batch_of(world.centre, world.person).pk]


def ending(_world: Any) -> list[Any]:
    return ["xlsx"]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "activities:import_template": ending,
    "activities:import_detail": sheet,
    "activities:import_read": sheet,
    "activities:import_apply": sheet,
    "activities:import_discard": sheet,
}
