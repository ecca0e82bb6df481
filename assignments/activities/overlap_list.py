"""Where two centres did the same: pairs of rows to decide on, and municipalities to coordinate in.

Both are read from what is counted, for one centre and one year, so they cost the same however many
years the portal holds.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from assignments.activities.models import Activity, Overlap
from assignments.coverage.models import CoverageRow, Slice
from centres.models import Centre
from municipalities.models import County, Municipality, Theme

MOST_PAIRS = 100
OPEN, DECIDED = "open", "decided"

# Rows of one kind, begun on one day in one municipality, with one theme or a theme and its parent.
# Two rows of the own centre stand once, as a pair; of another centre's only what it leads.
PAIRS = """
    SELECT DISTINCT a.starts_on, a.id, b.id
    FROM coverage_fact AS f
    JOIN activities_activity AS a ON a.id = f.source_id AND a.centre_id = f.centre_id
    JOIN coverage_fact AS g
      ON g.place_then_id = f.place_then_id AND g.year = f.year AND g.day = f.day
     AND g.source_kind = 'activity' AND g.source_id <> f.source_id
    JOIN activities_activity AS b
      ON b.id = g.source_id AND b.centre_id = g.centre_id AND b.kind = a.kind
    JOIN municipalities_municipality AS p ON p.id = f.place_then_id
    LEFT JOIN municipalities_theme AS s ON s.id = f.theme_id
    LEFT JOIN municipalities_theme AS t ON t.id = g.theme_id
    LEFT JOIN activities_overlap AS o
      ON o.first_id = least(a.id, b.id) AND o.second_id = greatest(a.id, b.id)
    WHERE f.source_kind = 'activity' AND f.centre_id = %(centre)s AND f.year = %(year)s
      AND (b.centre_id <> a.centre_id OR a.id < b.id)
      AND (f.theme_id IS NOT DISTINCT FROM g.theme_id
           OR s.parent_id = g.theme_id OR t.parent_id = f.theme_id)
      AND (%(county)s::bigint IS NULL OR p.county_id = %(county)s)
      AND (%(theme)s::bigint IS NULL OR f.theme_id = %(theme)s OR s.parent_id = %(theme)s)
      AND (o.id IS NULL) = %(is_open)s
    ORDER BY a.starts_on DESC, a.id DESC, b.id DESC
    LIMIT %(most)s
"""
COLUMNS = (
    "pk",
    "title",
    "starts_on",
    "centre__short_name",
    "centre_id",
)


@dataclass(frozen=True)
class Narrowed:
    """Whose overlaps, and which of them."""

    centre: Centre
    year: int
    theme: Theme | None = None
    county: County | None = None


@dataclass(frozen=True)
class Pair:
    """An own row and another that looks like it."""

    title: str
    url: str
    day: date
    other_title: str
    other_url: str
    other_centre: str
    is_own_twice: bool
    decision: str
    decide_url: str


def pairs(chosen: Narrowed, *, state: str = OPEN) -> list[Pair]:
    """At most a hundred, the newest first. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            PAIRS,
            {
                "centre": chosen.centre.pk,
                "year": chosen.year,
                "county": chosen.county.pk if chosen.county else None,
                "theme": chosen.theme.pk if chosen.theme else None,
                "is_open": state == OPEN,
                "most": MOST_PAIRS,
            },
        )
        found = [(own, other) for _day, own, other in cursor.fetchall()]
    return described(found)


def described(found: list[tuple[int, int]]) -> list[Pair]:
    numbers = {pk for pair in found for pk in pair}
    rows = {row["pk"]: row for row in activities(numbers)}
    decided = {
        (first, second): str(capfirst(Overlap.Outcome(outcome).label))
        for first, second, outcome in Overlap.objects.filter(
            first__in=numbers, second__in=numbers
        ).values_list("first", "second", "outcome")
    }
    return [pair(rows[own], rows[other], decided) for own, other in found]


def activities(numbers: set[int]) -> Any:
    return Activity.objects.filter(pk__in=numbers).order_by().values(*COLUMNS)


def pair(own: dict[str, Any], other: dict[str, Any], decided: dict[Any, str]) -> Pair:
    first, second = sorted((own["pk"], other["pk"]))
    return Pair(
        title=own["title"],
        url=reverse("activities:activity_detail", args=[own["pk"]]),
        day=own["starts_on"],
        other_title=other["title"],
        other_url=reverse("activities:activity_detail", args=[other["pk"]]),
        other_centre=other["centre__short_name"],
        is_own_twice=own["centre_id"] == other["centre_id"],
        decision=decided.get((first, second), ""),
        decide_url=reverse("overlaps:overlap_decide", args=[own["pk"], other["pk"]]),
    )


def shared_places(chosen: Narrowed) -> QuerySet[CoverageRow]:
    """Own municipalities and themes in which another centre was active too, to be paged."""
    rows = of_centres(chosen).filter(centre=chosen.centre)
    others = of_centres(chosen).exclude(centre=chosen.centre)
    others = others.filter(place=OuterRef("place"), slice_key=OuterRef("slice_key"))
    rows = rows.filter(Exists(others)).select_related("place")
    return rows.order_by("place__sort_key", "place__code", "slice_key")


def of_centres(chosen: Narrowed) -> QuerySet[CoverageRow]:
    """Rows of single centres in municipalities, by theme."""
    rows = CoverageRow.objects.of_year(chosen.year).municipalities()
    rows = rows.filter(slice=Slice.THEME, centre__isnull=False, activities__gt=0)
    if chosen.county:
        rows = rows.filter(place__county=chosen.county)
    if chosen.theme:
        children = chosen.theme.children.values_list("pk", flat=True)
        rows = rows.filter(slice_key__in=[chosen.theme.pk, *children])
    return rows


@dataclass(frozen=True)
class SharedPlace:
    municipality: str
    url: str
    theme: str
    own: int
    # «KORUS Midt (3)»
    others: list[str]


def shared_lines(chosen: Narrowed, rows: list[CoverageRow]) -> list[SharedPlace]:
    """The rows of one page, with who else was there. Two queries."""
    themes = {row.pk: str(row) for row in Theme.objects.select_related("parent")}
    others: dict[tuple[int | None, int], list[str]] = {}
    there = of_centres(chosen).exclude(centre=chosen.centre)
    there = there.filter(
        place__in=[row.place_id for row in rows], slice_key__in={row.slice_key for row in rows}
    )
    columns = ("place_id", "slice_key", "centre__short_name", "activities")
    for place, theme, name, number in there.order_by("centre__short_name").values_list(*columns):
        others.setdefault((place, theme), []).append(f"{name} ({number})")
    return [
        SharedPlace(
            municipality=municipality.name,
            url=municipality.get_absolute_url(),
            theme=themes.get(row.slice_key, ""),
            own=row.activities,
            others=others.get((row.place_id, row.slice_key), []),
        )
        for row in rows
        if isinstance(municipality := row.place, Municipality)
    ]
