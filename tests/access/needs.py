"""Who may open and send what under the addresses of `needs`."""

from collections.abc import Callable
from typing import Any

# One's own and one's catchment's or county's; the directorate sees counts and never a text.
FOLLOWERS = [302, 200, 200, 200, 200, 200, 200, 403, 403, 403]
ONE = [302, 200, 404, 200, 200, 404, 200, 404, 404, 404]
REGISTRANT = [302, 403, 404, 200, 200, 404, 403, 404, 404, 404]
SENT = [302, 422, 404, 422, 422, 404, 422, 404, 404, 404]

GET: dict[str, list[int]] = {
    "needs:need_list": FOLLOWERS,
    "needs:need_new": FOLLOWERS,
    "needs:county_list": [302, 403, 403, 200, 200, 200, 200, 403, 403, 403],
    "needs:need_counts": [302, 403, 403, 200, 200, 200, 200, 403, 200, 403],
    "needs:counts_export": [302, 403, 403, 200, 200, 200, 200, 403, 200, 403],
    "needs:need_detail": ONE,
    "needs:need_edit": REGISTRANT,
    "needs:need_evidence": ONE,
    "needs:need_redact": [302, 403, 404, 403, 200, 404, 403, 404, 404, 404],
}

POST: dict[str, list[int]] = {
    "needs:need_new": FOLLOWERS,
    "needs:need_edit": REGISTRANT,
    "needs:need_evidence": ONE,
    "needs:need_redact": [302, 403, 404, 403, 200, 404, 403, 404, 404, 404],
    "needs:need_speak": SENT,
    "needs:need_verdict": [302, 403, 404, 422, 422, 404, 422, 404, 404, 404],
    "needs:need_status": [302, 403, 404, 422, 422, 404, 403, 404, 404, 404],
}


def need_of_the_centre(world: Any) -> list[Any]:
    """Registered by KORUS Nord about Alta."""
    from tests.needs.factories import NeedFactory  # noqa: PLC0415 - needs Django

    need = NeedFactory.create(
        municipality=world.municipality,
        theme=world.request.theme,
        registered_for=world.centre.organisation,
        registered_by=world.person,
    )
    return [need.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {"needs:": need_of_the_centre}
