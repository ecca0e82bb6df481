"""Overlaps and gaps of the whole country, for who may talk about them across counties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.coverage.models import CoverageRow, Slice, Structure
from assignments.dialogues.models import Dialogue
from centres.models import CentreField
from municipalities.models import Theme
from reporting.dashboard import gaps
from reporting.dashboard.choice import Choice
from reporting.dashboard.gaps import Gap
from reporting.dashboard.talks import Talk, Talks

Kind = Dialogue.Kind
# From so many counties on, a gap is one of the country too.
SEVERAL = 2


@dataclass(frozen=True)
class CountryRow:
    theme: Theme
    # How many centres are at work, or in how many counties none is.
    extent: str
    talks: list[Talk]
    new_url: str


def is_meant(choice: Choice, talks: Talks) -> bool:
    """Only where no part of the country is chosen."""
    return talks.is_shown and not choice.counties and not choice.has_some_places


def overlaps(choice: Choice, talks: Talks) -> list[CountryRow]:
    """Themes that two or more centres are at work on, wherever in the country that is."""
    if not is_meant(choice, talks):
        return []
    working = at_work(choice)
    shared = [row for row in gaps.themes_of(choice) if len(working[row.pk]) > 1]

    def extent(theme: Theme) -> str:
        count = len(working[theme.pk])
        return ngettext("%(n)d senter", "%(n)d sentre", count) % {"n": count}

    return rows_of(Kind.OVERLAP, shared, extent, talks, lambda theme: working[theme.pk])


def at_work(choice: Choice) -> dict[int, set[int]]:
    """By theme: the centres with a confirmed activity anywhere in the year."""
    rows = CoverageRow.objects.of_year(choice.year, structure=Structure.THEN).country()
    rows = rows.filter(slice=Slice.THEME, centre__isnull=False, activities__gt=0).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for theme, centre in rows.values_list("slice_key", "centre"):
        found[theme].add(centre)
    return found


def missing(
    choice: Choice, talks: Talks, found: Iterable[Gap], untouched: Iterable[Theme]
) -> list[CountryRow]:
    """Themes that no centre touched, and those that are gaps in several counties."""
    if not is_meant(choice, talks):
        return []
    counties = Counter(gap.theme.pk for gap in found)
    nowhere = {theme.pk for theme in untouched}
    lacking = {pk for pk, count in counties.items() if count >= SEVERAL} | nowhere
    themes = [row for row in gaps.themes_of(choice) if row.pk in lacking]
    fields = own_fields(talks)

    def extent(theme: Theme) -> str:
        if theme.pk in nowhere:
            return _("Ingen sentre i landet")
        count = counties[theme.pk]
        return ngettext("Hull i %(n)d fylke", "Hull i %(n)d fylker", count) % {"n": count}

    return rows_of(
        Kind.GAP, themes, extent, talks, lambda theme: fields[theme.pk] | fields[theme.parent_id]
    )


def own_fields(talks: Talks) -> dict[int | None, set[int]]:
    """By theme: the viewer's centres that have it among their fields."""
    found: dict[int | None, set[int]] = defaultdict(set)
    rows = CentreField.objects.filter(centre__in=talks.own_centres)
    for theme, centre in rows.values_list("theme", "centre"):
        found[theme].add(centre)
    return found


def rows_of(
    kind: str,
    themes: Iterable[Theme],
    extent: Callable[[Theme], str],
    talks: Talks,
    concerned: Callable[[Theme], set[int]],
) -> list[CountryRow]:
    """Those that the viewer has a dialogue about, or may open one about."""
    about = talks.of_country(kind)
    rows = [
        CountryRow(
            theme=theme,
            extent=extent(theme),
            talks=about.by_theme(theme),
            new_url=about.new(theme, concerned(theme)),
        )
        for theme in themes
    ]
    return [row for row in rows if row.talks or row.new_url]
