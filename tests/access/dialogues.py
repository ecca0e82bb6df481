"""Who may open and send what under the addresses of `dialogues`."""

from collections.abc import Callable
from typing import Any

ONE = [302, 404, 404, 200, 200, 404, 200, 404, 200, 404]
SENT = [302, 404, 404, 422, 422, 404, 403, 404, 403, 404]
# The address of a new one says what it is about; bare it is about nothing.
NEW = [302, 403, 403, 404, 404, 404, 404, 403, 403, 403]
REDACT = [302, 404, 404, 403, 200, 404, 403, 404, 403, 404]

GET: dict[str, list[int]] = {
    "dialogues:dialogue_list": [302, 403, 403, 200, 200, 200, 200, 403, 200, 403],
    "dialogues:dialogue_new": NEW,
    "dialogues:dialogue_detail": ONE,
    "dialogues:dialogue_redact": REDACT,
}

POST: dict[str, list[int]] = {
    "dialogues:dialogue_new": NEW,
    "dialogues:dialogue_answer": SENT,
    "dialogues:dialogue_write": SENT,
    "dialogues:dialogue_propose": SENT,
    "dialogues:dialogue_judge": SENT,
    "dialogues:dialogue_take_back": [302, 404, 404, 302, 302, 404, 403, 404, 403, 404],
    "dialogues:dialogue_withdraw": SENT,
    "dialogues:dialogue_redact": REDACT,
}


def dialogue_of_the_centre(world: Any) -> list[Any]:
    """Opened by KORUS Nord about Alta, with another centre."""
    from assignments.dialogues import actions  # noqa: PLC0415 - needs Django
    from assignments.dialogues.concerned import About  # noqa: PLC0415 - needs Django
    from tests.factories import CentreFactory  # noqa: PLC0415 - needs Django

    made = actions.open_dialogue(
        about=About("overlap", world.request.theme, 2025, world.municipality),
        centres=[CentreFactory.create(code="annet-senter")],
        text="Vi holder begge kurs i Alta.",
        by=world.person,
    )
    return [made.pk]


def nothing(world: Any) -> list[Any]:
    return []


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "dialogues:": dialogue_of_the_centre,
    "dialogues:dialogue_list": nothing,
    "dialogues:dialogue_new": nothing,
}
