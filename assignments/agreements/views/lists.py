"""The register of agreements."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from assignments.agreements import listing, rules
from assignments.agreements.filters import AgreementFilter
from assignments.agreements.models import Agreement
from assignments.agreements.views.parts import demand
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

PER_PAGE = 50


@require_GET
@vary_on_headers("HX-Request")
def agreement_list(request: AuthenticatedRequest) -> HttpResponse:
    """One's own, and what is signed in one's catchment, county or the country."""
    demand(rules.can_list(request.user))
    filters = AgreementFilter(
        request.GET,
        queryset=listing.visible_agreements(request.user),
        everything=Agreement.objects.visible_to(request.user),
    )
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": listing.rows_of(page),
        "can_draft": rules.can_draft_somewhere(request.user),
    }
    name = "_part" if is_fragment(request) else "agreement_list"
    return render(request, f"agreements/{name}.html", context)
