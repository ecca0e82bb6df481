"""The municipality answers three questions about a closed case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.requests import rules
from assignments.requests.actions import feedback
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.clock_page import has_feedback
from assignments.requests.forms.feedback import FeedbackForm
from assignments.requests.models import SupportRequest
from assignments.requests.views.clock import first_crumb
from korus_portal.accounts.http import AuthenticatedRequest


@require_http_methods(["GET", "HEAD", "POST"])
def request_feedback(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    visible = SupportRequest.objects.visible_to(request.user).for_list()
    found = get_object_or_404(visible, case_number=case_number)
    if not rules.stands_for_municipality(request.user, found):
        raise PermissionDenied
    if found.status != SupportRequest.Status.CLOSED or has_feedback(found):
        messages.warning(request, _why_not(found))
        return redirect(found)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            feedback.give(support_request=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Takk for tilbakemeldingen."))
        except OutOfStepError as error:
            messages.warning(request, _why_not(error.support_request))
        return redirect(found)
    crumbs = [
        *first_crumb(),
        (found.case_number, found.get_absolute_url()),
        (_("Tilbakemelding"), None),
    ]
    context = {"support_request": found, "form": form, "crumbs": crumbs}
    return render(request, "requests/clock/request_feedback.html", context)


def _why_not(found: SupportRequest) -> str:
    if found.status == SupportRequest.Status.CLOSED:
        return _("Dere har allerede gitt tilbakemelding på denne saken.")
    return _("Dere kan gi tilbakemelding når saken er avsluttet.")
