"""The trail as the administrator reads it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.audit import kinds
from korus_portal.audit.filters import EventFilter
from korus_portal.audit.models import Event

PER_PAGE = 50


@require_GET
def event_list(request: AuthenticatedRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise PermissionDenied
    found = EventFilter(request.GET, queryset=Event.objects.visible_to(request.user))
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(event, kinds.text(event.kind)) for event in page]
    context = {"filter": found, "page_obj": page, "rows": rows}
    return render(request, "audit/event_list.html", context)
