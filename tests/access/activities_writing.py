"""Who may open and send what while an activity is being written."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

TOKEN = UUID("11111111-2222-4333-8444-555555555555")
STAFF = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]

GET: dict[str, list[int]] = {
    "activities:activity_lookalikes": STAFF,
    # A script without a word in it; only who writes activities ever asks for it.
    "activities:activity_worker": [302, 200, 200, 200, 200, 200, 200, 200, 200, 200],
}

POST: dict[str, list[int]] = {
    "activities:activity_presets": STAFF,
    # Without a form to keep.
    "activities:activity_typed_save": [302, 403, 403, 422, 422, 422, 403, 403, 403, 403],
    "activities:activity_typed_discard": [302, 403, 403, 302, 302, 302, 403, 403, 403, 403],
}


def a_form(world: Any) -> list[Any]:
    """One's own, or nobody's: throwing away what is not there is done already."""
    return [TOKEN]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "activities:activity_typed_discard": a_form,
}
