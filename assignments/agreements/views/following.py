"""How an agreement is followed: promises, meetings, the yearly check, its end and renewal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assignments.agreements import actions, rules
from assignments.agreements.actions.following import COLUMNS, years_to_verify
from assignments.agreements.forms.following import (
    CaseNumberForm,
    EndForm,
    MeetingForm,
    VerifyForm,
)
from assignments.agreements.models import Commitment
from assignments.agreements.views.parts import attempt, demand, step, visible
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
Side = Commitment.Side


@require_POST
def commitment_done(request: AuthenticatedRequest, pk: int, commitment: int) -> HttpResponse:
    """Mark a promise of one's own side as kept, or take the mark away."""
    agreement = visible(request, pk)
    row = get_object_or_404(agreement.commitments.all(), pk=commitment)
    demand(row.side in rules.sides_of(request.user, agreement))
    done = request.POST.get("done") != "0"
    return attempt(
        request,
        agreement,
        lambda: actions.mark_done(commitment=row, by=request.user, done=done),
        _("Forpliktelsen er lagret."),
    )


@page_with_form
def agreement_meeting(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    demand(rules.sides_of(request.user, agreement))
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return attempt(
            request,
            agreement,
            lambda: actions.add_meeting(agreement=agreement, by=request.user, **form.cleaned_data),
            _("Møtet er lagret."),
        )
    lead = _("Begge parter ser det som står her.")
    title, label = _("Oppfølgingsmøte"), _("Lagre")
    return step(request, agreement, form, title=title, label=label, lead=lead)


@page_with_form
def agreement_verify(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Once a year each side says whether the agreement is kept."""
    agreement = visible(request, pk)
    sides = rules.sides_to_decide(request.user, agreement)
    demand(sides)
    if agreement.signed_at is None:
        messages.warning(request, _("Avtalen er ikke inngått ennå."))
        return redirect(agreement)
    sent = request.POST if request.method == "POST" else None
    form = VerifyForm(sent, years=years_to_verify(agreement), sides=sides)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("year", "result", "text")}
        side = Side(form.cleaned_data["side"])
        return attempt(
            request,
            agreement,
            lambda: actions.verify(agreement=agreement, side=side, by=request.user, **told),
            _("Kontrollen er lagret. Den andre parten får beskjed."),
        )
    lead = _("Senterets leder og kommunen svarer hver for seg, én gang i året.")
    title, label = _("Årlig kontroll"), _("Lagre")
    return step(request, agreement, form, title=title, label=label, lead=lead)


@page_with_form
def agreement_case_number(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    sides = rules.sides_of(request.user, agreement)
    demand(sides)
    form = CaseNumberForm(request.POST if request.method == "POST" else None, sides=sides)
    form.initial["case_number"] = getattr(agreement, COLUMNS[sides[0]])
    if form.is_valid():
        side, number = Side(form.cleaned_data["side"]), form.cleaned_data["case_number"]
        return attempt(
            request,
            agreement,
            lambda: actions.set_case_number(
                agreement=agreement, side=side, number=number, by=request.user
            ),
            _("Saksnummeret er lagret."),
        )
    lead = _("Hver part skriver sitt eget saksnummer. Det kan også settes senere.")
    return step(request, agreement, form, title=_("Saksnummer"), label=_("Lagre"), lead=lead)


@page_with_form
def agreement_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End it before its time."""
    agreement = visible(request, pk)
    demand(rules.sides_to_decide(request.user, agreement))
    form = EndForm(request.POST if request.method == "POST" else None, agreement=agreement)
    if form.is_valid():
        last_day, reason = form.cleaned_data["last_day"], form.cleaned_data["reason"]
        return attempt(
            request,
            agreement,
            lambda: actions.end_agreement(
                agreement=agreement, last_day=last_day, reason=reason, by=request.user
            ),
            _("Avtalen er avsluttet. Begge parter får beskjed."),
        )
    lead = _("Avtalen teller med til og med året den sist gjaldt. Den kan ikke åpnes igjen.")
    title, label = _("Avslutt før tiden"), _("Avslutt avtalen")
    return step(request, agreement, form, title=title, label=label, lead=lead, variant="danger")


@require_POST
def agreement_renew(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A new draft with the same contents."""
    agreement = visible(request, pk)
    if not rules.works_with(request.user, agreement):
        raise PermissionDenied
    try:
        draft = actions.renew(agreement=agreement, by=request.user)
    except actions.AgreementError as error:
        messages.warning(request, str(error))
        return redirect(agreement)
    messages.success(request, _("Et utkast til fornyelse er laget. Les gjennom og rett det."))
    return redirect(draft)
