"""The municipalities behind a number of focus municipalities, for signed-in readers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import AuthenticatedRequest
from reporting.dashboard import figures, focus_rows, wording
from reporting.dashboard.forms import FocusForm
from reporting.dashboard.views.reading import refuse


@require_GET
def coverage_focus(request: AuthenticatedRequest) -> HttpResponse:
    form = FocusForm(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    choice = form.choice()
    found = figures.summary(choice)
    context = {
        "heading": wording.heading(choice),
        "query": choice.query(),
        **focus_rows.shown(found, request.user, form.what()),
    }
    return render(request, "reporting/coverage_focus.html", context)
