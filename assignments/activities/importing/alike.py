"""Rows that may be something already registered: a warning, never an error.

The same day, kind, municipality and theme as a stored row, or as an earlier row of the file. What
`overlaps.lookalikes` asks for one activity is asked here for a thousand at once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from assignments.activities.models import ActivityTheme
from assignments.activities.values import ActivityValues
from centres.models import Centre
from municipalities.models import Theme

Key = tuple[date, str, int]
Themes = frozenset[int]

# Others' drafts are nobody else's business. Ten for each place are enough to find one of the theme.
STORED = """
SELECT w.number, found.id, found.short_name
FROM unnest(%s::int[], %s::date[], %s::text[], %s::bigint[]) AS w(number, day, kind, place)
CROSS JOIN LATERAL (
  SELECT a.id, c.short_name
  FROM activities_activity AS a
  JOIN activities_activitymunicipality AS m ON m.activity_id = a.id
  JOIN centres_centre AS c ON c.id = a.centre_id
  WHERE a.starts_on = w.day AND a.kind = w.kind AND m.municipality_id = w.place
    AND a.deleted_at IS NULL AND NOT a.is_replaced AND a.correction <> 'voids'
    AND (a.centre_id = %s OR a.status = 'confirmed')
  ORDER BY a.centre_id <> %s, a.id LIMIT 10
) AS found
ORDER BY w.number, found.id
"""


class Alike:
    """What one file has been found to look like so far."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.families = families()
        self.seen: defaultdict[Key, list[tuple[int, Themes]]] = defaultdict(list)

    def warnings(self, rows: Mapping[int, ActivityValues]) -> Iterator[tuple[int, str]]:
        """Row number and text; at most one of each sort for a row."""
        yield from self.stored(rows)
        for number, values in rows.items():
            earlier = self.in_file(number, values)
            if earlier is not None:
                yield (
                    number,
                    _("Ligner på rad %(number)d: samme dato, type, kommune og tema.")
                    % {"number": earlier},
                )

    def in_file(self, number: int, values: ActivityValues) -> int | None:
        themes = frozenset(theme.pk for theme in values.themes)
        found = None
        for key in keys_of(values):
            for earlier, others in self.seen[key]:
                if found is None and self.is_near(themes, others):
                    found = earlier
            self.seen[key].append((number, themes))
        return found

    def stored(self, rows: Mapping[int, ActivityValues]) -> Iterator[tuple[int, str]]:
        wanted = [(number, *key) for number, values in rows.items() for key in keys_of(values)]
        if not wanted:
            return
        with connection.cursor() as cursor:
            columns = [list(column) for column in zip(*wanted, strict=True)]
            cursor.execute(STORED, [*columns, self.centre.pk, self.centre.pk])
            found = cursor.fetchall()
        themes = themes_of({pk for _number, pk, _name in found})
        told: set[int] = set()
        for number, pk, name in found:
            own = frozenset(theme.pk for theme in rows[number].themes)
            if number not in told and self.is_near(own, themes[pk]):
                told.add(number)
                yield (
                    number,
                    _(
                        "Ligner på aktivitet %(pk)d hos %(centre)s: samme dato, type, kommune og "
                        "tema."
                    )
                    % {"pk": pk, "centre": name},
                )

    def is_near(self, themes: Themes, others: Themes) -> bool:
        """A theme, what it belongs to or what belongs to it. Without themes nothing is compared."""
        if not themes:
            return True
        return any(self.families[theme] & others for theme in themes)


def keys_of(values: ActivityValues) -> list[Key]:
    places = {place.counts_as_id for place in values.municipalities}
    return [(values.starts_on, str(values.kind), place) for place in sorted(places)]


def families() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pk, parent in Theme.objects.order_by().values_list("pk", "parent"):
        found.setdefault(pk, set()).add(pk)
        if parent:
            found[pk].add(parent)
            found.setdefault(parent, {parent}).add(pk)
    return found


def themes_of(ids: set[int]) -> defaultdict[int, Themes]:
    found: defaultdict[int, Themes] = defaultdict(frozenset)
    rows = ActivityTheme.objects.filter(activity__in=ids).order_by()
    for activity, theme in rows.values_list("activity", "theme"):
        found[activity] |= {theme}
    return found
