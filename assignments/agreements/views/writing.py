"""Writing a draft, and a new version of what is signed."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assignments.agreements import actions, rules
from assignments.agreements.forms.draft import AmendForm, DraftForm
from assignments.agreements.forms.following import ReasonForm
from assignments.agreements.models import Agreement
from assignments.agreements.values import LABELS, AmendmentValues, values_of
from assignments.agreements.views.parts import attempt, crumbs, demand, step, visible
from assignments.plans.conflicts import (
    AlreadySentError,
    StaleVersionError,
    build_on,
    differences,
)
from assignments.plans.rules import own_centres
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def agreement_new(request: AuthenticatedRequest) -> HttpResponse:
    """A new draft; the address may say the municipality."""
    demand(rules.can_draft_somewhere(request.user))
    centres = own_centres(request.user)
    known = {name: request.GET[name] for name in ("kommune",) if name in request.GET}
    sent = request.POST if request.method == "POST" else None
    form = DraftForm(sent, user=request.user, centres=centres, known=known)
    before = None
    if form.is_valid():
        try:
            return _created(request, form)
        except AlreadySentError as again:
            before = again.first
            data = request.POST.copy()
            data["form_token"] = str(uuid4())
            form = DraftForm(data, user=request.user, centres=centres)
    context = {"form": form, "title": _("Ny avtale"), "sent_before": before}
    context["crumbs"] = crumbs(here=_("Ny avtale"))
    return render(request, "agreements/agreement_form.html", context)


def _created(request: AuthenticatedRequest, form: DraftForm) -> HttpResponse:
    agreement = actions.create_draft(
        centre=form.cleaned_data["centre"],
        values=form.values(),
        by=request.user,
        form_token=form.cleaned_data["form_token"],
    )
    messages.success(request, _("Utkastet er lagret. Bare senteret ser det."))
    return redirect(agreement)


@page_with_form
def agreement_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change a draft, unless somebody else saved first: then both stand side by side."""
    agreement = visible(request, pk)
    demand(rules.works_with(request.user, agreement))
    if not rules.is_open_draft(agreement) and request.method != "POST":
        messages.warning(request, _("Bare utkast kan endres slik. Lag en endring i stedet."))
        return redirect(agreement)
    sent = request.POST if request.method == "POST" else None
    centres = own_centres(request.user)
    form = DraftForm(sent, user=request.user, centres=centres, stored=agreement)
    context: dict[str, Any] = {"form": form, "agreement": agreement, "title": _("Endre utkastet")}
    context["crumbs"] = crumbs(agreement, _("Endre"))
    if form.is_valid() and _saved(request, agreement, form, context):
        return redirect(agreement)
    return render(request, "agreements/agreement_form.html", context)


def _saved(
    request: AuthenticatedRequest, agreement: Agreement, form: DraftForm, context: dict[str, Any]
) -> bool:
    """Whether it is saved; else the context holds what somebody else saved."""
    version, values = form.cleaned_data["version"] or 0, form.values()
    try:
        actions.change_draft(agreement=agreement, values=values, version=version, by=request.user)
    except StaleVersionError:
        agreement.refresh_from_db()
        build_on(form, agreement.version)
        context["differences"] = differences(values_of(agreement), values, LABELS)
        return not context["differences"]
    except actions.AgreementError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Utkastet er lagret."))
    return True


@page_with_form
def agreement_amend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A new version of a signed agreement; the old one holds until both have signed."""
    agreement = visible(request, pk)
    demand(rules.works_with(request.user, agreement))
    form = AmendForm(request.POST if request.method == "POST" else None, agreement=agreement)
    more: dict[str, Any] = {"multirow": True}
    if form.is_valid():
        values, version = form.values(), form.cleaned_data["version"]
        try:
            actions.amend(agreement=agreement, values=values, version=version, by=request.user)
        except StaleVersionError:
            agreement.refresh_from_db()
            build_on(form, agreement.version)
            more["differences"] = _amendment_differences(agreement, values)
        except actions.AgreementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Den nye versjonen er sendt til godkjenning."))
            return redirect(agreement)
    lead = _("Den gamle versjonen gjelder til begge parter har signert den nye.")
    title, label = _("Lag en endring"), _("Send til godkjenning")
    return step(request, agreement, form, title=title, label=label, lead=lead, **more)


def _amendment_differences(agreement: Agreement, values: AmendmentValues) -> Any:
    stored = AmendmentValues(
        change=values.change,
        purpose=agreement.purpose,
        ends_on=agreement.ends_on,
        commitments=values.commitments,
    )
    return differences(stored, values, LABELS)


@page_with_form
def agreement_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    demand(rules.works_with(request.user, agreement))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return attempt(
            request,
            agreement,
            lambda: actions.delete_draft(
                agreement=agreement, reason=form.cleaned_data["reason"], by=request.user
            ),
            _("Utkastet er slettet. Lederen kan gjenopprette det."),
        )
    return step(
        request,
        agreement,
        form,
        title=_("Slett utkastet"),
        label=_("Slett"),
        lead=_("Utkastet forsvinner fra listen. Lederen kan gjenopprette det."),
        variant="danger",
    )


@require_POST
def agreement_restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    demand(rules.leads(request.user, agreement))
    return attempt(
        request,
        agreement,
        lambda: actions.restore_draft(agreement=agreement, by=request.user),
        _("Utkastet er gjenopprettet."),
    )
