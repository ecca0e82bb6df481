"""One municipality's results, as its page shows them."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.mapping.cells import Row, count_cell, means_of, row_of
from assignments.mapping.models import Campaign, Sharing
from assignments.mapping.results import tables_seen
from assignments.mapping.sight import Seen, seen_by
from assignments.mapping.tables import Table
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality, Theme

# The drawing of a theme: levels 1 to 5 from left to right.
LEFT, STEP = 8, 46


@dataclass(frozen=True)
class Mark:
    """Where a mean stands on the line, in the drawing's own measure."""

    kind: str
    x: int


@dataclass(frozen=True)
class ThemeRow:
    row: Row
    marks: list[Mark]
    need_url: str
    assignment_url: str


@dataclass(frozen=True)
class Section:
    """One mapping on the municipality's page."""

    campaign: Campaign
    place: Municipality
    themes: list[ThemeRow]
    # Each service with how many answered and its means, in the order of the themes.
    services: list[tuple[str, str, list[str]]]
    answered: str
    is_shared: bool


def sections_of(municipality: Municipality, viewer: Viewer) -> list[Section]:
    """Newest first; only what the viewer may see."""
    seen = seen_by(viewer, here=municipality)
    shared = shared_of(seen)
    return [
        section_of(
            table,
            place,
            municipality,
            is_shared=shared.get(
                (table.campaign.pk, municipality.pk),
                shared.get((table.campaign.pk, place.pk), False),
            ),
        )
        for table, place, _today in tables_seen(seen)
    ]


def shared_of(seen: list[Seen]) -> dict[tuple[int, int], bool]:
    rows = Sharing.objects.filter(campaign__in={one.campaign.pk for one in seen})
    return {
        (campaign, place): is_shared
        for campaign, place, is_shared in rows.values_list("campaign", "municipality", "is_shared")
    }


def section_of(
    table: Table, place: Municipality, municipality: Municipality, *, is_shared: bool
) -> Section:
    path = table.places[place]
    leaves = table.services_of(path)
    return Section(
        campaign=table.campaign,
        place=place,
        themes=[theme_row(table, place, municipality, theme) for theme in table.themes],
        services=[
            (str(leaf[-1]), str(count_cell(table.answered, leaf)), means_of(table, leaf))
            for leaf in leaves
        ],
        answered=str(count_cell(table.answered, path)),
        is_shared=is_shared,
    )


def theme_row(
    table: Table, place: Municipality, municipality: Municipality, theme: Theme
) -> ThemeRow:
    row = row_of(table, place, theme)
    return ThemeRow(
        row=row,
        marks=marks_of(row),
        need_url=need_url(table.campaign, municipality, theme),
        assignment_url=assignment_url(municipality, theme),
    )


def marks_of(row: Row) -> list[Mark]:
    """What is shown and known, one's own on top."""
    kinds = {"all": "snitt_alle", "county": "snitt_fylke", "own": "snitt"}
    found = []
    for kind, code in kinds.items():
        value = row.cells[code].value
        if isinstance(value, Decimal):
            found.append(Mark(kind, LEFT + round((value - 1) * STEP)))
    return found


def need_url(campaign: Campaign, municipality: Municipality, theme: Theme) -> str:
    known = {"kommune": municipality.code, "tema": theme.code, "kartlegging": campaign.pk}
    return f"{reverse('needs:need_new')}?{urlencode(known)}"


def assignment_url(municipality: Municipality, theme: Theme) -> str:
    title = _("%(theme)s i %(municipality)s") % {"theme": theme, "municipality": municipality}
    known = {"tittel": title, "tema": theme.code, "kommune": municipality.code}
    return f"{reverse('plans:assignment_new')}?{urlencode(known)}"
