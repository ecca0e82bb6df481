"""A contact says whether a request by somebody without an account is the municipality's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.requests.actions import confirming, errors
from assignments.requests.models import SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest


@require_POST
def request_confirm(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Ja, den er fra oss»."""
    found = _visible(request, case_number)
    try:
        confirming.confirm_request(support_request=found, by=request.user)
    except errors.EndedError:
        messages.warning(request, _("Henvendelsen er avsluttet og kan ikke bekreftes."))
    else:
        messages.success(request, _("Henvendelsen er bekreftet. Senteret får beskjed."))
    return redirect(found)


@require_POST
def request_disown(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Nei, den er ikke fra oss»: it is withdrawn."""
    found = _visible(request, case_number)
    try:
        confirming.disown_request(support_request=found, by=request.user)
    except errors.AlreadyDoneError:
        messages.warning(request, _("En kollega har bekreftet henvendelsen. Den er ikke trukket."))
    except errors.EndedError:
        messages.warning(request, _("Henvendelsen er allerede avsluttet."))
    else:
        messages.success(request, _("Henvendelsen er trukket. Senteret får beskjed."))
    return redirect(found)


def _visible(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    visible = SupportRequest.objects.visible_to(request.user)
    return get_object_or_404(visible, case_number=case_number)
