"""What the work went to: tasks of the mandate, levels, sides, course and life span, money."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import figures, matrix
from reporting.dashboard.choice import Choice
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_work(request: PortalRequest) -> HttpResponse:
    return page(request, "reporting:coverage_work", "reporting/coverage_work.html", work_of)


def work_of(choice: Choice) -> dict[str, Any]:
    found = figures.coverage(choice)
    return {"found": found, **matrix.shown(found, figures.country_beside(found))}
