"""Results of mappings as others read them: everything hidden that must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assignments.mapping.models import Answer, Campaign
from assignments.mapping.sight import Seen, seen_by
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
    is_county_hidden: bool = False
    is_country_hidden: bool = False


@dataclass(frozen=True)
class PlaceResult:
    """Where a municipality stands lowest in its newest mapping."""

    theme: Theme
    mean: Decimal
    campaign: Campaign


def profile(municipality: Municipality, viewer: Viewer) -> list[ThemeResult]:
    """What the viewer may see of a municipality's results, the newest campaign first."""
    return [
        result
        for table, place, _today in tables_seen(seen_by(viewer, here=municipality))
        for result in results_of(table, place)
    ]


def needs_by_place(viewer: Viewer) -> dict[int, PlaceResult]:
    """By municipality in force today: its lowest theme in the newest mapping that shows one."""
    found: dict[int, PlaceResult] = {}
    for table, place, today in tables_seen(seen_by(viewer)):
        lowest = None if today in found else lowest_of(table, place)
        if lowest is not None:
            found[today] = lowest
    return found


def tables_seen(seen: list[Seen]) -> Iterator[tuple[Table, Municipality, int]]:
    """Each campaign and place with the campaign's table as the person may see it, and what the
    place is today."""
    today = {(one.campaign.pk, one.municipality_id): one.today_id for one in seen}
    known = {one.campaign.pk: one.known for one in seen}
    for pk, table in tables_of({one.campaign.pk: one.campaign for one in seen}.values()).items():
        table.hold_back(known[pk])
        for place in table.places:
            if (pk, place.pk) in today:
                yield table, place, today[pk, place.pk]


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
        is_suppressed=tree.hides(path),
        county_mean=tree.mean(county_path(path)),
        country_mean=tree.mean(EVERYBODY),
        wishes=wishes_of(table, theme, path),
        is_county_hidden=tree.hides(county_path(path)),
        is_country_hidden=tree.hides(EVERYBODY),
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
