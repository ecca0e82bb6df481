"""Needs that nobody works with: municipality × theme with an open need and no centre brukt there.

Never public. Who may see needs sees the rows; the directorate counts by theme and county alone. The
needs are those open today; the year of the choice says where centres were at work.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assignments.coverage.models import CoverageRow, Level, Slice
from assignments.needs.counts import OPEN
from assignments.needs.models import Need, NeedQuerySet
from assignments.needs.rules import can_follow_needs
from assignments.needs.standing import Standing
from korus_portal.accounts.access import Viewer, is_directorate
from municipalities import structure
from municipalities.models import County, Municipality, Theme
from municipalities.structure import Chain
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import chosen_places
from reporting.dashboard.figures import catchment_of
from reporting.dashboard.gaps import place_in_list
from reporting.dashboard.meeting import Key


@dataclass(frozen=True)
class Unmet:
    """Open needs of one municipality on one theme."""

    place: Municipality
    theme: Theme
    count: int
    # How many of them the centre and the governor agree about.
    agreed: int

    @property
    def url(self) -> str:
        return self.rows()

    @property
    def agreed_url(self) -> str:
        return self.rows(standing=Standing.AGREED)

    def rows(self, **more: str) -> str:
        """Of the place and the theme alone: their districts and subthemes have their own rows."""
        chosen = {"kommune": self.place.code, "tema": self.theme.code, "status": OPEN}
        return f"{reverse('needs:need_list')}?{urlencode({**chosen, 'bare': 'on', **more})}"


@dataclass(frozen=True)
class UnmetCount:
    """What goes upward: how many municipalities of a county."""

    county: County
    theme: Theme
    count: int


def can_see(viewer: Viewer) -> bool:
    return can_follow_needs(viewer) or is_directorate(viewer)


def unmet(choice: Choice, viewer: Viewer) -> list[Unmet]:
    """For who may see needs, as far as they may; nothing for others."""
    return found_in(choice, Need.objects.visible_to(viewer)) if can_follow_needs(viewer) else []


def unmet_counts(choice: Choice, viewer: Viewer) -> list[UnmetCount]:
    """By county and theme, for the directorate."""
    if not is_directorate(viewer):
        return []
    rows = found_in(choice, Need.objects.all())
    # A municipality counts once, however many of its districts have needs (rule 11).
    once = {(row.place.parent_id or row.place.pk, row.theme): row.place.county for row in rows}
    counts = Counter((county, theme) for (_place, theme), county in once.items())
    found = [UnmetCount(county, theme, count) for (county, theme), count in counts.items()]
    return sorted(found, key=lambda row: (bytes(row.county.sort_key), place_in_list(row.theme)))


def found_in(choice: Choice, needs: NeedQuerySet) -> list[Unmet]:
    """Seven queries however many needs."""
    open_needs = grouped(choice, needs)
    worked = worked_with(choice, open_needs)
    places = places_of(choice, {place for place, _theme in open_needs})
    themes = {row.pk: row for row in Theme.objects.select_related("parent")}
    rows = [
        Unmet(places[place], themes[theme], len(marks), sum(marks))
        for (place, theme), marks in open_needs.items()
        if place in places and (place, theme) not in worked
    ]
    return sorted(rows, key=lambda row: (bytes(row.place.sort_key), place_in_list(row.theme)))


def grouped(choice: Choice, needs: NeedQuerySet) -> dict[Key, list[bool]]:
    """By today's place and theme: whether each need is agreed."""
    rows: Any = needs.open().with_standing().order_by()
    if choice.theme is not None:
        rows = rows.in_field(choice.theme)
    read = list(rows.values_list("municipality", "theme", "is_agreed", "is_disputed"))
    today = structure.place_today_ids({row[0] for row in read})
    found: dict[Key, list[bool]] = defaultdict(list)
    for place, theme, is_agreed, is_disputed in read:
        found[today[place], theme].append(is_agreed and not is_disputed)
    return found


def places_of(choice: Choice, ids: set[int]) -> dict[int, Municipality]:
    """Those of the choice, and of the centre's catchment where one is chosen: by what they were in
    the structure shown, for the needs are today's."""
    rows = Municipality.objects.select_related("county").in_bulk(ids)
    chain = structure.current_chain()
    then = {pk: standing(chain, place, choice) for pk, place in rows.items()}
    chosen = Municipality.objects.filter(chosen_places(choice), pk__in=set().union(*then.values()))
    wanted = set(chosen.order_by().values_list("pk", flat=True))
    catchment = catchment_of(choice)
    if catchment is not None:
        wanted &= catchment
    return {pk: place for pk, place in rows.items() if not wanted.isdisjoint(then[pk])}


def standing(chain: Chain, place: Municipality, choice: Choice) -> set[int]:
    """What a place was in the structure shown, all of it; a district is its city's (rule 11)."""
    code = chain.codes[place.parent_id or place.pk]
    codes = chain.carry(code, on=choice.today, to=choice.structure_day).codes
    return {chain.places[each].pk for each in codes}


def worked_with(choice: Choice, wanted: dict[Key, list[bool]]) -> set[Any]:
    """Where any centre is brukt on the theme, or on one that it holds, in either structure."""
    rows = CoverageRow.objects.filter(year=choice.year, level=Level.USED).by()
    rows = rows.filter(slice=Slice.THEME, place__in={place for place, _theme in wanted})
    parents = dict(Theme.objects.order_by().values_list("pk", "parent"))
    found = set(rows.order_by().values_list("place", "slice_key"))
    above = [(place, parents.get(theme)) for place, theme in found if place is not None]
    return {*found, *above}
