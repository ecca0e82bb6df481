"""Gaps: theme × county that nobody worked with, though it is in a responsible centre's field.

Public. Nobody worked with a theme in a county when no municipality of it is brukt there in the
year (rule 7), by whichever centre. A theme that holds others was worked with where one of them was.
A centre, kind or function in the choice says whose fields are meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from assignments.coverage.models import CoverageRow, Level, Slice, Structure
from centres.models import Catchment, Centre, CentreField
from municipalities.models import County, Municipality, Theme
from reporting.dashboard import figures
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import chosen_places, facts_of, place_column
from reporting.dashboard.meeting import Key, chosen_centres


@dataclass(frozen=True)
class Gap:
    county: County
    theme: Theme
    # Those whose field it is there.
    centres: list[Centre]

    @property
    def key(self) -> Key:
        return self.county.pk, self.theme.pk


def gaps(choice: Choice) -> list[Gap]:
    """By county, then by theme. Eight queries however much was done."""
    themes = themes_of(choice)
    counties = County.objects.in_force(on=choice.structure_day)
    if choice.counties:
        counties = counties.filter(pk__in=choice.county_ids)
    fields, worked = responsible(choice, themes), worked_with(choice)
    return [
        Gap(county, theme, centres)
        for county in counties
        for theme in themes
        if (centres := fields.get((county.pk, theme.pk)))
        and not any((county.pk, pk) in worked for pk in with_children(theme, themes))
    ]


def is_anyones(choice: Choice) -> bool:
    """Whether any theme is in the field of a centre that serves municipalities of the choice. Else
    there are no gaps to find, which says nothing of what was done."""
    return bool(responsible(choice, themes_of(choice)))


def silent_centres(choice: Choice) -> set[int]:
    """Those that logged nothing in the year, whoever is chosen."""
    anybody = replace(choice, centre=None, kind="", function="")
    return {centre.pk for centre in figures.centres_without_data(anybody)}


def names_of(gap: Gap, silent: set[int]) -> str:
    """A centre that logged nothing all year is «ingen data», which is no proof of a gap (14)."""
    missing = _("ingen data")
    return ", ".join(
        f"{centre.short_name} ({missing})" if centre.pk in silent else centre.short_name
        for centre in gap.centres
    )


def themes_of(choice: Choice) -> list[Theme]:
    rows = Theme.objects.current().select_related("parent")
    wanted = Q(pk=choice.theme.pk) | Q(parent=choice.theme) if choice.theme else Q()
    return sorted(rows.filter(wanted), key=place_in_list)


def place_in_list(theme: Theme) -> tuple[int, int, bool, int]:
    """Each under the one that it belongs to."""
    top = theme.parent or theme
    return top.position, top.pk, theme.parent_id is not None, theme.position


def with_children(theme: Theme, themes: Iterable[Theme]) -> list[int]:
    return [theme.pk, *(row.pk for row in themes if row.parent_id == theme.pk)]


def worked_with(choice: Choice) -> set[Key]:
    """County and theme of what is brukt, by any centre, in municipalities of the choice."""
    if choice.initiative is not None or choice.task is not None:
        anybody = replace(choice, centre=None, kind="", function="", theme=None)
        column = place_column(choice)
        facts = facts_of(anybody).filter(level=Level.USED, theme__isnull=False)
        return set(facts.order_by().values_list(f"{column}__county", "theme").distinct())
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure).by()
    rows = rows.municipalities().filter(slice=Slice.THEME, level=Level.USED)
    rows = rows.filter(chosen_places(choice, "place__")).order_by()
    return set(rows.values_list("place__county", "slice_key").distinct())


def responsible(choice: Choice, themes: Iterable[Theme]) -> dict[Key, list[Centre]]:
    """By county and theme: the regional centres that serve a part of it and have the theme or its
    parent among their fields (rule 29)."""
    serving, fields = serving_by_county(choice), fields_of(choice)
    found: dict[Key, list[Centre]] = {}
    for county, served in serving.items():
        for theme in themes:
            family = {theme.pk, theme.parent_id}
            here = {centre for centre, only in served if only is None or only in family}
            named = [centre for centre in here if not family.isdisjoint(fields[centre])]
            if named:
                found[county, theme.pk] = sorted(named, key=lambda centre: centre.short_name)
    return found


def serving_by_county(choice: Choice) -> dict[int, set[tuple[Centre, int | None]]]:
    """Who serves a county or a part of it on the structure day, and for which theme alone. Only
    where there are municipalities of the choice."""
    day = choice.structure_day
    rows = Catchment.objects.in_force(on=day).filter(chosen_centres(choice))
    rows = rows.exclude(centre__function=Centre.Function.NATIONAL)
    rows = rows.filter(centre__in=Centre.objects.active(on=day)).select_related("centre")
    places = Municipality.objects.in_force(on=day).filter(chosen_places(choice)).order_by()
    county_of = dict(places.values_list("pk", "county"))
    counties = set(county_of.values())
    found: dict[int, set[tuple[Centre, int | None]]] = defaultdict(set)
    for row in rows.order_by():
        county = row.county_id or county_of.get(row.municipality_id or 0)
        if county in counties:
            found[county].add((row.centre, row.theme_id))
    return found


def fields_of(choice: Choice) -> dict[Centre, set[int]]:
    found: dict[Centre, set[int]] = defaultdict(set)
    for row in CentreField.objects.filter(chosen_centres(choice)).select_related("centre"):
        found[row.centre].add(row.theme_id)
    return found


def untouched_themes(choice: Choice) -> list[Theme]:
    """Themes in which no centre had any confirmed activity at all in the year, anywhere."""
    rows = CoverageRow.objects.of_year(choice.year, structure=Structure.THEN).country().by()
    rows = rows.filter(slice=Slice.THEME, activities__gt=0).order_by()
    touched = set(rows.values_list("slice_key", flat=True))
    themes = themes_of(choice)
    return [theme for theme in themes if touched.isdisjoint(with_children(theme, themes))]


def has_data(choice: Choice) -> bool:
    """A year without any confirmed activity is «ingen data», and has no gaps to show (rule 14)."""
    rows = CoverageRow.objects.of_year(choice.year, structure=Structure.THEN).country().by()
    return rows.whole().filter(activities__gt=0).exists()
