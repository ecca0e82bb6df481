"""The list of a centre's activities, and the list as a file."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assignments.activities import actions, export, listing, rules
from assignments.activities.filters import ActivityFilter
from assignments.activities.models import Activity
from assignments.plans.csv_text import Format, style_of
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def activity_list(request: AuthenticatedRequest) -> HttpResponse:
    filters = _filtered(request)
    page = listing.paginated(filters.qs).get_page(request.GET.get("page"))
    context = {
        "filter": filters,
        "is_filtered": bool(filters.chosen),
        "filter_summary": filters.summary,
        "query": urlencode(filters.chosen),
        "page": page,
        "rows": listing.rows_of(page),
        "formats": Format.choices,
    }
    return render(request, "activities/activity_list.html", context)


@require_GET
def activity_export(request: AuthenticatedRequest) -> StreamingHttpResponse:
    filters = _filtered(request)
    style = style_of(request.GET.get("format", ""))
    actions.record_export(by=request.user, rows=filters.qs.count(), query=request.GET.urlencode())
    response = StreamingHttpResponse(
        export.lines_of(filters.qs, style), content_type="text/csv; charset=utf-8"
    )
    name = export.file_name(timezone.localdate())
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _filtered(request: AuthenticatedRequest) -> ActivityFilter:
    """The same rows for the page and the export."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    own = Activity.objects.visible_to(request.user).kept_by(request.user)
    return ActivityFilter(request.GET, queryset=own, user=request.user)
