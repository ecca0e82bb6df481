"""Who may open and send what under the addresses of requests: queue."""

from collections.abc import Callable
from typing import Any

# The objects are the leader's own at KORUS Nord; the filter is shared with colleagues there.
CENTRES = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
SHARED = [302, 404, 404, 302, 302, 404, 404, 404, 404, 404]
OWN = [302, 404, 404, 404, 200, 404, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "requests:request_queue": CENTRES,
    "requests:queue_export": CENTRES,
    "requests:queue_file": OWN,
    "requests:queue_download": OWN,
    "requests:filter_list": CENTRES,
    "requests:filter_new": CENTRES,
    "requests:filter_open": SHARED,
    "requests:filter_edit": [302, 404, 404, 403, 200, 404, 404, 404, 404, 404],
    "requests:request_numbers": [302, 403, 403, 200, 200, 200, 200, 403, 200, 403],
}

POST: dict[str, list[int]] = {
    "requests:queue_assign": [302, 403, 403, 422, 422, 422, 403, 403, 403, 403],
    "requests:queue_export": CENTRES,
    "requests:filter_new": [302, 403, 403, 422, 422, 422, 403, 403, 403, 403],
    "requests:filter_edit": [302, 404, 404, 403, 422, 404, 404, 404, 404, 404],
    "requests:filter_delete": [302, 404, 404, 403, 302, 404, 404, 404, 404, 404],
    "requests:filter_subscribe": SHARED,
}


def filter_of_the_leader(world: Any) -> list[Any]:
    from assignments.requests.models import SavedFilter  # noqa: PLC0415 - needs Django

    named = {"centre": world.centre, "owner": world.job.started_by, "name": "Delt"}
    saved, _is_new = SavedFilter.objects.get_or_create(**named, is_shared=True)
    return [saved.pk]


def file_of_the_leader(world: Any) -> list[Any]:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from assignments.requests.models import QueueExport  # noqa: PLC0415 - needs Django

    made = {"format": "csv", "language": "nb", "made_at": timezone.now(), "content": b"Sak\r\n"}
    export = QueueExport.objects.create(centre=world.centre, made_by=world.job.started_by, **made)
    return [export.pk]


FILTERS = ("filter_open", "filter_edit", "filter_delete", "filter_subscribe")
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    **{f"requests:{name}": filter_of_the_leader for name in FILTERS},
    "requests:queue_file": file_of_the_leader,
    "requests:queue_download": file_of_the_leader,
}
