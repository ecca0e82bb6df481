"""What binds a municipality and a centre, and what the municipality has been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assignments.agreements.models import Agreement
from korus_portal.accounts.access import Viewer

TONES = {
    Agreement.State.DRAFT: "neutral",
    Agreement.State.OFFERED: "warning",
    Agreement.State.SIGNED: "success",
    Agreement.State.ENDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class AgreementRow:
    href: str
    title: str
    centre: str
    starts_on: date
    ends_on: date
    state: str
    tone: str


def agreements_of(places: set[int], viewer: Viewer) -> list[AgreementRow]:
    """The agreements that the reader may see, the newest first. One query."""
    visible = Agreement.objects.visible_to(viewer).filter(municipality__in=places, deleted_at=None)
    return [
        AgreementRow(
            href=row.get_absolute_url(),
            title=row.title,
            centre=row.centre.short_name,
            starts_on=row.starts_on,
            ends_on=row.last_day,
            state=str(row.get_state_display()),
            tone=TONES[Agreement.State(row.state)],
        )
        for row in visible.select_related("centre").order_by("-starts_on", "-pk")
    ]
