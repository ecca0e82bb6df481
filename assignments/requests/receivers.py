"""Which centres a case can be offered to, or a municipality be pointed to; the likeliest first."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.requests.models import SupportRequest
from centres.models import Centre
from centres.routing import responsible_centres


def receivers(found: SupportRequest) -> list[tuple[str, Any]]:
    """Groups of choices: centres with somebody who reads requests, but not the owner, nor those
    that are asked already."""
    asked = set(found.hand_overs.open().values_list("to_centre", flat=True))
    able = Centre.objects.active(on=timezone.localdate()).askable()
    return _grouped(found, able, {found.centre_id, *asked})


def pointers(found: SupportRequest) -> list[tuple[str, Any]]:
    """Groups of choices: every centre at work, but the one that says no."""
    return _grouped(found, Centre.objects.active(on=timezone.localdate()), {found.centre_id})


def _grouped(
    found: SupportRequest, centres: Iterable[Centre], but: set[int]
) -> list[tuple[str, Any]]:
    today = timezone.localdate()
    fitting = responsible_centres(found.municipality, found.theme, on=today)
    order = {row.centre.pk: place for place, row in enumerate(fitting)}
    left = sorted((row for row in centres if row.pk not in but), key=lambda row: row.short_name)
    near = sorted((row for row in left if row.pk in order), key=lambda row: order[row.pk])
    far = [row for row in left if row.pk not in order]
    groups = [
        (_("Har ansvar for temaet der, eller gir råd om det"), near),
        (_("Andre sentre"), far),
    ]
    return [(label, [(row.code, str(row)) for row in rows]) for label, rows in groups if rows]
