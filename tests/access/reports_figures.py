"""Who may open and send what under the addresses of a report's figures."""

from collections.abc import Callable
from typing import Any

# The centre's own people; the directorate what it has received.
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
RECEIVED = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]

GET: dict[str, list[int]] = {
    "reporting:initiative_status": [302, 404, 404, 403, 200, 404, 404, 404, 404, 404],
    "reporting:report_figures": OWN,
    "reporting:report_figures#submitted": RECEIVED,
}

POST: dict[str, list[int]] = {
    "reporting:figures_take": [302, 404, 404, 302, 302, 404, 404, 404, 404, 404],
    "reporting:figures_take#submitted": [302, 404, 404, 302, 302, 404, 404, 404, 403, 404],
    "reporting:initiative_status": [302, 404, 404, 403, 200, 404, 404, 404, 404, 404],
}


def entry_of_a_satsing(world: Any) -> list[Any]:
    from centres.models import Initiative  # noqa: PLC0415 - needs Django
    from reporting.models import ReportEntry  # noqa: PLC0415 - needs Django

    initiative = Initiative.objects.create(code="bti", name_nb="BTI", kind="method")
    entry = ReportEntry.objects.create(report=world.report, initiative=initiative)
    return [world.report.pk, entry.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:initiative_status": entry_of_a_satsing
}
