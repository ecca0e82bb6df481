"""Many needs: the list, the county's, and the counts that go upward."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from assignments.needs import counts, listing, rules
from assignments.needs.counties import county_page
from assignments.needs.filters import NeedFilter
from assignments.plans.csv_text import style_of
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment
from korus_portal.audit.log import record

PER_PAGE = 50


@require_GET
@vary_on_headers("HX-Request")
def need_list(request: AuthenticatedRequest) -> HttpResponse:
    """What is registered about one's municipality, catchment or county."""
    if not rules.can_follow_needs(request.user):
        raise PermissionDenied
    filters = NeedFilter(
        request.GET, queryset=listing.visible_needs(request.user), user=request.user
    )
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "rows": listing.rows_of(page)}
    name = "_part" if is_fragment(request) else "need_list"
    return render(request, f"needs/{name}.html", context)


@require_GET
def county_list(request: AuthenticatedRequest) -> HttpResponse:
    """The open needs of a county: unanswered, disputed and agreed, small municipalities first."""
    if not rules.can_see_county_list(request.user):
        raise PermissionDenied
    context = county_page(request.user, code=request.GET.get("fylke", ""))
    return render(request, "needs/county_list.html", context)


@require_GET
def need_counts(request: AuthenticatedRequest) -> HttpResponse:
    """Open needs by theme and county. Counts alone."""
    if not rules.can_see_counts(request.user):
        raise PermissionDenied
    context = {
        "table": counts.table_of(request.user),
        "can_follow": rules.can_follow_needs(request.user),
    }
    return render(request, "needs/need_counts.html", context)


@require_GET
def counts_export(request: AuthenticatedRequest) -> HttpResponseBase:
    """The counts as CSV."""
    if not rules.can_see_counts(request.user):
        raise PermissionDenied
    record("needs.counts_exported", request.user, by=request.user)
    lines = counts.lines_of(request.user, style_of(request.GET.get("format", "")))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = counts.file_name(timezone.localdate())
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
