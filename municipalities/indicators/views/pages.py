"""What is measured, and the figures that a viewer may see. Open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from municipalities.indicators import export, listing, page, rules
from municipalities.indicators.filters import FiguresForm
from municipalities.indicators.models import Indicator


@login_not_required
@require_GET
def source_list(request: PortalRequest) -> HttpResponse:
    context = {
        "sources": listing.sources(request.user),
        "can_import": rules.can_import_some(request.user),
        "can_follow": rules.can_follow_openings(request.user),
    }
    return render(request, "indicators/source_list.html", context)


@login_not_required
@require_GET
def indicator_detail(request: PortalRequest, code: str) -> HttpResponse:
    """One indicator in a year that the address names, with every municipality."""
    indicator, form = _asked(request, code)
    places = _places(request, indicator, form)
    context = {
        "indicator": indicator,
        "source": indicator.source,
        "form": form,
        "year": form.year,
        "coverage": page.coverage(places),
        "rows": page.table_rows(places, indicator, _("ikke åpnet")),
        "behind": page.behind(request.user, indicator, year=form.year, county=form.county),
        "has_figures": bool(form.years),
        "export_url": f"{reverse('indicators:indicator_export', args=[code])}?{form.query()}",
        "crumbs": [(_("Indikatorer"), reverse("indicators:source_list")), (indicator.name, None)],
    }
    return render(request, "indicators/indicator_detail.html", context)


@login_not_required
@require_GET
def indicator_export(request: PortalRequest, code: str) -> HttpResponse:
    """The same rows as CSV (RFC 4180)."""
    indicator, form = _asked(request, code)
    places = _places(request, indicator, form)
    text = export.as_csv(indicator, form.year, places, closed=_("ikke åpnet"))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = export.file_name(indicator, form.year)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: PortalRequest, code: str) -> tuple[Indicator, FiguresForm]:
    indicator = get_object_or_404(listing.indicators(request.user), code=code)
    return indicator, FiguresForm(request.GET, years=listing.years(request.user, indicator))


def _places(request: PortalRequest, indicator: Indicator, form: FiguresForm) -> list[page.Place]:
    chosen: dict[str, Any] = {"year": form.year, "on": form.on, "county": form.county}
    return page.places(request.user, indicator, **chosen)
