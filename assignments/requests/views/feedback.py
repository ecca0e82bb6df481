"""The municipality answers three questions about a closed case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assignments.requests import guest, rules
from assignments.requests.actions import feedback
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.clock_page import has_feedback
from assignments.requests.forms.feedback import FeedbackForm
from assignments.requests.models import SupportRequest
from assignments.requests.views.clock import Crumbs, first_crumb, page_with_form
from assignments.requests.views.guests import personal
from korus_portal.accounts.http import AuthenticatedRequest, PortalRequest
from korus_portal.accounts.models import User


@page_with_form
def request_feedback(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    visible = SupportRequest.objects.visible_to(request.user).for_list()
    found = get_object_or_404(visible, case_number=case_number)
    if not rules.stands_for_municipality(request.user, found):
        raise PermissionDenied
    crumbs = [*first_crumb(), (found.case_number, found.get_absolute_url())]
    return _answer(request, found, request.user, crumbs)


@personal
@page_with_form
def guest_feedback(request: PortalRequest, key: str) -> HttpResponse:
    """The same three questions for an employee without an account."""
    found = guest.by_key(key)
    if found is None:
        raise Http404
    if not found.is_confirmed:
        raise PermissionDenied
    return _answer(request, found, None, [(_("Henvendelsen"), guest.path_to(found))])


def _answer(
    request: PortalRequest, found: SupportRequest, by: User | None, crumbs: Crumbs
) -> HttpResponse:
    """Ask, and store the answers. Either way back to the case, whose address the crumbs end in."""
    case_url = crumbs[-1][1] or ""
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if found.status != SupportRequest.Status.CLOSED or has_feedback(found):
        messages.warning(request, _why_not(found))
        return redirect(case_url)
    if form.is_valid():
        try:
            feedback.give(support_request=found, by=by, **form.cleaned_data)
            messages.success(request, _("Takk for tilbakemeldingen."))
        except OutOfStepError as error:
            messages.warning(request, _why_not(error.support_request))
        return redirect(case_url)
    context = {"support_request": found, "form": form, "case_url": case_url}
    context["crumbs"] = [*crumbs, (_("Tilbakemelding"), None)]
    return render(request, "requests/clock/request_feedback.html", context)


def _why_not(found: SupportRequest) -> str:
    if found.status == SupportRequest.Status.CLOSED:
        return _("Dere har allerede gitt tilbakemelding på denne saken.")
    return _("Dere kan gi tilbakemelding når saken er avsluttet.")
