"""The list of a centre's activities, and the list as a file."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.activities import actions, columns, export, listing, rules
from assignments.activities.filter_form import fields_of
from assignments.activities.filters import ActivityFilter
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def activity_list(request: AuthenticatedRequest) -> HttpResponse:
    filters = _filtered(request)
    shown = filters.shown
    context = {
        "filter": filters,
        "filter_fields": fields_of(filters),
        "is_filtered": bool(filters.chosen),
        "filter_summary": filters.summary,
        "columns": shown,
        "column_boxes": columns.boxes(shown),
        "query": urlencode(filters.query),
        "filter_query": urlencode(filters.chosen),
        "found": listing.page_of(filters.search, shown, request.GET),
        "formats": export.Format.choices,
        "template": export.TEMPLATE,
    }
    return render(request, "activities/activity_list.html", context)


@require_GET
def activity_export(request: AuthenticatedRequest) -> HttpResponseBase:
    filters = _filtered(request)
    code = export.format_of(request.GET.get("format", ""))
    is_template = filters.columns_text == export.TEMPLATE
    number = filters.search.count()
    if code == export.Format.WORKBOOK and number > export.MOST_IN_A_WORKBOOK:
        text = _("En Excel-fil har høyst 20 000 rader. Avgrens utvalget, eller velg CSV.")
        messages.warning(request, text)
        return redirect(f"{reverse('activities:activity_list')}?{urlencode(filters.query)}")
    actions.record_export(by=request.user, rows=number, query=request.GET.urlencode())
    table = export.Table(filters.search, filters.shown, is_template=is_template)
    response = _file(table, code, filters.query)
    name = export.file_name(code, timezone.localdate(), is_template=is_template)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(table: export.Table, code: export.Format, query: dict[str, str]) -> HttpResponseBase:
    if code == export.Format.WORKBOOK:
        return FileResponse(export.workbook(table), content_type=export.TYPES[code])
    is_json = code == export.Format.JSON
    pieces = export.json_pieces(table, query) if is_json else export.csv_lines(table, code)
    return StreamingHttpResponse(pieces, content_type=export.TYPES[code])


def _filtered(request: AuthenticatedRequest) -> ActivityFilter:
    """The same rows for the page and for the files: those of the person's own centres."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    return ActivityFilter(request.GET, user=request.user)
