"""Lists of requests."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from assignments.requests import rules
from assignments.requests.drafts import drafts_of
from assignments.requests.filters import SupportRequestFilter
from assignments.requests.listing import listed, waiting_for
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

PER_PAGE = 20


@require_GET
@vary_on_headers("HX-Request")
def request_list(request: AuthenticatedRequest) -> HttpResponse:
    """The centre's inbox, or what one's municipality has asked for."""
    if not rules.can_follow_requests(request.user):
        raise PermissionDenied
    filters = SupportRequestFilter(request.GET, queryset=listed(request.user))
    context = {
        "filters": filters,
        "page": Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": any(request.GET.get(name) for name in filters.filters),
        "can_ask": rules.can_ask(request.user),
        "can_work": rules.can_work_with_requests(request.user),
        "list_url": reverse("requests:request_list"),
    }
    if is_fragment(request):
        return render(request, "requests/_request_part.html", context)
    context |= {
        "waiting": waiting_for(request.user),
        "drafts": drafts_of(request.user),
        "new_url": reverse("requests:request_new"),
    }
    return render(request, "requests/request_list.html", context)
