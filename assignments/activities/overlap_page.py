"""Rows that look like an activity, and what was decided about them: what its page shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, Overlap
from assignments.activities.overlaps import lookalikes
from assignments.plans.numbers import shown_number


@dataclass(frozen=True)
class OverlapLine:
    title: str
    centre: str
    day: date
    url: str
    is_own: bool
    decide_url: str
    # Empty until somebody has decided.
    outcome: str
    reason: str
    decided_at: object


def overlaps_of(activity: Activity) -> list[OverlapLine]:
    """For the own people of a row that counts: what is decided, then what is left to decide."""
    if not activity.is_counting:
        return []
    decided = [decided_line(activity, row) for row in decisions_on(activity)]
    known = {line.url for line in decided}
    return decided + [line for line in undecided(activity) if line.url not in known]


def decisions_on(activity: Activity) -> list[Overlap]:
    rows = Overlap.objects.filter(Q(first=activity) | Q(second=activity))
    return list(rows.select_related("first__centre", "second__centre"))


def decided_line(activity: Activity, row: Overlap) -> OverlapLine:
    other = row.second if row.first_id == activity.pk else row.first
    return OverlapLine(
        title=other.title,
        centre=other.centre.short_name,
        day=other.starts_on,
        url=other.get_absolute_url(),
        is_own=other.centre_id == activity.centre_id,
        decide_url=address(activity.pk, other.pk) if other.is_counting else "",
        outcome=str(capfirst(row.get_outcome_display())),
        reason=row.reason,
        decided_at=row.decided_at,
    )


def undecided(activity: Activity) -> list[OverlapLine]:
    found = lookalikes(
        activity.centre,
        activity.starts_on,
        list(activity.activity_municipalities.values_list("municipality_id", flat=True)),
        list(activity.activity_themes.values_list("theme_id", flat=True)),
        activity.kind,
        exclude=activity.pk,
        ends_on=activity.ends_on,
    )
    return [
        OverlapLine(
            title=row.title,
            centre=row.centre,
            day=row.day,
            url=row.url,
            is_own=row.is_own,
            decide_url="" if row.is_draft else address(activity.pk, row.pk),
            outcome="",
            reason="",
            decided_at=None,
        )
        for row in found
    ]


def address(own: int, other: int) -> str:
    return reverse("overlaps:overlap_decide", args=[own, other])


@dataclass(frozen=True)
class Side:
    """One of two rows, to be read beside the other."""

    title: str
    url: str
    facts: list[tuple[str, str]]


def side_of(activity: Activity) -> Side:
    places = activity.municipalities.order_by("sort_key", "code")
    themes = activity.activity_themes.select_related("theme__parent")
    unknown = _("ikke oppgitt")
    last = f"–{activity.ends_on:%d.%m.%Y}" if activity.ends_on else ""
    return Side(
        title=activity.title,
        url=activity.get_absolute_url(),
        facts=[
            (_("Senter"), activity.centre.short_name),
            (_("Type"), str(capfirst(activity.get_kind_display()))),
            (_("Dato"), f"{activity.starts_on:%d.%m.%Y}{last}"),
            (_("Kommuner"), ", ".join(place.name for place in places) or unknown),
            (_("Temaer"), ", ".join(str(row.theme) for row in themes) or unknown),
            (_("Timer"), shown_number(activity.hours) or unknown),
            (_("Deltakelser"), shown_number(activity.attendances) or unknown),
        ],
    )
