"""The list of dialogues."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from assignments.dialogues import listing, rules
from assignments.dialogues.filters import DialogueFilter
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

PER_PAGE = 50


@require_GET
@vary_on_headers("HX-Request")
def dialogue_list(request: AuthenticatedRequest) -> HttpResponse:
    """Those of one's centre or counties; for the directorate all, without what was written."""
    if not rules.can_follow(request.user):
        raise PermissionDenied
    visible = listing.visible_dialogues(request.user)
    filters = DialogueFilter(request.GET, queryset=visible, user=request.user)
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = listing.rows_of(page, request.user)
    context = {"filters": filters, "page": page, "rows": rows}
    name = "_table" if is_fragment(request) else "dialogue_list"
    return render(request, f"dialogues/{name}.html", context)
