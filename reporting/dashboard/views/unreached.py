"""Every municipality below brukt, those never in contact first."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from municipalities.models import County
from reporting.dashboard import figures, table
from reporting.dashboard.choice import Choice
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_unreached(request: PortalRequest) -> HttpResponse:
    return page(
        request, "reporting:coverage_unreached", "reporting/coverage_unreached.html", unreached
    )


def unreached(choice: Choice) -> dict[str, Any]:
    found = figures.coverage(choice)
    cells = table.Cells(choice, dict(County.objects.values_list("pk", "name")))
    return {"found": found, "not_reached": cells.body(found.not_reached)}
