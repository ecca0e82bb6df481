"""The rules that every figure is counted by, in plain words."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard.choice import Choice
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_rules(request: PortalRequest) -> HttpResponse:
    return page(request, "reporting:coverage_rules", "reporting/coverage_rules.html", rules_of)


def rules_of(choice: Choice) -> dict[str, Any]:
    return {}
