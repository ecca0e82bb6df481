"""A report's figures: open a year, count again, take the new count."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.plans.rules import led_centres
from korus_portal.accounts.http import AuthenticatedRequest
from reporting.actions import starting
from reporting.actions.errors import NotADraftError, YearCannotBeReportedError
from reporting.forms.starting import StartForm
from reporting.views.fetching import get_own_report


@require_POST
def report_start(request: AuthenticatedRequest) -> HttpResponse:
    centres = led_centres(request.user)
    if not centres.exists():
        raise PermissionDenied
    form = StartForm(request.POST, centres=centres)
    if not form.is_valid():
        messages.error(request, _("Velg et år det kan startes rapport for."))
        return redirect("reporting:report_list")
    centre, year = form.cleaned_data["centre"], form.cleaned_data["year"]
    try:
        report = starting.start_report(centre=centre, year=year, by=request.user)
    except YearCannotBeReportedError as error:
        messages.error(request, str(error))
        return redirect("reporting:report_list")
    return redirect(report)


@require_POST
def report_refresh(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Count again: the new figures stand beside the old until somebody takes them."""
    report = get_own_report(request, pk)
    try:
        starting.refresh_report(report=report, by=request.user)
    except NotADraftError as error:
        messages.warning(request, str(error))
    return redirect(report)
