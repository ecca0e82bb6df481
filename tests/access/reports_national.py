"""Who may read the national summary, and lay reports beside each other."""

from collections.abc import Callable
from typing import Any

# The directorate alone holds every received report side by side. Without a year the address
# leads to the newest; a figure or document must be named.
NATIONAL = [302, 403, 403, 403, 403, 403, 403, 403, 302, 403]
NAMED = [302, 403, 403, 403, 403, 403, 403, 403, 404, 403]
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
SUBMITTED = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]
ASKED = [302, 404, 404, 302, 302, 404, 404, 404, 302, 404]

GET: dict[str, list[int]] = {
    "reporting:national": NATIONAL,
    "reporting:national_sources": NAMED,
    "reporting:national_download": NAMED,
    "reporting:compare_choose": OWN,
    "reporting:compare_choose#submitted": SUBMITTED,
    "reporting:compare": OWN,
    "reporting:compare_today": SUBMITTED,
}

POST: dict[str, list[int]] = {
    "reporting:national_documents": NAMED,
    "reporting:compare_today": ASKED,
}

ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:national_download": lambda w: ["pdf"],
    # The draft is what the directorate must not see.
    "reporting:compare": lambda w: [w.submitted.pk, w.report.pk],
    "reporting:compare_today": lambda w: [w.submitted.pk],
}
