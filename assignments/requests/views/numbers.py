"""Figures about requests: a centre's own, the country's or a county's."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assignments.requests import rules
from assignments.requests.forms.queue import PeriodForm
from assignments.requests.numbers.page import context_of, heading_of
from assignments.requests.numbers.scope import period_of, scope_of
from assignments.requests.queue.choice import Choice
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def request_numbers(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_see_numbers(request.user):
        raise PermissionDenied
    scope = scope_of(request.user, request.GET.get("senter", ""))
    if scope is None:
        raise Http404
    period = period_of(Choice.read(request.GET))
    form = PeriodForm(request.GET, period=period)
    shown = None if form.is_unreadable else context_of(scope, period)
    context = {"form": form, "scope": scope, "heading": heading_of(scope), **(shown or {})}
    return render(request, "requests/queue/request_numbers.html", context)
