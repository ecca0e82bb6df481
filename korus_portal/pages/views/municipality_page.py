"""One municipality: its page, and the same on one sheet of paper."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from korus_portal.pages import links, public_activities, reach
from korus_portal.pages.municipality import contents, moments, page, sheet
from korus_portal.pages.municipality.moments import Moment
from municipalities.models import Municipality


@login_not_required
@require_GET
def municipality_detail(request: PortalRequest, code: str) -> HttpResponse:
    municipality = _municipality(code)
    moment = moments.chosen(request.GET.get("aar", ""), municipality)
    if moment.moved_to is not None:
        return redirect(f"{moment.moved_to.get_absolute_url()}?aar={moment.year}")
    if moment.places:
        return _several(request, municipality, moment)
    shown = page.compose(municipality, request.user, moment)
    activities = public_activities.of_municipality(
        municipality, request.GET.get("page"), on=moment.today, until=moment.year
    )
    districts = _districts(municipality, moment)
    context = {
        "shown": shown,
        "municipality": municipality,
        "moment": moment,
        "services": shown.services,
        "became": shown.became,
        "history": shown.history,
        "years": shown.years,
        "districts": districts,
        "shown_years": [moment.today.year, moment.today.year - 1],
        "page_obj": activities,
        "sections": contents.sections_of(shown, has_districts=bool(districts)),
        "crumbs": _crumbs(municipality),
    }
    return render(request, "pages/municipality_detail.html", context)


@login_not_required
@require_GET
def municipality_sheet(request: PortalRequest, code: str) -> HttpResponse:
    """Exactly what the reader may see, for a meeting."""
    municipality = _municipality(code)
    moment = moments.chosen(request.GET.get("aar", ""), municipality)
    if moment.places:
        return redirect(f"{municipality.get_absolute_url()}?aar={moment.year}")
    made = sheet.make(page.compose(municipality, request.user, moment))
    name = f"{municipality.code}-{moment.year or moment.today.isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _several(request: PortalRequest, municipality: Municipality, moment: Moment) -> HttpResponse:
    """The code stood for several municipalities on that day: nothing can be told of it as one."""
    context = {
        "municipality": municipality,
        "heading": page.heading(municipality),
        "moment": moment,
        "is_later": municipality.valid_to is not None and municipality.valid_to < moment.day,
        "crumbs": _crumbs(municipality),
    }
    return render(request, "pages/municipality/several.html", context)


def _municipality(code: str) -> Municipality:
    return get_object_or_404(Municipality.objects.select_related("county", "parent"), code=code)


def _districts(municipality: Municipality, moment: Moment) -> list[dict[str, Any]]:
    return [] if moment.is_past else reach.districts_of(municipality, on=moment.today)


def _crumbs(municipality: Municipality) -> list[tuple[str, str | None]]:
    return [(_("Kommuner"), links.to("pages:municipality_list")), (str(municipality), None)]
