"""Coverage as files, and the page and the catalogue that tell others what can be fetched."""

import json
from typing import IO, cast

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import User
from reporting.dashboard import figures, maps
from reporting.dashboard.choice import Choice
from reporting.dashboard.exports import carried, catalogue, datasets, files
from reporting.dashboard.exports.answers import remember, sent
from reporting.dashboard.exports.files import Asked
from reporting.dashboard.exports.forms import ExportForm, StructureForm, errors_as_text
from reporting.dashboard.figures import Coverage

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def coverage_file(
    request: PortalRequest, figure: str = files.MUNICIPALITIES, form: str = "csv"
) -> HttpResponseBase:
    """One figure in one form, by the choice in the address."""
    chosen = form_of(figure)(request.GET)
    asked = Asked(figure, form, request.GET.get("variant", ""), known(request))
    if not asked.exists:
        raise Http404
    if not chosen.is_valid():
        return HttpResponse(errors_as_text(chosen), status=400, content_type=PLAIN)
    found = read(figure, chosen.choice())
    made = files.made(asked, found)
    if made is None:
        told = _("Det er ikke tegnet kart for dette utvalget.")
        return HttpResponse(f"{told}\n", status=404, content_type=PLAIN)
    remember(request, asked)
    name = files.name_of(asked, found.choice)
    if hasattr(made, "read"):
        spreadsheet = cast("IO[bytes]", made)
        book = FileResponse(spreadsheet, content_type=asked.content_type)
        book["Content-Disposition"] = f'attachment; filename="{name}"'
        return sent(request, book)
    response = HttpResponse(made, content_type=asked.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent(request, response)


def form_of(figure: str) -> type[ExportForm]:
    return StructureForm if figure in files.IN_ANY_STRUCTURE else ExportForm


def read(figure: str, choice: Choice) -> Coverage:
    if figure == files.MAP:
        return maps.coverage(choice)
    return carried.coverage(choice) if carried.is_asked(choice) else figures.coverage(choice)


def known(request: PortalRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@login_not_required
@require_safe
def coverage_data(request: PortalRequest) -> HttpResponse:
    """The open data sets: what they hold, on which terms, and where each file is."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        return HttpResponse(errors_as_text(form), status=400, content_type=PLAIN)
    choice = form.choice() if request.GET else None
    return render(request, "reporting/coverage_data.html", datasets.page(choice))


@login_not_required
@require_safe
def coverage_catalogue(request: PortalRequest) -> HttpResponseBase:
    """The same for machines, in both languages whichever the reader has."""
    text = json.dumps(catalogue.document(), ensure_ascii=False, indent=2)
    return sent(request, HttpResponse(text, content_type="application/ld+json"))
