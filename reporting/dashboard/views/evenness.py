"""How evenly what was done is spread, and on which municipalities."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import equity, figures, focus, spread
from reporting.dashboard.choice import Choice
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_evenness(request: PortalRequest) -> HttpResponse:
    def build(choice: Choice) -> dict[str, Any]:
        return evenly(choice, request.user)

    return page(request, "reporting:coverage_evenness", "reporting/coverage_evenness.html", build)


def evenly(choice: Choice, viewer: Viewer) -> dict[str, Any]:
    found = figures.brief(choice)
    country = figures.country_beside(found)
    return {
        "found": found,
        **spread.shown(found),
        **equity.shown(found, country),
        **focus.shown(found, viewer),
    }
