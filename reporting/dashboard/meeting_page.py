"""What stands on the page of overlaps and gaps: one list at a time, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from korus_portal.accounts.access import Viewer, is_directorate
from reporting.dashboard import gaps, markup, meeting, nationwide, unmet, wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.gaps import Gap
from reporting.dashboard.meeting import JOINT, PER_PAGE, Overlap
from reporting.dashboard.nationwide import CountryRow
from reporting.dashboard.talks import Talk, Talks

OVERLAPS, GAPS, NEEDS = "overlapp", "hull", "behov"
LISTS: list[tuple[str, str | Promise]] = [
    (OVERLAPS, gettext_lazy("Flere sentre på samme tema")),
    (GAPS, gettext_lazy("Temaer uten senter")),
    (NEEDS, gettext_lazy("Behov uten senter")),
]
TONES = {"ja": "success", "delvis": "warning", "nei": "neutral"}


@dataclass(frozen=True)
class ListTab:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class CentreCell:
    name: str
    activities: str
    href: str


@dataclass(frozen=True)
class OverlapRow:
    place: str
    place_url: str
    county: str
    theme: str
    centres: list[CentreCell]
    joint: str
    tone: str
    talks: list[Talk]
    new_url: str


@dataclass(frozen=True)
class GapRow:
    county: str
    theme: str
    centres: str
    talks: list[Talk]
    new_url: str


@dataclass(frozen=True)
class CountryLine:
    theme: str
    extent: str
    talks: list[Talk]
    new_url: str


def shown(choice: Choice, viewer: Viewer, wanted: str, number: str) -> dict[str, Any]:
    """The list that the address asks for; the overlaps where it asks for none."""
    offered = [code for code, _label in LISTS if code != NEEDS or unmet.can_see(viewer)]
    chosen = wanted if wanted in offered else OVERLAPS
    build: dict[str, Callable[[Choice, Viewer, str], dict[str, Any]]] = {
        OVERLAPS: overlaps_of,
        GAPS: gaps_of,
        NEEDS: needs_of,
    }
    lists = [
        ListTab(str(label), address(choice, code), code == chosen)
        for code, label in LISTS
        if code in offered
    ]
    return {"lists": lists, "list": chosen, **build[chosen](choice, viewer, number)}


def address(choice: Choice, code: str) -> str:
    query = choice.query(liste="" if code == OVERLAPS else code)
    return f"{reverse('reporting:coverage_meeting')}?{query}"


def overlaps_of(choice: Choice, viewer: Viewer, number: str) -> dict[str, Any]:
    page = Paginator(meeting.keys_of(choice), PER_PAGE).get_page(number)
    found = meeting.described(choice, page.object_list)
    talks = Talks(choice, viewer)
    talks.read("overlap", "municipality", [row.key for row in found])
    rows = [overlap_row(row, choice, talks) for row in found]
    return {
        "page": page,
        "rows": rows,
        "with_talks": talks.is_shown,
        "country": country_lines(nationwide.overlaps(choice, talks)),
    }


def overlap_row(row: Overlap, choice: Choice, talks: Talks) -> OverlapRow:
    return OverlapRow(
        place=row.place.name,
        place_url=row.place.get_absolute_url(),
        county=row.place.county.name,
        theme=theme_name(row.theme),
        centres=[
            CentreCell(
                name=found.centre.short_name,
                activities=wording.number(found.activities),
                href=rows_behind(choice, row, found),
            )
            for found in row.centres
        ],
        joint=capfirst(str(JOINT[row.joint])),
        tone=TONES[row.joint],
        talks=talks.of_overlap(row),
        new_url=talks.new_at_overlap(row),
    )


def rows_behind(choice: Choice, row: Overlap, found: meeting.AtWork) -> str:
    """Exactly the activities that were counted."""
    own = replace(choice, centre=found.centre, kind="", function="", theme=row.theme)
    return markup.address(own, "coverage_rows", kommune=row.place.code)


def theme_name(theme: Any) -> str:
    return f"{theme.parent}: {theme}" if theme.parent else str(theme)


def gaps_of(choice: Choice, viewer: Viewer, number: str) -> dict[str, Any]:
    if not gaps.has_data(choice):
        return {"has_no_data": True}
    found, untouched = gaps.gaps(choice), gaps.untouched_themes(choice)
    page = Paginator(found, PER_PAGE).get_page(number)
    talks = Talks(choice, viewer)
    talks.read("gap", "county", [row.key for row in page])
    silent = gaps.silent_centres(choice)
    return {
        "page": page,
        "rows": [gap_row(row, talks, silent) for row in page],
        "with_talks": talks.is_shown,
        "is_anyones": bool(page.object_list) or gaps.is_anyones(choice),
        "untouched": [theme_name(theme) for theme in untouched],
        "country": country_lines(nationwide.missing(choice, talks, found, untouched)),
    }


def country_lines(rows: Iterable[CountryRow]) -> list[CountryLine]:
    return [CountryLine(theme_name(row.theme), row.extent, row.talks, row.new_url) for row in rows]


def gap_row(row: Gap, talks: Talks, silent: set[int]) -> GapRow:
    return GapRow(
        county=row.county.name,
        theme=theme_name(row.theme),
        centres=gaps.names_of(row, silent),
        talks=talks.of_gap(row),
        new_url=talks.new_at_gap(row),
    )


def needs_of(choice: Choice, viewer: Viewer, number: str) -> dict[str, Any]:
    """Rows for who may see needs; counts by county and theme for the directorate."""
    as_counts = is_directorate(viewer)
    found: Any = unmet.unmet_counts(choice, viewer) if as_counts else unmet.unmet(choice, viewer)
    page = Paginator(found, PER_PAGE).get_page(number)
    return {
        "page": page,
        "rows": [(row, theme_name(row.theme)) for row in page],
        "as_counts": as_counts,
    }
