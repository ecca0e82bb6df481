"""The directorate's answer to a submitted report."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from reporting import rules
from reporting.actions import deciding
from reporting.actions.errors import AlreadyDecidedError
from reporting.forms.deciding import ApproveForm, ReturnForm
from reporting.models import AnnualReport
from reporting.views.fetching import get_report
from reporting.views.reading import show_report


def get_report_to_decide(request: AuthenticatedRequest, pk: int) -> AnnualReport:
    report = get_report(request, pk)
    if not rules.can_decide_report(request.user, report):
        raise PermissionDenied
    return report


@require_POST
def report_return(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_report_to_decide(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, return_form=form)
    comment = form.cleaned_data["comment"]
    try:
        deciding.return_report(report=report, comment=comment, by=request.user)
    except AlreadyDecidedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Rapporten er sendt tilbake. Senteret har fått merknadene."))
    return redirect(report)


@require_POST
def report_approve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_report_to_decide(request, pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, approve_form=form)
    comment = form.cleaned_data["comment"]
    try:
        deciding.approve_report(report=report, comment=comment, by=request.user)
    except AlreadyDecidedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Rapporten er godkjent. Senteret har fått beskjed."))
    return redirect(report)
