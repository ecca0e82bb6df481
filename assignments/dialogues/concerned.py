"""Whom a dialogue is between: the centres that are at work there, and those whose field it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.coverage.models import CoverageRow, Slice, Structure
from assignments.dialogues.models import Dialogue
from centres.models import Catchment, CatchmentQuerySet, Centre, CentreField
from municipalities.models import County, Municipality, Theme


@dataclass(frozen=True)
class About:
    """What a dialogue is about. Neither municipality nor county is the whole country."""

    kind: str
    theme: Theme
    year: int
    municipality: Municipality | None = None
    county: County | None = None

    @property
    def label(self) -> str:
        return str(capfirst(str(Dialogue.Kind(self.kind).label)))

    @property
    def place(self) -> str:
        found = self.municipality or self.county
        return str(found) if found else _("Hele landet")

    def key(self) -> dict[str, object]:
        return dict(vars(self))


def about_of(dialogue: Dialogue) -> About:
    return About(
        dialogue.kind, dialogue.theme, dialogue.year, dialogue.municipality, dialogue.county
    )


def centres_concerned(about: About, *, on: date) -> list[Centre]:
    """For an overlap those at work there in the year; for a gap those whose field it is."""
    if about.kind == Dialogue.Kind.OVERLAP:
        return list(Centre.objects.active(on=on).filter(pk__in=at_work(about)))
    return responsible(about, on=on)


def at_work(about: About) -> set[int]:
    """Centres with a confirmed activity on the theme there in the year, in either structure."""
    rows = CoverageRow.objects.filter(year=about.year).sliced(Slice.THEME, about.theme.pk)
    rows = rows.filter(centre__isnull=False, activities__gt=0)
    if about.municipality is not None:
        rows = rows.filter(place=about.municipality)
    elif about.county is not None:
        rows = rows.filter(county=about.county)
    else:
        rows = rows.country().filter(structure=Structure.THEN)
    return set(rows.order_by().values_list("centre", flat=True))


def responsible(about: About, *, on: date) -> list[Centre]:
    """Regional centres that serve the place, with the theme or its parent among their fields; for
    the whole country every active centre with it (rule 29)."""
    themes = [about.theme.pk, about.theme.parent_id or about.theme.pk]
    named = CentreField.objects.filter(theme__in=themes).order_by().values("centre")
    found = Centre.objects.active(on=on).filter(pk__in=named)
    if about.municipality is None and about.county is None:
        return list(found)
    serving = catchments_of(about, on=on).filter(Q(theme=None) | Q(theme__in=themes))
    regional = found.exclude(function=Centre.Function.NATIONAL)
    return list(regional.filter(pk__in=serving.order_by().values("centre")))


def centres_serving(about: About, *, on: date) -> set[int]:
    """Those whose catchment holds the municipality, or a part of the county."""
    return set(catchments_of(about, on=on).order_by().values_list("centre", flat=True))


def catchments_of(about: About, *, on: date) -> CatchmentQuerySet:
    rows = Catchment.objects.in_force(on=on)
    if about.municipality is not None:
        return rows.covering(about.municipality)
    if about.county is not None:
        return rows.filter(Q(county=about.county) | Q(municipality__county=about.county))
    return rows
