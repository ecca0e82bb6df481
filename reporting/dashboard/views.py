from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from assignments.coverage.models import LEVEL_CODES
from korus_portal.accounts.http import PortalRequest
from municipalities.models import County, Municipality
from reporting.dashboard import (
    equity,
    figures,
    groups,
    maps,
    matrix,
    overtime,
    spread,
    table,
    wording,
)
from reporting.dashboard.choice import opening_query, own_centres
from reporting.dashboard.figures import Coverage, Place
from reporting.dashboard.forms import (
    LEVELS,
    NEVER_OVER_TIME,
    UNREACHED,
    USED_OVER_TIME,
    CoverageForm,
    PlacesForm,
)
from reporting.dashboard.rows import rows_behind

OVER_TIME = {USED_OVER_TIME, NEVER_OVER_TIME}


@login_not_required
@require_GET
def coverage(request: PortalRequest) -> HttpResponse:
    """The dashboard: the whole choice stands in its address, so that it can be shared."""
    if not request.GET:
        query = opening_query(request.user, today=timezone.localdate())
        return redirect(f"{reverse('reporting:coverage')}?{query}")
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    context = {"form": form, "own_centres": own_centres(request.user)}
    found = figures.coverage(form.choice())
    context["has_more_choices"] = bool(found.choice.cuts or found.choice.narrowed())
    shown = {**context, **page_of(found), **sections_of(found)}
    return render(request, "reporting/coverage.html", shown)


def refuse(request: PortalRequest, form: CoverageForm) -> HttpResponse:
    """What cannot be shown is said beside the field to mend."""
    return render(request, "reporting/coverage.html", {"form": form}, status=400)


def page_of(found: Coverage) -> dict[str, Any]:
    """Everything that the template shows, as ready texts."""
    choice = found.choice
    cells = table.Cells(choice, dict(County.objects.values_list("pk", "name")))
    return {
        "found": found,
        "heading": wording.heading(choice),
        "is_counted_now": figures.is_counted_now(choice),
        "query": choice.query(),
        "share": wording.per_cent(found.reach),
        "reach_sentence": wording.reach_sentence(found),
        "outside": wording.outside_sentence(found),
        "activities": wording.number(found.total.activities),
        "hours": wording.hours(found.total),
        "attendances": wording.number(found.total.attendances),
        "requests": wording.number(found.total.requests),
        "agreements": wording.number(found.total.agreements),
        "is_city_alone": wording.is_city_alone(found),
        "level_bar": table.level_bar(found.reach),
        **maps.shown(found, cells),
        "country": table.counts(choice, found.reach),
        "not_reached": cells.body(found.not_reached[: table.SHOWN]),
        "shown": table.SHOWN,
        "places": cells.body(found.places),
        "districts": cells.body(found.districts),
        "district_sentences": wording.district_sentences(found),
        "undistributed": cells.body(found.undistributed),
    }


def sections_of(found: Coverage) -> dict[str, Any]:
    """What is seen beside the country, over years, and from place to place."""
    country = figures.country_beside(found)
    return {
        "counties": table.county_body(found, country.reach),
        "whole_country": table.country_row(found, country),
        **overtime.shown(found),
        **spread.shown(found),
        **equity.shown(found, country),
        **matrix.shown(found, country),
    }


@login_not_required
@require_GET
def coverage_places(request: PortalRequest) -> HttpResponse:
    """The municipalities behind a number."""
    form = PlacesForm(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    choice, level = form.choice(), form.cleaned_data["niva"]
    group = form.cleaned_data["gruppe"]
    places = places_at(figures.coverage(choice), level, group)
    cells = table.Cells(choice, dict(County.objects.values_list("pk", "name")))
    context = {
        "heading": wording.heading(choice),
        "query": choice.query(),
        "level": LEVELS[level],
        "group": groups.label(group),
        "period": overtime.period(choice) if level in OVER_TIME else "",
        "count": len(places),
        "places": cells.body(places),
    }
    return render(request, "reporting/coverage_places.html", context)


def places_at(found: Coverage, level: str, group: str) -> list[Place]:
    """Those of a group among the denominator's, then those of them at the level."""
    own = groups.in_group([place for place in found.places if place.counts], group)
    if level == UNREACHED:
        wanted = {place.pk for place in own}
        return [place for place in found.not_reached if place.pk in wanted]
    if level in OVER_TIME:
        used = overtime.used_over_time(found)
        return [place for place in own if (place.pk in used) is (level == USED_OVER_TIME)]
    least = {code: at for at, code in LEVEL_CODES.items()}.get(level, 0)
    return [place for place in own if place.numbers.level >= least]


@login_not_required
@require_GET
def coverage_rows(request: PortalRequest) -> HttpResponse:
    """Exactly the rows that a figure counted, as far as the reader may see them."""
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    choice, place = form.choice(), chosen_place(request)
    rows = rows_behind(choice, place, request.user)
    context = {
        "heading": wording.heading(choice),
        "choice": choice,
        "query": choice.query(),
        "place": place,
        "rows": rows,
        "page": rows.activities.get_page(request.GET.get("page")),
    }
    return render(request, "reporting/coverage_rows.html", context)


def chosen_place(request: HttpRequest) -> Municipality | None:
    code = request.GET.get("kommune", "")
    if not code:
        return None
    if not code.isdecimal():
        raise Http404
    return get_object_or_404(Municipality.objects.select_related("county"), code=code)
