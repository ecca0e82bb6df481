"""Municipality × theme where several centres were at work, and where none was."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard.choice import Choice
from reporting.dashboard.meeting_page import shown
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage_meeting(request: PortalRequest) -> HttpResponse:
    def meeting(choice: Choice) -> dict[str, Any]:
        wanted = request.GET.get("liste", ""), request.GET.get("page", "")
        return shown(choice, request.user, *wanted)

    return page(request, "reporting:coverage_meeting", "reporting/coverage_meeting.html", meeting)
