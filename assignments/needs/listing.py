"""Needs as rows of text: formatted once, so that a long table is cheap to draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst

from assignments.needs.models import Need, NeedQuerySet
from assignments.needs.standing import TONES, Standing, standing_of
from korus_portal.accounts.access import Viewer
from municipalities import structure
from municipalities.models import SMALL, Municipality


@dataclass(frozen=True)
class Row:
    url: str
    municipality: str
    county: str
    theme: str
    severity: str
    status: str
    is_open: bool
    standing: str
    tone: str
    registered: str
    registered_by: str


@dataclass(frozen=True)
class CountyRow:
    need: Row
    population: str
    is_small: bool


@dataclass(frozen=True)
class Group:
    """The open needs of a county that stand alike."""

    standing: Standing
    rows: list[CountyRow]


def visible_needs(viewer: Viewer) -> NeedQuerySet:
    """What the person may see, ready for the list: open ones on top, the largest first."""
    return Need.objects.visible_to(viewer).for_list().with_standing().open_first()


def rows_of(needs: Iterable[Need]) -> list[Row]:
    return [row_of(need) for need in needs]


def row_of(need: Need) -> Row:
    standing = standing_of(need)
    return Row(
        url=need.get_absolute_url(),
        municipality=need.municipality.name,
        county=need.municipality.county.name,
        theme=str(need.theme),
        severity=capfirst(str(need.get_severity_display())),
        status=capfirst(str(need.get_status_display())),
        is_open=need.is_open,
        standing=capfirst(str(standing.label)),
        tone=TONES[standing],
        registered=date_format(timezone.localtime(need.registered_at), "d.m.Y"),
        registered_by=need.registered_for.name,
    )


def county_groups(needs: Sequence[Need]) -> list[Group]:
    """Disputed, unanswered and agreed, each with the small municipalities first."""
    today = places_today(needs)
    ordered = sorted(needs, key=lambda need: order_of(today[need.municipality_id], need))
    groups = []
    for standing in (Standing.UNANSWERED, Standing.DISPUTED, Standing.AGREED):
        rows = [county_row(need, today) for need in ordered if standing_of(need) == standing]
        groups.append(Group(standing, rows))
    return groups


def places_today(needs: Iterable[Need]) -> dict[int, Municipality]:
    """What each need's municipality is today: its population is the one that counts."""
    ids = structure.place_today_ids({need.municipality_id for need in needs})
    places = Municipality.objects.in_bulk(set(ids.values()))
    return {then: places[now] for then, now in ids.items()}


def county_row(need: Need, today: dict[int, Municipality]) -> CountyRow:
    place = today[need.municipality_id]
    known = "" if place.population is None else number_format(place.population, force_grouping=True)
    return CountyRow(need=row_of(need), population=known, is_small=is_small(place))


def order_of(place: Municipality, need: Need) -> tuple[bool, bytes, int, int]:
    return not is_small(place), bytes(place.sort_key), -need.severity, -need.pk


def is_small(place: Municipality) -> bool:
    return place.population is not None and place.population < SMALL


def population_days(needs: Iterable[Need]) -> list[str]:
    """The dates of the populations shown: the nearest that are known."""
    days = {place.population_date for place in places_today(needs).values()}
    return [date_format(day, "j. F Y") for day in sorted(day for day in days if day)]
