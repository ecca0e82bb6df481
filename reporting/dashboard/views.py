from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assignments.coverage.models import LEVEL_CODES, Level
from korus_portal.accounts.access import parties
from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import Role, User
from korus_portal.audit.log import record
from municipalities.models import County, CountyGovernor, Municipality
from reporting.dashboard import export, table
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage
from reporting.dashboard.figures import coverage as count_coverage
from reporting.dashboard.forms import CoverageForm
from reporting.dashboard.rows import rows_behind

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_GET
def coverage(request: PortalRequest) -> HttpResponse:
    """The dashboard. It opens with the kind KORUS in its address; a governor's with the county."""
    if not request.GET:
        return redirect(f"{reverse('reporting:coverage')}?{opening_query(request)}")
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return render(request, "reporting/coverage.html", {"form": form}, status=400)
    found = count_coverage(form.choice())
    return render(request, "reporting/coverage.html", {"form": form, **page_of(found)})


def opening_query(request: PortalRequest) -> str:
    own = CountyGovernor.objects.filter(organisation__in=parties(request.user, Role.GOVERNOR))
    counties = County.objects.filter(governors__in=own)
    return "&".join(["type=korus", *(f"fylke={county.code}" for county in counties)])


def page_of(found: Coverage) -> dict[str, Any]:
    """Everything the template shows, as ready texts."""
    counties = {row.county.pk: row.county.name for row in found.counties}
    counties = counties or dict(County.objects.values_list("pk", "name"))
    choice = found.choice
    return {
        "found": found,
        "choice": choice,
        "query": choice.query(),
        "share": table.per_cent(found.reach),
        "hours": table.hours_text(found.total.hours),
        "map": table.hex_map(found),
        "table_id": table.TABLE_ID,
        "counties": table.county_rows(found),
        "all_rows": table.place_rows(choice, found.places, counties),
        "not_reached": table.place_rows(choice, found.not_reached, counties),
        "districts": table.place_rows(choice, found.districts, counties),
        "undistributed": table.place_rows(choice, found.undistributed, counties),
    }


@login_not_required
@require_GET
def coverage_places(request: PortalRequest) -> HttpResponse:
    """The municipalities behind a number: those at a level or above, or those below it."""
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return render(request, "reporting/coverage.html", {"form": form}, status=400)
    found = count_coverage(form.choice())
    level = chosen_level(request)
    places = [place for place in found.places if place.counts and place.numbers.level >= level]
    counties = dict(County.objects.values_list("pk", "name"))
    context = {
        "choice": found.choice,
        "query": found.choice.query(),
        "level": level,
        "rows": table.place_rows(found.choice, places, counties),
    }
    return render(request, "reporting/coverage_places.html", context)


def chosen_level(request: HttpRequest) -> Level:
    by_code = {code: level for level, code in LEVEL_CODES.items()}
    return by_code.get(request.GET.get("niva", ""), Level.UNKNOWN)


@login_not_required
@require_GET
def coverage_rows(request: PortalRequest) -> HttpResponse:
    """Exactly the rows that a figure counted, as far as the reader may see them."""
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return render(request, "reporting/coverage.html", {"form": form}, status=400)
    choice, place = form.choice(), chosen_place(request)
    rows = rows_behind(choice, place, request.user)
    context = {
        "choice": choice,
        "query": choice.query(),
        "place": place,
        "rows": rows,
        "page": rows.activities.get_page(request.GET.get("page")),
    }
    return render(request, "reporting/coverage_rows.html", context)


def chosen_place(request: HttpRequest) -> Municipality | None:
    code = request.GET.get("kommune", "")
    places: QuerySet[Municipality] = Municipality.objects.select_related("county")
    return get_object_or_404(places, code=code) if code else None


@login_not_required
@require_GET
def coverage_export(request: PortalRequest) -> HttpResponse:
    """The figures as CSV (RFC 4180), one row per municipality whatever centre is chosen."""
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return HttpResponse(
            form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8"
        )
    found = count_coverage(form.choice())
    user = request.user
    if isinstance(user, User):
        record(
            "reporting.coverage_exported", user, by=user, details={"query": request.GET.urlencode()}
        )
    text = export.as_csv(export.csv_rows(found, signed_in=isinstance(user, User)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = filename(found.choice)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def filename(choice: Choice) -> str:
    doer = choice.centre.code if choice.centre else choice.kind or "alle"
    return f"dekning-{choice.year}-{doer}.csv"
