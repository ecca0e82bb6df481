"""Asking for support."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from assignments.plans.conflicts import AlreadySentError
from assignments.requests import drafts, rules
from assignments.requests.actions import drafting, errors, submitting
from assignments.requests.forms.asking import (
    SupportRequestForm,
    is_token,
    known_in,
    shown_of,
    typed_in,
)
from assignments.requests.models import SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
@vary_on_headers("HX-Request")
def request_new(request: AuthenticatedRequest) -> HttpResponse:
    """Ask for support. «Vis forslag» shows who is responsible without sending anything."""
    if not rules.can_ask(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _open(request)
    if "suggest" in request.POST:
        form = SupportRequestForm(by=request.user, shown=shown_of(request.POST))
        return _new_page(request, form)
    return _keep(request) if "save_draft" in request.POST else _ask(request)


def _open(request: AuthenticatedRequest) -> HttpResponse:
    """An empty form, or the draft that the address names; what was sent instead of its draft."""
    token = request.GET.get("utkast", "")
    if not is_token(token):
        form = SupportRequestForm(by=request.user, shown=known_in(request.GET))
        return _new_page(request, form, drafts=drafts.drafts_of(request.user))
    draft = drafts.draft_with(request.user, UUID(token))
    if draft is None:
        sent = drafts.sent_from(request.user, UUID(token))
        return redirect(sent) if sent else redirect("requests:request_new")
    shown = {**draft.typed, "form_token": draft.form_token}
    form = SupportRequestForm(by=request.user, shown=shown)
    return _new_page(request, form, draft=draft)


def _keep(request: AuthenticatedRequest) -> HttpResponse:
    """«Lagre utkast». What cannot be stored is shown again, with why."""
    form = SupportRequestForm(by=request.user, shown=shown_of(request.POST))
    token, typed = UUID(form.token), typed_in(request.POST)
    try:
        drafting.save_draft(by=request.user, form_token=token, typed=typed)
    except ValidationError as error:
        return _new_page(request, form, not_saved=error.messages)
    messages.success(request, _("Utkastet er lagret. Du kan sende det når du vil."))
    return redirect(f"{reverse('requests:request_new')}?utkast={token}")


def _ask(request: AuthenticatedRequest) -> HttpResponse:
    """Send it. A form sent before with other words is offered again, as a new one."""
    form = SupportRequestForm(request.POST, request.FILES, by=request.user)
    before = None
    try:
        sent = _submit(form, request) if form.is_valid() else None
    except AlreadySentError as again:
        sent, before = None, again.first
        shown = {**shown_of(request.POST), "form_token": uuid4()}
        form = SupportRequestForm(by=request.user, shown=shown)
    if sent is None:
        return _new_page(request, form, sent_before=before)
    messages.success(request, _("Henvendelsen er sendt. Dere får kvittering på e-post."))
    return redirect(sent)


def _new_page(request: AuthenticatedRequest, form: SupportRequestForm, **more: Any) -> HttpResponse:
    is_part = is_fragment(request)
    name = "_suggestions" if is_part else "request_new"
    list_url = reverse("requests:request_list")
    crumbs = [(_("Henvendelser"), list_url), (_("Be om støtte"), None)]
    context = {"form": form, "crumbs": crumbs, "list_url": list_url, "is_part": is_part, **more}
    return render(request, f"requests/{name}.html", context)


def _submit(form: SupportRequestForm, request: AuthenticatedRequest) -> SupportRequest | None:
    try:
        return submitting.submit_request(
            by=request.user,
            partners=form.along,
            files=form.cleaned_data["uploads"],
            **form.asked(),
        )
    except errors.CentreCannotBeAskedError:
        form.add_error(
            "centre", _("Senteret kan ikke lenger spørres i portalen. Last siden på nytt.")
        )
    return None
