"""Centres share a case, transfer it, or ask to get it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.requests import rules, states
from assignments.requests.actions import handing_over, joint, steps
from assignments.requests.actions.errors import AlreadyOfferedError, HandOverEndedError
from assignments.requests.case_reader import Case
from assignments.requests.forms.handing_over import AnswerForm, AskForm, OfferForm
from assignments.requests.listing import words_of
from assignments.requests.models import HandOver
from assignments.requests.outline import askers, hand_over_for, has_asked, outlined
from assignments.requests.receivers import receivers
from assignments.requests.views.parts import (
    Page,
    case_of,
    done,
    onward,
    own,
    page_with_form,
    sent,
    step_page,
    tells_when_late,
    visible,
)
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User

Kind = HandOver.Kind


@page_with_form
@tells_when_late
def request_hand_over(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The owner asks another centre to share the work, or to take the case."""
    found = own(request, case_number)
    steps.check(states.OFFER_SHARE, found)
    case = Case(found, request.user)
    open_kinds = {row.kind for row in case.hand_overs}
    form = OfferForm(
        sent(request),
        receivers=receivers(found),
        joint={row.centre_id for row in case.joint},
        can_transfer=open_kinds.isdisjoint(HandOver.MOVING),
    )
    if form.is_valid():
        handing_over.offer(support_request=found, by=request.user, **form.cleaned_data)
        text = _("%(centre)s er spurt. Saken er hos dere til de har svart ja.")
        return done(request, found, text % {"centre": form.cleaned_data["to_centre"]})
    page = Page(
        title=_("Del eller overfør"),
        lead=_("Det andre senteret leser henvendelsen og svarer. Saken er hos dere til det."),
        send=_("Send spørsmålet"),
        shows_request=True,
    )
    return step_page(request, found, form, page)


@page_with_form
@tells_when_late
def request_ask(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """A centre that sees the outline of a case asks the owner to get it."""
    found = get_object_or_404(outlined(request.user), case_number=case_number)
    centres = askers(found, request.user)
    if not centres:
        raise AlreadyOfferedError(found) if has_asked(found, request.user) else PermissionDenied
    steps.check(states.ASK_FOR, found)
    form = AskForm(sent(request), centres=centres)
    if form.is_valid():
        handing_over.offer(
            support_request=found,
            kind=Kind.ASK,
            to_centre=form.centre,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Spørsmålet er sendt."))
        return redirect(onward(request.user, case_number))
    page = Page(
        title=_("Be om å få henvendelsen"),
        lead=_("%(centre)s har saken og svarer dere.") % {"centre": found.centre},
        send=_("Send spørsmålet"),
    )
    back = reverse("requests:request_outline", args=[case_number])
    return step_page(request, found, form, page, back)


@page_with_form
@tells_when_late
def hand_over_answer(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponse:
    """Yes or no. A no says why, and the case stays where it is."""
    row = _of_either_side(request, case_number, pk)
    if not rules.can_answer_hand_over(request.user, row):
        raise PermissionDenied
    _check_open(row)
    form = AnswerForm(sent(request))
    if form.is_valid():
        _answer(row, form, by=request.user)
        messages.success(request, _("Svaret er sendt."))
        return redirect(onward(request.user, case_number))
    found = row.support_request
    page = Page(
        title=words_of(row),
        lead=_("Svar innen %(day)s. Saken er hos %(centre)s til dere har sagt ja.")
        % {"day": date_format(row.answer_due_on, "j. F Y"), "centre": row.from_centre},
        quote=row.reason,
        send=_("Send svaret"),
        shows_request=True,
    )
    return step_page(request, found, form, page)


def _answer(row: HandOver, form: AnswerForm, *, by: User) -> None:
    answer = form.cleaned_data["answer"]
    do = handing_over.accept if form.is_yes else handing_over.refuse
    do(hand_over=row, by=by, answer=answer)


@require_POST
@tells_when_late
def hand_over_take_back(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponse:
    row = _of_either_side(request, case_number, pk)
    if not rules.can_take_back_hand_over(request.user, row):
        raise PermissionDenied
    handing_over.take_back(hand_over=row, by=request.user)
    messages.success(request, _("Spørsmålet er trukket tilbake."))
    return redirect(onward(request.user, case_number))


@page_with_form
@tells_when_late
def request_leave(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """A centre that is in it together with the owner is so no longer."""
    case = case_of(request, case_number)
    if case.joined is None:
        raise PermissionDenied
    steps.check(states.LEAVE, case.request)
    if request.method == "POST":
        joint.leave_case(support_request=case.request, by=request.user)
        messages.success(request, _("Dere er ikke med i saken lenger."))
        return redirect(onward(request.user, case_number))
    page = Page(
        title=_("Gå ut av saken"),
        lead=_("%(centre)s har saken videre og får beskjed. Dere kan ikke lese den etterpå.")
        % {"centre": case.request.centre},
        send=_("Gå ut av saken"),
        variant="danger",
    )
    return step_page(request, case.request, Form(), page)


def _of_either_side(request: AuthenticatedRequest, case_number: str, pk: int) -> HandOver:
    """Whoever else reads the case is told that this is not for them; strangers find nothing."""
    row = hand_over_for(request.user, case_number, pk)
    if row is None:
        visible(request, case_number)
        raise PermissionDenied
    return row


def _check_open(row: HandOver) -> None:
    if row.state != HandOver.State.OPEN:
        raise HandOverEndedError(row.support_request, row)
