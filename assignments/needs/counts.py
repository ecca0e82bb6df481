"""Open needs counted by theme and county: what goes upward, without a word of what was written."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.needs.models import Need, NeedQuerySet
from assignments.needs.rules import can_see_counts
from assignments.needs.standing import MARKS, Standing
from assignments.plans.csv_text import Line, Style, as_text
from korus_portal.accounts.access import Viewer, is_directorate
from municipalities import structure
from municipalities.models import County, Municipality, Theme

OPEN = "active"
HEADER = (
    "fylkesnummer",
    "fylke",
    "tema",
    "temanavn",
    "hovedtema",
    "aapne_behov",
    "enighet",
    "uenighet",
    "venter_paa_svar",
)


@dataclass(frozen=True)
class Cell:
    count: int
    # The rows behind it, for whoever may see them.
    url: str = ""


@dataclass(frozen=True)
class ThemeRow:
    theme: Theme
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class Table:
    counties: list[County]
    rows: list[ThemeRow]
    totals: list[Cell]
    total: Cell


class Counted:
    """Each open need once, by county and theme of today; a theme holds those under it."""

    def __init__(self, needs: NeedQuerySet) -> None:
        columns = ("municipality", "theme", "is_agreed", "is_disputed")
        rows = list(needs.open().with_standing().order_by().values_list(*columns))
        self.themes = {theme.pk: theme for theme in Theme.objects.select_related("parent")}
        county_of = counties_today({row[0] for row in rows})
        self.numbers: Counter[tuple[int | None, int | None, str]] = Counter()
        for place, theme, is_agreed, is_disputed in rows:
            marks = {"is_agreed": is_agreed, "is_disputed": is_disputed}
            self._add(county_of[place], self.themes[theme], standing_by(marks))
        ids = {county for county, _theme, _standing in self.numbers if county}
        self.counties = list(County.objects.filter(pk__in=ids))

    def _add(self, county: int, theme: Theme, standing: str) -> None:
        for where in (county, None):
            for what in {theme.pk, theme.parent_id or theme.pk, None}:
                self.numbers[where, what, ""] += 1
                self.numbers[where, what, standing] += 1

    def named_themes(self) -> list[Theme]:
        """The themes with needs, each under the one it belongs to."""
        ids = {theme for _county, theme, _standing in self.numbers if theme}
        found = [theme for pk, theme in self.themes.items() if pk in ids]
        return sorted(found, key=_place_of)


def _place_of(theme: Theme) -> tuple[int, int, bool, int]:
    top = theme.parent or theme
    return top.position, top.pk, theme.parent_id is not None, theme.position


def standing_by(marks: dict[str, bool]) -> str:
    for standing, wanted in MARKS.items():
        if all(marks[name] == value for name, value in wanted.items()):
            return standing
    raise ValueError(marks)


def counties_today(places: set[int]) -> dict[int, int]:
    """The county of what each place is today."""
    today = structure.place_today_ids(places)
    found = Municipality.objects.filter(pk__in=set(today.values())).order_by()
    county_of = dict(found.values_list("pk", "county"))
    return {then: county_of[now] for then, now in today.items()}


def countable(viewer: Viewer) -> NeedQuerySet:
    """The directorate counts them all; others count what they may read."""
    if is_directorate(viewer):
        return Need.objects.all()
    return Need.objects.visible_to(viewer) if can_see_counts(viewer) else Need.objects.none()


def table_of(viewer: Viewer) -> Table:
    """Themes down, counties across; five queries beside those of access."""
    counted, links = Counted(countable(viewer)), not is_directorate(viewer)

    def cell(county: County | None, theme: Theme | None) -> Cell:
        count = counted.numbers[county.pk if county else None, theme.pk if theme else None, ""]
        return Cell(count, _rows_behind(county, theme) if links and count else "")

    rows = [
        ThemeRow(theme, [cell(county, theme) for county in counted.counties], cell(None, theme))
        for theme in counted.named_themes()
    ]
    totals = [cell(county, None) for county in counted.counties]
    return Table(counted.counties, rows, totals, cell(None, None))


def _rows_behind(county: County | None, theme: Theme | None) -> str:
    chosen = {"status": OPEN}
    if county is not None:
        chosen["fylke"] = county.code
    if theme is not None:
        chosen["tema"] = theme.code
    return f"{reverse('needs:need_list')}?{urlencode(chosen)}"


def lines_of(viewer: Viewer, style: Style) -> Iterator[str]:
    """The counts as CSV, one row for each county and theme that has any."""
    counted = Counted(countable(viewer))
    writer = csv.writer(Line(), delimiter=style.delimiter, lineterminator="\r\n")
    mark = [_("demodata")] if settings.DEMO_MODE else []
    yield style.before + writer.writerow([*HEADER, *(["merknad"] if mark else [])])
    for county in counted.counties:
        for theme in counted.named_themes():
            if counted.numbers[county.pk, theme.pk, ""]:
                cells = [*_cells(counted, county, theme), *mark]
                yield writer.writerow([as_text(value, style) for value in cells])


def _cells(counted: Counted, county: County, theme: Theme) -> list[object]:
    numbers = [
        counted.numbers[county.pk, theme.pk, standing]
        for standing in ("", Standing.AGREED, Standing.DISPUTED, Standing.UNANSWERED)
    ]
    parent = theme.parent.code if theme.parent else ""
    return [county.code, county.name, theme.code, theme.name, parent, *numbers]


def file_name(day: date) -> str:
    mark = "demo-" if settings.DEMO_MODE else ""
    return f"{mark}behov-{day.isoformat()}.csv"
