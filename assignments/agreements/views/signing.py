"""Sending an agreement for approval, and signing it on paper or in the portal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assignments.agreements import actions, rules
from assignments.agreements.forms.following import OfferForm, ReasonForm
from assignments.agreements.forms.signing import ApproveForm, PaperForm, PaperSignatureForm
from assignments.agreements.models import Agreement
from assignments.agreements.proof import Proof, asked_of
from assignments.agreements.texts import hash_to_approve, waiting_text
from assignments.agreements.views.parts import attempt, crumbs, demand, step, visible
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def agreement_offer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    demand(rules.leads(request.user, agreement))
    form = OfferForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    return attempt(
        request,
        agreement,
        lambda: actions.offer(agreement=agreement, version=version, by=request.user),
        _("Avtalen er sendt til godkjenning. Kommunen kan lese den nå."),
    )


@page_with_form
def agreement_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Upload the paper: as version 1 of a draft, or as what was signed of the one that waits."""
    agreement = visible(request, pk)
    is_draft = agreement.state == Agreement.State.DRAFT
    leads = rules.leads(request.user, agreement)
    demand(leads if is_draft else rules.sides_of(request.user, agreement))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*sent, agreement=agreement)
    if form.is_valid():
        told: dict[str, Any] = {"agreement": agreement, "upload": form.upload, "by": request.user}
        version = form.cleaned_data["version"]
        done = _("Dokumentet er lastet opp.")
        if is_draft:
            return attempt(
                request, agreement, lambda: actions.offer_paper(**told, version=version), done
            )
        return attempt(request, agreement, lambda: actions.add_paper(**told), done)
    lead = _("Last opp det signerte dokumentet. Begge parter kan lese det.")
    if is_draft:
        lead = _("Avtalen er skrevet et annet sted. Papiret blir versjon 1, og kommunen ser det.")
    title, label = _("Last opp dokument"), _("Last opp")
    return step(request, agreement, form, title=title, label=label, lead=lead, has_files=True)


@page_with_form
def agreement_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes the version back, or the municipality sends it back."""
    agreement = visible(request, pk)
    demand(rules.sides_to_approve(request.user, agreement))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return attempt(
            request,
            agreement,
            lambda: actions.withdraw(agreement=agreement, reason=reason, by=request.user),
            _("Versjonen er trukket tilbake. Begge parter får beskjed."),
        )
    lead = _("Versjonen som venter, faller bort. Det som var signert av den, gjelder ikke.")
    title, label = _("Trekk tilbake"), _("Trekk tilbake")
    return step(request, agreement, form, title=title, label=label, lead=lead, variant="danger")


@page_with_form
def agreement_signature(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Write down who signed on paper."""
    agreement = visible(request, pk)
    sides = rules.sides_to_register(request.user, agreement)
    demand(sides)
    text = waiting_text(agreement)
    if text is None and request.method != "POST":
        return _nothing_waits(request, agreement)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    number = text.number if text else 0
    form = PaperSignatureForm(*sent, agreement=agreement, sides=sides, number=number)
    if form.is_valid():
        cleaned = form.cleaned_data
        return attempt(
            request,
            agreement,
            lambda: actions.register_signature(
                agreement=agreement,
                number=cleaned["number"],
                values=form.values(),
                signed_on=cleaned["signed_on"],
                upload=form.upload,
                by=request.user,
            ),
            _("Underskriften er lagret."),
        )
    lead = _("Underskriften teller når det signerte dokumentet er lastet opp.")
    title, label = _("Underskrift på papir"), _("Lagre")
    return step(request, agreement, form, title=title, label=label, lead=lead, has_files=True)


@page_with_form
def agreement_approve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Godkjent i portalen», after the person has proved anew who it is."""
    agreement = visible(request, pk)
    sides = rules.sides_to_approve(request.user, agreement)
    demand(sides)
    text = waiting_text(agreement)
    if text is None and request.method != "POST":
        return _nothing_waits(request, agreement)
    if asked_of(request.user) == Proof.NONE:
        context = {"agreement": agreement, "crumbs": crumbs(agreement, _("Godkjenn i portalen"))}
        return render(request, "agreements/agreement_proof.html", context)
    form = ApproveForm(
        request.POST if request.method == "POST" else None,
        agreement=agreement,
        sides=sides,
        number=text.number if text else 0,
        user=request.user,
        sha256=hash_to_approve(text) if text else "",
    )
    if form.is_valid():
        return _approved(request, agreement, form)
    title, label = _("Godkjenn i portalen"), _("Godkjenn")
    return step(request, agreement, form, title=title, label=label, text=text, is_approval=True)


def _approved(
    request: AuthenticatedRequest, agreement: Agreement, form: ApproveForm
) -> HttpResponse:
    cleaned = form.cleaned_data
    return attempt(
        request,
        agreement,
        lambda: actions.approve(
            agreement=agreement,
            number=cleaned["number"],
            sha256=cleaned["sha256"],
            values=form.values(),
            by=request.user,
        ),
        _("Avtalen er godkjent i portalen."),
    )


def _nothing_waits(request: AuthenticatedRequest, agreement: Agreement) -> HttpResponse:
    messages.warning(request, str(actions.NothingToSignError()))
    return redirect(agreement)
