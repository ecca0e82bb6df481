"""What stands behind a number: the municipalities, or the rows."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assignments.activities.export import MOST_IN_A_WORKBOOK
from korus_portal.accounts.http import PortalRequest
from municipalities.models import County, Municipality
from reporting.dashboard import figures, groups, overtime, table, wording
from reporting.dashboard.behind import OVER_TIME, Selection, chosen_places, places_at
from reporting.dashboard.forms import LEVELS, PlacesForm, RowsForm
from reporting.dashboard.rows import behind_of, rows_behind
from reporting.dashboard.views.reading import refuse


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
        "files_query": request.GET.urlencode(),
    }
    return render(request, "reporting/coverage_places.html", context)


@login_not_required
@require_GET
def coverage_rows(request: PortalRequest) -> HttpResponse:
    """Exactly the rows that a figure counted, as far as the reader may see them."""
    form = RowsForm(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    selection = selected(form, request)
    rows = rows_behind(selection, request.user)
    page = rows.activities.get_page(request.GET.get("page"))
    context = {
        "heading": heading_of(form),
        "is_work_alone": not selection.work.is_everything,
        "choice": selection.choice,
        "query": selection.choice.query(),
        "place": selection.place,
        "rows": rows,
        "page": page,
        **behind_of(selection, list(page.object_list)),
        **files_of(request),
    }
    return render(request, "reporting/coverage_rows.html", context)


def selected(form: RowsForm, request: HttpRequest) -> Selection:
    """Call after `is_valid`. The same for the page and for its files."""
    choice, data = form.choice(), form.cleaned_data
    places = chosen_places(choice, data["niva"], data["gruppe"])
    return Selection(choice, chosen_place(request), places, form.work())


def heading_of(form: RowsForm) -> str:
    """The choice in words, and what it is cut down to."""
    data, choice = form.cleaned_data, form.choice()
    level = str(LEVELS[data["niva"]]) if data["niva"] else ""
    told = [wording.heading(choice), level, groups.label(data["gruppe"]), *form.work().names]
    return " · ".join(part for part in told if part)


def files_of(request: PortalRequest) -> dict[str, Any]:
    """The addresses of the same rows as files."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return {"files_query": asked.urlencode(), "most_in_a_workbook": MOST_IN_A_WORKBOOK}


def chosen_place(request: HttpRequest) -> Municipality | None:
    code = request.GET.get("kommune", "")
    if not code:
        return None
    if not code.isdecimal():
        raise Http404
    return get_object_or_404(Municipality.objects.select_related("county"), code=code)
