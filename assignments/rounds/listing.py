"""Rounds and their rows as rows of text: formatted once, so that a long table is cheap to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format

from assignments.access import with_own_past
from assignments.plans.numbers import shown_number
from assignments.rounds.models import InformationRound, InformationRow
from centres import catchments
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality

CHANNELS = dict(InformationRound.Channel.choices)
STATES = dict(InformationRow.State.choices)


@dataclass(frozen=True)
class RoundLine:
    url: str
    day: str
    title: str
    channel: str
    centre: str
    recipients: str
    bounced: int


@dataclass(frozen=True)
class Line:
    """One recipient."""

    pk: int
    code: str
    name: str
    # The city of a district, else the county.
    within: str
    receiver: str
    state: str
    is_bounced: bool
    reason: str
    is_outside: bool


@dataclass(frozen=True)
class Told:
    """What a municipality was told, for its own page."""

    day: str
    title: str
    centre: str
    channel: str
    receiver: str
    # The district that it went to, empty for the municipality itself.
    district: str
    state: str
    is_bounced: bool
    document_url: str


def lines_of(rounds: Sequence[InformationRound]) -> list[RoundLine]:
    """One page of the list; the rows are counted for that page alone."""
    bounced = Count("rows", filter=Q(rows__state=InformationRow.State.BOUNCED))
    shown = InformationRound.objects.filter(pk__in=[row.pk for row in rounds]).order_by()
    counted = shown.annotate(n=Count("rows"), b=bounced).values_list("pk", "n", "b")
    numbers = {pk: (n, b) for pk, n, b in counted}
    return [
        RoundLine(
            url=row.get_absolute_url(),
            day=shown_day(row.day),
            title=row.title,
            channel=str(row.get_channel_display()),
            centre=row.centre.short_name,
            recipients=shown_number(numbers[row.pk][0]),
            bounced=numbers[row.pk][1],
        )
        for row in rounds
    ]


def recipients_of(information_round: InformationRound) -> list[Line]:
    """Every row of the round; one query, and two for the catchment of the day."""
    inside = catchments.municipality_ids(information_round.centre, on=information_round.day)
    rows = information_round.rows.order_by("municipality__county__sort_key", "municipality__code")
    found = rows.values_list(
        "pk",
        "municipality",
        "municipality__parent",
        "municipality__code",
        "municipality__name",
        "municipality__parent__name",
        "municipality__county__name",
        "receiver",
        "state",
        "reason",
    )
    return [
        Line(
            pk=pk,
            code=code,
            name=name,
            within=city or county,
            receiver=receiver or information_round.receiver,
            state=str(STATES[state]),
            is_bounced=state == InformationRow.State.BOUNCED,
            reason=reason,
            is_outside=(parent or place) not in inside,
        )
        for pk, place, parent, code, name, city, county, receiver, state, reason in found
    ]


def rounds_at(municipality: Municipality, user: Viewer, *, most: int = 50) -> list[Told]:
    """What the municipality, its districts and what became it have been told, newest first.

    Only what the person may see; for the municipality's own people that is all of it.
    """
    ids = with_own_past({municipality.pk})
    here = Q(municipality__in=ids) | Q(municipality__parent__in=ids)
    rows = InformationRow.objects.visible_to(user).filter(here, round__deleted_at=None)
    found = rows.select_related("round__centre", "municipality").order_by("-round__day", "-pk")
    return [told_of(row, municipality) for row in found[:most]]


def told_of(row: InformationRow, municipality: Municipality) -> Told:
    sent = row.round
    return Told(
        day=shown_day(sent.day),
        title=sent.title,
        centre=sent.centre.short_name,
        channel=str(sent.get_channel_display()),
        receiver=row.receiver or sent.receiver,
        district=row.municipality.name if row.municipality_id != municipality.pk else "",
        state=str(row.get_state_display()),
        is_bounced=row.state == InformationRow.State.BOUNCED,
        document_url=reverse("rounds:round_document", args=[sent.pk]) if sent.document_id else "",
    )


def shown_day(day: date) -> str:
    return date_format(day, "j. F Y")
