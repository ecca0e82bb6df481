"""Every municipality below brukt, those never in contact first."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.http import PortalRequest
from municipalities.models import County
from reporting.dashboard import figures, table
from reporting.dashboard import unreached as reading
from reporting.dashboard.choice import Choice
from reporting.dashboard.forms import NeedsForm
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_unreached(request: PortalRequest) -> HttpResponse:
    """The choice, and only those with open needs where the reader asks for that."""
    form = NeedsForm(request.GET)
    only_needs = form.is_valid() and form.cleaned_data["behov"]

    def build(choice: Choice) -> dict[str, Any]:
        return {"needs_form": form, **unreached(choice, request.user, only_needs=only_needs)}

    return page(request, "reporting:coverage_unreached", "reporting/coverage_unreached.html", build)


def unreached(choice: Choice, viewer: Viewer, *, only_needs: bool) -> dict[str, Any]:
    found = figures.coverage(choice)
    cells = table.Cells(choice, dict(County.objects.values_list("pk", "name")))
    return {"found": found, **reading.shown(found, viewer, cells, only_needs=only_needs)}
