"""Reach from year to year, and over several years together."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import figures, overtime
from reporting.dashboard.choice import Choice
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_years(request: PortalRequest) -> HttpResponse:
    return page(request, "reporting:coverage_years", "reporting/coverage_years.html", over_years)


def over_years(choice: Choice) -> dict[str, Any]:
    found = figures.brief(choice)
    return {"found": found, **overtime.shown(found)}
