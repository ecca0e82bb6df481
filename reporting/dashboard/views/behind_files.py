"""What stands behind a number, as files: the same rows and municipalities as on the page."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.activities.export import MOST_IN_A_WORKBOOK
from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import User
from reporting.dashboard import figures, groups
from reporting.dashboard.behind import places_at
from reporting.dashboard.choice import Choice
from reporting.dashboard.exports import behind, csv_file, files, workbook
from reporting.dashboard.exports.answers import remember, sent
from reporting.dashboard.exports.behind import Opened
from reporting.dashboard.exports.files import Asked
from reporting.dashboard.exports.forms import PlacesFileForm, RowsFileForm, errors_as_text
from reporting.dashboard.exports.tables import Sheet
from reporting.dashboard.exports.views import PLAIN
from reporting.dashboard.forms import LEVELS
from reporting.dashboard.views.behind import heading_of, selected

FORMS = {"csv", "xlsx"}


@login_not_required
@require_safe
def coverage_rows_file(request: PortalRequest, kind: str, form: str) -> HttpResponseBase:
    """Activities for everyone; of the others those that the reader may see."""
    is_open = kind == behind.ACTIVITIES or isinstance(request.user, User)
    if form not in FORMS or kind not in behind.SHEETS or not is_open:
        raise Http404
    chosen = RowsFileForm(request.GET)
    if not chosen.is_valid():
        return HttpResponse(errors_as_text(chosen), status=400, content_type=PLAIN)
    selection = selected(chosen, request)
    place = f" · {selection.place.name}" if selection.place else ""
    opened = Opened(selection, heading_of(chosen) + place, request.user)
    if form == "xlsx" and behind.count_of(opened, kind) > MOST_IN_A_WORKBOOK:
        told = _("En Excel-fil har høyst 20 000 rader. Avgrens utvalget, eller velg CSV.")
        return HttpResponse(f"{told}\n", status=400, content_type=PLAIN)
    asked = Asked(f"rader-{kind}", form, chosen.cleaned_data["variant"])
    remember(request, asked)
    return sent(request, answer(behind.SHEETS[kind](opened), asked, selection.choice))


@login_not_required
@require_safe
def coverage_places_file(request: PortalRequest, form: str) -> HttpResponseBase:
    """The municipalities behind a number, with what was done in each."""
    if form not in FORMS:
        raise Http404
    chosen = PlacesFileForm(request.GET)
    if not chosen.is_valid():
        return HttpResponse(errors_as_text(chosen), status=400, content_type=PLAIN)
    level, group = chosen.cleaned_data["niva"], chosen.cleaned_data["gruppe"]
    found = figures.coverage(chosen.choice())
    named = " · ".join(part for part in [str(LEVELS[level]), groups.label(group)] if part)
    places, signed_in = places_at(found, level, group), isinstance(request.user, User)
    sheet = behind.municipalities(found, places, named, signed_in=signed_in)
    asked = Asked("kommuner-bak", form, chosen.cleaned_data["variant"])
    remember(request, asked)
    return sent(request, answer(sheet, asked, found.choice))


def answer(sheet: Sheet, asked: Asked, choice: Choice) -> HttpResponseBase:
    """CSV while it is read; a spreadsheet is written to the disk first."""
    response: HttpResponseBase
    if asked.form == "csv":
        lines = csv_file.lines(sheet, asked.variant)
        response = StreamingHttpResponse(lines, content_type=asked.content_type)
    else:
        response = FileResponse(workbook.made(sheet), content_type=asked.content_type)
    name = files.name_of(asked, choice)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
