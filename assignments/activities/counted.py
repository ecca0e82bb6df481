"""Where an activity was, and what it counts as there: the rows behind the figures."""

from dataclasses import dataclass

from assignments.activities.models import Activity
from assignments.coverage.models import Fact, Level
from assignments.plans.numbers import shown_number


@dataclass(frozen=True)
class PlaceRow:
    name: str
    url: str
    attendances: str
    level: str


def places_of(activity: Activity) -> list[PlaceRow]:
    """Each municipality and district named, in Norwegian order."""
    levels = levels_of(activity)
    named = activity.activity_municipalities.select_related("municipality")
    named = named.order_by("municipality__sort_key", "municipality__code")
    return [
        PlaceRow(
            name=row.municipality.name,
            url=row.municipality.get_absolute_url(),
            attendances=shown_number(row.attendances),
            level=levels.get(row.municipality_id, ""),
        )
        for row in named
    ]


def levels_of(activity: Activity) -> dict[int, str]:
    """The level that the activity gives each place by itself (rule 4)."""
    facts = Fact.objects.filter(source_kind=Fact.Source.ACTIVITY, source_id=activity.pk)
    rows = facts.exclude(level=Level.UNKNOWN).values_list("district", "place_then", "level")
    return {district or place: str(Level(level).label) for district, place, level in rows}
