"""The list of tiltak."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assignments.plans import listing, rules
from assignments.plans.filters import AssignmentFilter
from assignments.plans.models import Assignment
from korus_portal.accounts.http import AuthenticatedRequest

PAGE_SIZE = 50


@require_GET
def assignment_list(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_assignments(request.user):
        raise PermissionDenied
    visible = Assignment.objects.visible_to(request.user).for_list()
    filters = AssignmentFilter(
        request.GET or {"year": str(timezone.localdate().year)}, queryset=visible, user=request.user
    )
    year = filters.chosen_year
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": filters,
        "page": page,
        "rows": listing.rows_of(list(page), year, request.user),
        "year": year,
        "has_centres": "centre" in filters.filters,
        "can_create": rules.can_create_assignment(request.user),
    }
    return render(request, "plans/assignment_list.html", context)
