"""Who may open and send what under the addresses of `register`: the administrator alone."""

from collections.abc import Callable
from typing import Any

ADMINISTRATOR_ALONE = [302, 403, 403, 403, 403, 403, 403, 403, 403]

GET: dict[str, list[int]] = {
    "register:update_list": [*ADMINISTRATOR_ALONE, 200],
    "register:update_detail": [*ADMINISTRATOR_ALONE, 200],
}

POST: dict[str, list[int]] = {
    "register:update_list": [*ADMINISTRATOR_ALONE, 200],
    "register:update_apply": [*ADMINISTRATOR_ALONE, 302],
    "register:update_discard": [*ADMINISTRATOR_ALONE, 302],
}


def update(world: Any) -> list[Any]:
    from tests.register.factories import RegisterUpdateFactory  # noqa: PLC0415

    return [RegisterUpdateFactory.create(uploaded_by=world.person).pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {"register:": update}
