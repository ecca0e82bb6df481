"""Who may open and send what under the addresses of requests: dialogue, notes, files, the case
as one file. The municipality's contacts never reach a note, whoever else may not is a stranger."""

import io
from collections.abc import Callable
from typing import Any

# Both sides write; a note is the centre's alone; a stranger's address does not exist.
BOTH = [302, 200, 404, 200, 200, 404, 404, 404, 404, 404]
CENTRE = [302, 403, 404, 200, 200, 404, 404, 404, 404, 404]
REFUSED = [302, 422, 404, 422, 422, 404, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "requests:message_new": BOTH,
    "requests:note_new": CENTRE,
    "requests:file_download": BOTH,
    "requests:file_download#note": [302, 404, 404, 200, 200, 404, 404, 404, 404, 404],
    "requests:export_download": [302, 404, 404, 404, 200, 404, 404, 404, 404, 404],
    "requests:guest_file": [404] * 10,
}

POST: dict[str, list[int]] = {
    "requests:message_new": REFUSED,
    "requests:note_new": [302, 403, 404, 422, 422, 404, 404, 404, 404, 404],
    "requests:case_export": [302, 302, 404, 302, 302, 404, 404, 404, 404, 404],
}


def file_of(world: Any, **place: Any) -> list[Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - needs Django

    from assignments.requests.actions.files import attach  # noqa: PLC0415 - needs Django

    upload = SimpleUploadedFile("vedlegg.txt", io.BytesIO(b"Hei").read())
    kept = attach(support_request=world.request, uploads=[upload], by=world.person, **place)
    return [world.request.case_number, kept[0].pk]


def file_of_note(world: Any) -> list[Any]:
    """On an internal note of the centre that has the case."""
    from assignments.requests.actions.writing import write_note  # noqa: PLC0415 - needs Django

    note = write_note(support_request=world.request, by=world.person, text="Internt")
    return file_of(world, note=note)


def finished_export(world: Any) -> list[Any]:
    """Asked for by the leader."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from assignments.requests.models import CaseExport  # noqa: PLC0415 - needs Django

    made = CaseExport.objects.create(
        support_request=world.request,
        centre=world.centre,
        language="nb",
        made_by=world.job.started_by,
        made_at=timezone.now(),
    )
    return [world.request.case_number, made.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "requests:file_download": file_of,
    "requests:file_download#note": file_of_note,
    "requests:export_download": finished_export,
    "requests:guest_file": lambda _world: ["en-annens.nokkel", 1],
}
