"""What the page about the register shows before any list has been chosen."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from municipalities.models import Municipality, MunicipalityChange
from municipalities.register.models import RegisterUpdate

SHOWN = 20


@dataclass(frozen=True)
class RegisterNow:
    """The register today: how many, changed when, and the newest updates."""

    municipalities: int
    changed_on: date | None
    updates: list[RegisterUpdate]


def register(updates: QuerySet[RegisterUpdate]) -> RegisterNow:
    today = timezone.localdate()
    newest = MunicipalityChange.objects.filter(date__lte=today).order_by("-date").first()
    shown = updates.select_related("uploaded_by", "decided_by").defer("content")
    return RegisterNow(
        municipalities=Municipality.objects.in_force(on=today).count(),
        changed_on=newest.date if newest else None,
        updates=list(shown[:SHOWN]),
    )
