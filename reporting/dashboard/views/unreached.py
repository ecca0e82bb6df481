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
from reporting.dashboard.forms import UnreachedForm
from reporting.dashboard.unreached import Wanted
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_unreached(request: PortalRequest) -> HttpResponse:
    """The choice, and which of them the reader asks for."""
    form = UnreachedForm(request.GET)
    form.is_valid()  # two tick boxes: nothing can be wrong
    wanted = Wanted(never=form.cleaned_data["aldri"], needs=form.cleaned_data["behov"])

    def build(choice: Choice) -> dict[str, Any]:
        return {"unreached_form": form, **unreached(choice, request.user, wanted)}

    return page(request, "reporting:coverage_unreached", "reporting/coverage_unreached.html", build)


def unreached(choice: Choice, viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    found = figures.coverage(choice)
    cells = table.Cells(choice, dict(County.objects.values_list("pk", "name")))
    return {"found": found, **reading.shown(found, viewer, cells, wanted)}
