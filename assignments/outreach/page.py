"""One municipality in the list: every part of its score, and what has been done about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.access import with_former
from assignments.outreach import reasons, rules
from assignments.outreach.desk import Desk
from assignments.outreach.listing import CallList, CallRow
from assignments.outreach.models import Approach, Contact, GovernorComment
from assignments.outreach.score import NATIONAL, Weights
from korus_portal.notifications.redaction import is_left
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Line:
    """One part: value × weight = points, by the centre's weights and by the national ones."""

    label: str
    reason: str
    has_data: bool
    value: str
    weight: int
    points: str
    national_weight: int
    national_points: str


@dataclass(frozen=True)
class Attempt:
    """One contact as the viewer may see it: without the note outside the centre."""

    contact: Contact
    note: str
    can_change: bool
    can_redact: bool


@dataclass(frozen=True)
class Story:
    """One approach with its attempts, the newest first."""

    approach: Approach
    attempts: list[Attempt]


def lines_of(row: CallRow, weights: Weights) -> list[Line]:
    return [
        Line(
            label=reasons.label(part.component),
            reason=part.reason,
            has_data=part.has_data,
            value=decimal(part.value),
            weight=weights[part.component],
            points=decimal(part.points(weights)),
            national_weight=NATIONAL[part.component],
            national_points=decimal(part.points(NATIONAL)),
        )
        for part in row.parts
    ]


def decimal(value: Decimal) -> str:
    return number_format(value, 2, force_grouping=True)


def row_in(found: CallList, municipality_id: int) -> CallRow | None:
    return next((row for row in found.rows if row.place.pk == municipality_id), None)


def stories_of(desk: Desk, municipality: Municipality) -> list[Story]:
    """The centre's approaches to the municipality and those it came from. Two queries."""
    found = Approach.objects.visible_to(desk.user).filter(
        centre=desk.centre, municipality__in=with_former({municipality.pk})
    )
    approaches = list(found.select_related("adviser", "ended_by", "centre", "municipality"))
    contacts: dict[int, list[Contact]] = {row.pk: [] for row in approaches}
    rows = Contact.objects.visible_to(desk.user).filter(approach__in=contacts)
    rows = rows.select_related("by") if desk.is_own else rows.select_related("by").defer("note")
    for contact in rows:
        contacts[contact.approach_id].append(contact)
    return [
        Story(row, [attempt(desk, row, contact) for contact in contacts[row.pk]])
        for row in approaches
    ]


def attempt(desk: Desk, approach: Approach, contact: Contact) -> Attempt:
    note = contact.note if desk.is_own else ""
    may = rules.can_change_contact(desk.user, approach, noted_by=contact.by_id)
    return Attempt(contact, note=note, can_change=may, can_redact=desk.leads and is_left(note))


def comments_of(desk: Desk, municipality: Municipality) -> list[tuple[GovernorComment, bool]]:
    """What the governor has said, and whether the viewer may take the text out."""
    found = GovernorComment.objects.visible_to(desk.user).filter(
        centre=desk.centre, municipality__in=with_former({municipality.pk})
    )
    rows = found.select_related("organisation", "by")
    return [(row, desk.leads and is_left(row.text)) for row in rows]


def under_way(stories: list[Story]) -> Approach | None:
    return next((row.approach for row in stories if row.approach.ended_at is None), None)


def why_no_list(desk: Desk) -> str:
    """What to say where there is no list to show."""
    if desk.centre.is_national_only:
        return _(
            "%(centre)s har en nasjonal funksjon og ikke noe ansvarsområde. "
            "Lista lages for sentre som har ansvar for bestemte kommuner."
        ) % {"centre": desk.centre}
    return _(
        "Portalen vet ikke hvilke kommuner %(centre)s har ansvar for. "
        "Be administratoren om å legge inn ansvarsområdet."
    ) % {"centre": desk.centre}
