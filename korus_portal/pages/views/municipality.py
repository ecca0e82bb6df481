"""The list of municipalities; the page of each is in `municipality_page`."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assignments.coverage.models import Level
from korus_portal.accounts.http import PortalRequest
from korus_portal.pages import figures, places, reach
from korus_portal.pages.forms import MunicipalitySearchForm
from municipalities.models import County


@login_not_required
@require_GET
def municipality_list(request: PortalRequest) -> HttpResponse:
    """Today's municipalities, or those of 1 January of a year with that year's levels."""
    today = timezone.localdate()
    day = places.day_of(request.GET.get("aar", ""), today=today)
    years = places.years(today)
    form = MunicipalitySearchForm(County.objects.in_force(on=day), years, request.GET)
    form.is_valid()
    text, county = form.cleaned_data.get("q") or "", form.cleaned_data.get("fylke")
    listed = places.in_force(on=day)
    found = places.found(listed, text)
    if county:
        found = [place for place in found if place.county_code == county.code]
    context = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "total": len(listed),
        "rows": rows(found, reach.levels_by_place(day.year), places.fates(found, on=day, to=today)),
        "retired": places.retired(text, on=day),
        "today_query": urlencode({"q": text}) if text else "",
    }
    return render(request, "pages/municipality_list.html", context)


def rows(
    found: list[places.Place],
    levels: dict[int, Level],
    fates: dict[str, list[tuple[str, str]]],
) -> list[tuple[Any, ...]]:
    """Ready strings: hundreds of rows cost less when nothing is looked up in the template."""
    labels = {level: str(level.label) for level in Level}
    base = reverse("pages:municipality_list")
    return [
        (
            f"{base}{place.code}/",
            place.label,
            place.code,
            place.county,
            figures.number(place.population),
            labels[levels.get(place.pk, Level.UNKNOWN)],
            [(f"{base}{code}/", f"{name} ({code})") for code, name in fates.get(place.code, [])],
        )
        for place in found
    ]
