"""Results of mappings as others read them: everything hidden that must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assignments.mapping.models import Answer, Campaign, Invitation
from assignments.mapping.sight import Sight, campaigns_with_results, sight_of, today_ids
from assignments.mapping.suppression import EVERYBODY, Path
from assignments.mapping.tables import Table, county_path, tables_of
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality, Theme


@dataclass(frozen=True)
class ThemeResult:
    """One theme in one campaign for one municipality. None where a figure is hidden or missing."""

    campaign: Campaign
    # The municipality as it was asked; another than the page's when it has been merged since.
    place: Municipality
    theme: Theme
    answers: int | None
    mean: Decimal | None
    # True when it is hidden; a mean that is missing because nobody answered is not.
    is_suppressed: bool
    county_mean: Decimal | None
    # Everybody in the campaign: the country as far as it was asked.
    country_mean: Decimal | None
    # By kind of wish (Answer.Wish), in their order.
    wishes: dict[str, int | None]


@dataclass(frozen=True)
class PlaceResult:
    """Where a municipality stands lowest in its newest mapping."""

    theme: Theme
    mean: Decimal
    campaign: Campaign


def profile(municipality: Municipality, viewer: Viewer) -> list[ThemeResult]:
    """What the viewer may see of a municipality's results, the newest campaign first."""
    sight = sight_of(viewer)
    here = today_ids({municipality.pk})[municipality.pk]
    return [
        result
        for table, place, _today in seen_places(sight, here)
        for result in results_of(table, place)
    ]


def needs_by_place(viewer: Viewer) -> dict[int, PlaceResult]:
    """By municipality in force today: its lowest theme in the newest mapping that shows one."""
    found: dict[int, PlaceResult] = {}
    for table, place, today in seen_places(sight_of(viewer)):
        lowest = None if today in found else lowest_of(table, place)
        if lowest is not None:
            found[today] = lowest
    return found


def seen_places(sight: Sight, here: int | None = None) -> Iterator[tuple[Table, Municipality, int]]:
    """Every campaign and place that the sight holds, with what the place is today.

    `here` narrows it to what has become one municipality of today.
    """
    if sight.is_nothing:
        return
    campaigns = list(campaigns_with_results(sight).order_by("-opened_at", "-pk"))
    invited = Invitation.objects.filter(campaign__in=campaigns).order_by()
    pairs = set(invited.values_list("campaign", "municipality").distinct())
    today = today_ids({place for _campaign, place in pairs})
    seen = {
        (campaign, place)
        for campaign, place in pairs
        if here in (None, today[place], place) and sight.sees(campaign, place, today[place])
    }
    wanted = {campaign for campaign, _place in seen}
    tables = tables_of(campaign for campaign in campaigns if campaign.pk in wanted)
    for pk, table in tables.items():
        for place in table.places:
            if (pk, place.pk) in seen:
                yield table, place, today[place.pk]


def results_of(table: Table, place: Municipality) -> list[ThemeResult]:
    """Every theme of the campaign, for one place."""
    path = table.places[place]
    return [result_of(table, place, theme, path) for theme in table.themes]


def result_of(table: Table, place: Municipality, theme: Theme, path: Path) -> ThemeResult:
    tree = table.levels[theme.pk]
    return ThemeResult(
        campaign=table.campaign,
        place=place,
        theme=theme,
        answers=tree.count(path),
        mean=tree.mean(path),
        is_suppressed=path not in tree.visible and table.least > 1,
        county_mean=tree.mean(county_path(path)),
        country_mean=tree.mean(EVERYBODY),
        wishes=wishes_of(table, theme, path),
    )


def wishes_of(table: Table, theme: Theme, path: Path) -> dict[str, int | None]:
    tree = table.wishes[theme.pk]
    return {wish: tree.count((*path, wish)) for wish in Answer.Wish.values}


def lowest_of(table: Table, place: Municipality) -> PlaceResult | None:
    """The theme with the lowest level that is shown; the first of several alike."""
    path = table.places[place]
    means = [(table.levels[theme.pk].mean(path), theme) for theme in table.themes]
    known = [(mean, theme) for mean, theme in means if mean is not None]
    if not known:
        return None
    mean, theme = min(known, key=lambda one: one[0])
    return PlaceResult(theme=theme, mean=mean, campaign=table.campaign)
