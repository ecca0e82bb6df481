"""Drafts of requests: saved while somebody types, and thrown away."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.requests import rules
from assignments.requests.actions import drafting
from assignments.requests.forms.asking import typed_in
from assignments.requests.models import RequestDraft
from korus_portal.accounts.http import AuthenticatedRequest


@require_POST
def draft_save(request: AuthenticatedRequest) -> HttpResponse:
    """Store what has just been typed, while the page stays where it is. Answers with words."""
    if not rules.can_ask(request.user):
        raise PermissionDenied
    try:
        token = UUID(request.POST.get("form_token", ""))
        draft = drafting.save_draft(by=request.user, form_token=token, typed=typed_in(request.POST))
    except ValueError:
        return JsonResponse({"text": _("Ikke lagret. Last siden på nytt.")}, status=422)
    except ValidationError as error:
        words = " ".join(error.messages)
        return JsonResponse({"text": _("Ikke lagret. %(why)s") % {"why": words}}, status=422)
    text = saved_text(draft) if draft else _("Skjemaet er sendt.")
    return JsonResponse({"saved": True, "text": text})


@require_POST
def draft_delete(request: AuthenticatedRequest, form_token: UUID) -> HttpResponse:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    drafting.throw_away(by=request.user, form_token=form_token)
    messages.success(request, _("Utkastet er slettet."))
    return redirect("requests:request_list")


def saved_text(draft: RequestDraft) -> str:
    at = date_format(timezone.localtime(draft.saved_at), "H:i")
    return _("Lagret %(time)s") % {"time": at}
