"""Who may open and send what under the addresses of `grants`.

The directorate writes the letter, the leader the application; the centre's own people read both.
"""

from collections.abc import Callable
from typing import Any

# An object is a stranger's to everybody outside the centre but those who give the money.
READ = [302, 404, 404, 200, 200, 404, 404, 404, 200, 200]
LETTER = [302, 404, 404, 403, 403, 404, 404, 404, 200, 200]
APPLICATION = [302, 404, 404, 403, 200, 404, 404, 404, 200, 200]
NEW = [302, 403, 403, 403, 403, 403, 403, 403, 200, 200]

GET: dict[str, list[int]] = {
    "grants:grant_list": [302, 403, 403, 200, 200, 200, 403, 403, 200, 200],
    "grants:grant_new": NEW,
    "grants:grant_detail": READ,
    "grants:grant_history": APPLICATION,
    "grants:letter_download": READ,
    "grants:application_download": READ,
    "grants:grant_redact": APPLICATION,
    "grants:letter_edit": LETTER,
    "grants:application_edit": APPLICATION,
}

# Sent empty: a letter comes back with its errors, an application may be empty still.
POST: dict[str, list[int]] = {
    "grants:grant_redact": APPLICATION,
    "grants:grant_new": NEW,
    "grants:letter_edit": LETTER,
    "grants:application_edit": [302, 404, 404, 403, 302, 404, 404, 404, 302, 302],
}


def grant_of_the_centre(world: Any) -> list[Any]:
    """A letter to KORUS Nord, with both files."""
    from centres.grants.models import Grant  # noqa: PLC0415 - needs Django
    from korus_portal.files.actions import keep_made  # noqa: PLC0415 - needs Django

    def file(name: str) -> Any:
        return keep_made(name=name, content_type="application/pdf", content=b"%PDF-1.7")

    grant = Grant.objects.create(
        centre=world.centre,
        scheme="Tilskudd til kompetansesentre",
        year=2025,
        letter=file("brev.pdf"),
        application=file("søknad.pdf"),
    )
    return [grant.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {"grants:": grant_of_the_centre}
