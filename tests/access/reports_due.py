"""Who may open and send what about the due dates of reports."""

from collections.abc import Callable
from datetime import date
from typing import Any

LIST = [302, 403, 403, 200, 200, 200, 403, 403, 200, 403]
# One's own centre's, and the directorate's.
ONE = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]
LEADERS = [302, 404, 404, 403, 200, 404, 404, 404, 403, 404]

GET: dict[str, list[int]] = {
    "reporting:obligation_list": LIST,
    "reporting:obligation_detail": ONE,
    "reporting:extension_redact": LEADERS,
}

POST: dict[str, list[int]] = {
    "reporting:extension_ask": [302, 404, 404, 403, 422, 404, 404, 404, 403, 404],
    "reporting:extension_decide": [302, 404, 404, 403, 403, 404, 404, 404, 422, 404],
    "reporting:extension_redact": LEADERS,
}


def obligation(world: Any) -> list[Any]:
    """KORUS Nord's, of the year before the newest report."""
    from reporting.models import ReportObligation  # noqa: PLC0415 - needs Django

    made, _created = ReportObligation.objects.get_or_create(
        centre=world.centre,
        year=2023,
        defaults={"opens_on": date(2023, 12, 1), "due_on": date(2024, 4, 1)},
    )
    return [made.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:obligation_detail": obligation,
    "reporting:extension_ask": obligation,
    "reporting:extension_decide": obligation,
    "reporting:extension_redact": obligation,
}
