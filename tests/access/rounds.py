"""Who may open and send what under the addresses of `rounds`."""

from collections.abc import Callable
from typing import Any

GET: dict[str, list[int]] = {
    "rounds:recipients_add": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_delete": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_detail": [302, 404, 404, 200, 200, 404, 404, 404, 200, 200],
    "rounds:round_document": [302, 200, 404, 200, 200, 404, 200, 404, 200, 200],
    "rounds:round_edit": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_history": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_list": [302, 403, 403, 200, 200, 200, 403, 403, 200, 200],
    "rounds:round_new": [302, 403, 403, 200, 200, 200, 403, 403, 403, 403],
    "rounds:round_redact": [302, 404, 404, 403, 200, 404, 404, 404, 403, 403],
    "rounds:rows_change": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
}

POST: dict[str, list[int]] = {
    "rounds:recipients_add": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_delete": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_edit": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
    "rounds:round_new": [302, 403, 403, 200, 200, 200, 403, 403, 403, 403],
    "rounds:round_redact": [302, 404, 404, 403, 200, 404, 404, 404, 403, 403],
    "rounds:round_restore": [302, 404, 404, 302, 302, 404, 404, 404, 403, 403],
    "rounds:rows_change": [302, 404, 404, 200, 200, 404, 404, 404, 403, 403],
}


def sent_round(world: Any) -> list[Any]:
    """A letter of KORUS Nord that Alta got."""
    from korus_portal.files.actions import keep_made  # noqa: PLC0415 - needs Django
    from tests.rounds.factories import InformationRoundFactory  # noqa: PLC0415 - needs Django

    document = keep_made(name="brev.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    made = InformationRoundFactory.create(
        centre=world.centre,
        registered_by=world.draft.registered_by,
        document=document,
        with_rows=[world.municipality],
    )
    return [made.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {"rounds:": sent_round}
