"""Asking for support."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from assignments.plans.conflicts import AlreadySentError
from assignments.requests import rules
from assignments.requests.actions import errors, submitting
from assignments.requests.forms.asking import SupportRequestForm
from assignments.requests.models import SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
@vary_on_headers("HX-Request")
def request_new(request: AuthenticatedRequest) -> HttpResponse:
    """Ask for support. «Vis forslag» shows who is responsible without sending anything."""
    if not rules.can_ask(request.user):
        raise PermissionDenied
    if request.method == "POST" and "suggest" not in request.POST:
        return _ask(request)
    return _new_page(request, SupportRequestForm(by=request.user, shown=_shown(request)))


def _shown(request: AuthenticatedRequest) -> dict[str, Any]:
    """What the form shows before it is sent: links may choose theme and municipality."""
    if request.method == "POST":
        return request.POST.dict()
    return {name: request.GET[name] for name in ("theme", "municipality") if name in request.GET}


def _ask(request: AuthenticatedRequest) -> HttpResponse:
    """Send it. A form sent before with other words is offered again, as a new one."""
    form, before = SupportRequestForm(request.POST, by=request.user), None
    try:
        sent = _submit(form, request) if form.is_valid() else None
    except AlreadySentError as again:
        sent, before = None, again.first
        shown = {**request.POST.dict(), "form_token": uuid4()}
        form = SupportRequestForm(by=request.user, shown=shown)
    if sent is None:
        return _new_page(request, form, sent_before=before)
    messages.success(request, _("Henvendelsen er sendt. Dere får kvittering på e-post."))
    return redirect(sent)


def _new_page(request: AuthenticatedRequest, form: SupportRequestForm, **more: Any) -> HttpResponse:
    name = "_suggestions" if is_fragment(request) else "request_new"
    list_url = reverse("requests:request_list")
    crumbs = [(_("Henvendelser"), list_url), (_("Be om støtte"), None)]
    context = {"form": form, "crumbs": crumbs, "list_url": list_url, **more}
    return render(request, f"requests/{name}.html", context)


def _submit(form: SupportRequestForm, request: AuthenticatedRequest) -> SupportRequest | None:
    language = get_language() or request.user.language
    try:
        return submitting.submit_request(by=request.user, language=language, **form.cleaned_data)
    except errors.CentreCannotBeAskedError:
        form.add_error(
            "centre", _("Senteret kan ikke lenger spørres i portalen. Last siden på nytt.")
        )
    return None
