"""Reading grants: the list, one of them, its files and its history."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from centres.grants import listing, page, rules
from centres.grants.filters import GrantFilter
from centres.grants.history import changes_of
from centres.grants.views.parts import crumbs, demand, visible
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.files.models import StoredFile
from korus_portal.files.responses import file_response

PER_PAGE = 50


@require_GET
def grant_list(request: AuthenticatedRequest) -> HttpResponse:
    """The directorate's letters to all centres, or those of one's own."""
    demand(rules.can_see_grants(request.user))
    filters = GrantFilter(request.GET, queryset=listing.visible_grants(request.user))
    found = listing.for_list(filters.qs)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": shown,
        "rows": listing.rows_of(shown),
        "totals": listing.totals_of(filters.qs),
        "gives_money": rules.gives_money(request.user),
    }
    return render(request, "grants/grant_list.html", context)


@require_GET
def grant_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    grant = visible(request, pk)
    context = {**page.page_of(grant, request.user), "crumbs": crumbs(grant)}
    return render(request, "grants/grant_detail.html", context)


@require_GET
def letter_download(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    grant = visible(request, pk)
    return given(request, grant.letter, grant.get_absolute_url())


@require_GET
def application_download(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    grant = visible(request, pk)
    return given(request, grant.application, grant.get_absolute_url())


def given(request: AuthenticatedRequest, file: StoredFile | None, back_url: str) -> HttpResponse:
    if file is None:
        raise Http404
    return file_response(request, file, back_url)


@require_GET
def grant_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    grant = visible(request, pk)
    demand(rules.can_see_history(request.user, grant))
    context = {"grant": grant, "changes": changes_of(grant)}
    context["crumbs"] = crumbs(grant, _("Historikk"))
    return render(request, "grants/grant_history.html", context)
