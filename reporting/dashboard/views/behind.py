"""What stands behind a number: the municipalities, or the rows."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assignments.coverage.models import LEVEL_CODES
from korus_portal.accounts.http import PortalRequest
from municipalities.models import County, Municipality
from reporting.dashboard import figures, groups, overtime, table, wording
from reporting.dashboard.figures import Coverage, Place
from reporting.dashboard.forms import (
    LEVELS,
    NEVER_OVER_TIME,
    UNREACHED,
    USED_OVER_TIME,
    PlacesForm,
    RowsForm,
)
from reporting.dashboard.rows import rows_behind
from reporting.dashboard.views.reading import refuse

OVER_TIME = {USED_OVER_TIME, NEVER_OVER_TIME}


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
    form = RowsForm(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    choice, place, work = form.choice(), chosen_place(request), form.work()
    rows = rows_behind(choice, place, request.user, work)
    context = {
        "heading": " · ".join([wording.heading(choice), *work.names]),
        "is_work_alone": not work.is_everything,
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
