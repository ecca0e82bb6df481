"""How the agreements are spread: for a centre, a county governor and the directorate."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.agreements import rules
from assignments.agreements.actions.documenting import record_spread_export
from assignments.agreements.forms.spread import SpreadForm
from assignments.agreements.spread import Scope, spread_of
from assignments.agreements.spread_file import file_of
from assignments.agreements.views.parts import crumbs
from assignments.coverage.periods import YEARS
from assignments.plans.csv_text import style_of
from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.access import holds, is_administrator, is_directorate
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import Role, User
from municipalities.models import County


@require_GET
def agreement_spread(request: AuthenticatedRequest) -> HttpResponse:
    form, scope = chosen(request)
    context = {
        "form": form,
        "spread": None if form.is_wrong_year else spread_of(scope),
        "years": YEARS,
        "knows_needs": rules.can_read_needs(request.user),
        "query": request.GET.urlencode(),
        "crumbs": crumbs(None, _("Spredning")),
    }
    return render(request, "agreements/spread.html", context)


@require_GET
def agreement_spread_file(request: AuthenticatedRequest) -> HttpResponseBase:
    form, scope = chosen(request)
    if form.is_wrong_year:
        raise Http404
    spread = spread_of(scope)
    query = request.GET.urlencode()
    record_spread_export(rows=len(spread.places), query=query, by=request.user)
    lines = file_of(
        spread,
        style_of(request.GET.get("fil", "")),
        knows_needs=rules.can_read_needs(request.user),
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"avtaler-spredning-{scope.year}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def chosen(request: AuthenticatedRequest) -> tuple[SpreadForm, Scope]:
    """Own centres for who works at one; own counties for a governor; everything upward."""
    user = request.user
    sees_all = is_directorate(user) or is_administrator(user)
    governs = holds(user, Role.GOVERNOR)
    works = holds(user, Role.ADVISER, Role.LEADER)
    if not (sees_all or governs or works):
        raise PermissionDenied
    centres = own_centres(user) if works and not sees_all else Centre.objects.order_by("short_name")
    form = SpreadForm(request.GET, centres=list(centres), may_see_all=not works or sees_all)
    counties = governed(user) if governs and not (works or sees_all) else None
    return form, Scope(year=form.year, centre=form.centre, counties=counties)


def governed(user: User) -> frozenset[int]:
    offices = user.parties(Role.GOVERNOR)
    rows = County.objects.filter(governors__organisation__in=offices)
    return frozenset(rows.values_list("pk", flat=True))
