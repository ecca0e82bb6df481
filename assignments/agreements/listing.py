"""Agreements as rows of text, and what other pages ask about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from assignments.agreements.due import Attention, attention_of, with_attention
from assignments.agreements.models import Agreement, AgreementQuerySet
from assignments.needs.places import former_and_now
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality

TONES = {
    Agreement.State.DRAFT: "neutral",
    Agreement.State.OFFERED: "info",
    Agreement.State.SIGNED: "success",
    Agreement.State.ENDED: "neutral",
}


@dataclass(frozen=True)
class Row:
    url: str
    title: str
    municipality: str
    county: str
    centre: str
    period: str
    state: str
    tone: str
    has_special_needs: bool
    attention: list[Attention]


def visible_agreements(viewer: Viewer) -> AgreementQuerySet:
    """What the person may see, ready for the list: the newest on top, deleted drafts apart."""
    rows = Agreement.objects.visible_to(viewer).filter(deleted_at=None)
    rows = rows.select_related("centre", "municipality__county").order_by("-starts_on", "-pk")
    return with_attention(rows, today=timezone.localdate())


def rows_of(agreements: Iterable[Agreement]) -> list[Row]:
    return [row_of(agreement) for agreement in agreements]


def row_of(agreement: Agreement) -> Row:
    return Row(
        url=agreement.get_absolute_url(),
        title=agreement.title,
        municipality=agreement.municipality.name,
        county=agreement.municipality.county.name,
        centre=agreement.centre.short_name,
        period=f"{shown(agreement.starts_on)}–{shown(agreement.last_day_in_force)}",
        state=capfirst(str(agreement.get_state_display())),
        tone=TONES[Agreement.State(agreement.state)],
        has_special_needs=agreement.has_special_needs,
        attention=attention_of(agreement),
    )


def shown(day: date) -> str:
    return date_format(day, "d.m.Y")


def agreements_at(municipality: Municipality, user: Viewer) -> list[Row]:
    """Those of the municipality, its predecessors and what it became that the person may see."""
    rows = visible_agreements(user).filter(municipality__in=former_and_now(municipality))
    return rows_of(rows)
