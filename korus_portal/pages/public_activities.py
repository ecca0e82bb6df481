"""Confirmed activities as everybody may see them: without note, adviser or who registered them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from assignments.activities.models import Activity
from assignments.coverage.models import Fact, Structure
from centres.models import Centre
from korus_portal.pages import reach
from municipalities.models import Municipality

PER_PAGE, PER_PAGE_OF_CENTRE = 20, 10


@dataclass(frozen=True, slots=True)
class PublicActivity:
    starts_on: date
    title: str
    kind: str
    form: str
    centre_name: str
    centre_code: str
    attendances: int | None


def of_municipality(
    municipality: Municipality, page: str | None, *, on: date, until: int | None = None
) -> Page[PublicActivity]:
    """Those that count for the municipality or district, its predecessors' included.

    `until` shows it as it was: its own, of the years up to that one.
    """
    if municipality.is_district:
        facts = Fact.objects.filter(district=municipality)
    elif not until and reach.structure_of(municipality, on=on) == Structure.TODAY:
        facts = Fact.objects.filter(place_today=municipality)
    else:
        facts = Fact.objects.filter(place_then=municipality)
    if until:
        facts = facts.filter(year__lte=until)
    ids = facts.filter(source_kind=Fact.Source.ACTIVITY).values("source_id")
    return _page(Activity.objects.counting().filter(pk__in=ids), page, PER_PAGE)


def of_centre(centre: Centre, page: str | None) -> Page[PublicActivity]:
    return _page(Activity.objects.counting().filter(centre=centre), page, PER_PAGE_OF_CENTRE)


def _page(activities: QuerySet[Activity], page: str | None, size: int) -> Page[PublicActivity]:
    """Two queries: how many, and which."""
    named = activities.select_related("centre").only(
        "starts_on",
        "title",
        "kind",
        "form",
        "attendances",
        "centre__short_name",
        "centre__code",
    )
    shown: Page[Any] = Paginator(named, size).get_page(page)
    shown.object_list = list(_public(shown.object_list))
    return shown


def _public(activities: Iterable[Activity]) -> Iterable[PublicActivity]:
    for row in activities:
        yield PublicActivity(
            starts_on=row.starts_on,
            title=row.title,
            kind=str(row.get_kind_display()),
            form=str(row.get_form_display()),
            centre_name=row.centre.short_name,
            centre_code=row.centre.code,
            attendances=row.attendances,
        )
