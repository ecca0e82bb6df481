"""Rows that look like the same thing: the same days, municipality, theme and kind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from centres.models import Centre
from municipalities.models import Municipality, Theme

# Whatever began earlier than this and still goes on is no gathering.
LONGEST = timedelta(days=31)
SHOWN = 10


@dataclass(frozen=True)
class Lookalike:
    """Another row, as it is shown beside the one that is being written or read."""

    pk: int
    centre: str
    centre_id: int
    title: str
    day: date
    # At the own centre it may be the same row twice; at another, the same work.
    is_own: bool
    is_draft: bool
    url: str


def lookalikes(
    centre: Centre,
    starts_on: date,
    municipality_ids: Collection[int],
    theme_ids: Collection[int],
    kind: str,
    *,
    exclude: int | None = None,
    ends_on: date | None = None,
) -> list[Lookalike]:
    """Own rows first, at most ten. Without municipalities nothing is alike; without themes they
    are not compared. Others' drafts are never shown. `exclude` is the number of the row itself.
    """
    if not municipality_ids:
        return []
    rows = during(starts_on, ends_on).filter(kind=kind, is_replaced=False)
    rows = rows.filter(Q(centre=centre) | Q(status=Activity.Status.CONFIRMED))
    rows = rows.filter(pk__in=in_places(municipality_ids))
    if theme_ids:
        rows = rows.filter(pk__in=about(theme_ids))
    if exclude is not None:
        rows = rows.exclude(pk=exclude)
    found = [lookalike(row, centre) for row in rows.order_by("-starts_on", "-pk")[: 5 * SHOWN]]
    return sorted(found, key=lambda row: not row.is_own)[:SHOWN]


def during(starts_on: date, ends_on: date | None = None) -> QuerySet[Activity]:
    """What goes on at least one of the days and is not taken out of the lists."""
    last = ends_on or starts_on
    rows = Activity.objects.filter(starts_on__range=(starts_on - LONGEST, last), deleted_at=None)
    rows = rows.filter(Q(starts_on__gte=starts_on) | Q(ends_on__gte=starts_on))
    return rows.exclude(correction=Activity.Correction.VOIDS).select_related("centre")


def in_places(municipality_ids: Collection[int]) -> QuerySet[ActivityMunicipality, int]:
    """Activities that name one of the places, or the municipality of a district."""
    parents = Municipality.objects.filter(pk__in=municipality_ids, parent__isnull=False)
    wanted = {*municipality_ids, *parents.values_list("parent_id", flat=True)}
    rows = ActivityMunicipality.objects.filter(municipality__in=wanted).order_by()
    return rows.values_list("activity_id", flat=True)


def about(theme_ids: Collection[int]) -> QuerySet[ActivityTheme, int]:
    """Activities with one of the themes, or with what it belongs to or what belongs to it."""
    near = Theme.objects.filter(Q(pk__in=theme_ids) | Q(parent__in=theme_ids))
    wanted = {pk for pair in near.values_list("pk", "parent_id") for pk in pair if pk}
    # A child of a theme that is looked for brings no new parent, so this stays a family.
    rows = ActivityTheme.objects.filter(theme__in=wanted).order_by()
    return rows.values_list("activity_id", flat=True)


def lookalike(row: Activity, centre: Centre) -> Lookalike:
    return Lookalike(
        pk=row.pk,
        centre=row.centre.short_name,
        centre_id=row.centre_id,
        title=row.title,
        day=row.starts_on,
        is_own=row.centre_id == centre.pk,
        is_draft=row.status == Activity.Status.DRAFT,
        url=row.get_absolute_url(),
    )
