"""What is done to a round that stands: marks, deleting, restoring and redaction."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assignments.activities.forms.reasons import ReasonForm
from assignments.plans.years import YearClosedError
from assignments.rounds import actions, listing, rules
from assignments.rounds.forms.rows import RowsForm, What
from assignments.rounds.models import InformationRound
from assignments.rounds.texts import texts_of
from assignments.rounds.views.parts import crumbs_of, own_round, page_with_form, sent
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.notifications.forms import WhichAndWhyForm


@page_with_form
def rows_change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark many rows at once: came back, arrived after all, or another function got it."""
    found = own_round(request, pk)
    if not rules.can_change_round(request.user, found):
        raise PermissionDenied
    form = RowsForm(sent(request), information_round=found)
    if form.is_valid():
        try:
            changed = mark(form, found, request)
        except (actions.RoundError, YearClosedError) as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)d mottaker er rettet.", "%(n)d mottakere er rettet.", changed)
            messages.success(request, text % {"n": changed})
            return redirect(found)
    context = {
        "form": form,
        "round": found,
        "lines": listing.recipients_of(found),
        "ticked": form.ticked,
        "crumbs": crumbs_of(found, _("Rett mottakere")),
    }
    return render(request, "rounds/rows_change.html", context)


@page_with_form
def round_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = own_round(request, pk)
    form = ReasonForm(sent(request))
    if form.is_valid():
        try:
            actions.delete_round(information_round=found, by=request.user, **form.cleaned_data)
        except YearClosedError as refusal:
            form.add_error(None, str(refusal))
        except actions.AlreadyDoneError:
            messages.info(request, _("Runden er allerede slettet."))
            return redirect(found)
        else:
            messages.success(request, _("Runden er slettet. Lederen kan gjenopprette den."))
            return redirect("rounds:round_list")
    context = {"form": form, "round": found, "crumbs": crumbs_of(found, _("Slett"))}
    return render(request, "rounds/round_delete.html", context)


@require_POST
def round_restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = own_round(request, pk)
    try:
        actions.restore_round(information_round=found, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Runden er ikke slettet."))
    except YearClosedError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Runden er gjenopprettet."))
    return redirect(found)


@page_with_form
def round_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes texts, or the document, out for good."""
    found = own_round(request, pk)
    if not rules.can_redact_round(request.user, found):
        raise PermissionDenied
    choices = [(text.key, text.label) for text in texts_of(found)]
    form = WhichAndWhyForm(sent(request), choices=choices)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        actions.redact_round(information_round=found, keys=keys, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(found)
    context = {"form": form, "round": found, "crumbs": crumbs_of(found, _("Sladd"))}
    return render(request, "rounds/round_redact.html", context)


def mark(form: RowsForm, found: InformationRound, request: AuthenticatedRequest) -> int:
    """Returns how many rows changed."""
    rows, by = form.chosen, request.user
    match form.cleaned_data["what"]:
        case What.BOUNCED:
            reason = form.cleaned_data["reason"]
            return actions.mark_bounced(information_round=found, rows=rows, reason=reason, by=by)
        case What.DELIVERED:
            return actions.mark_delivered(information_round=found, rows=rows, by=by)
    receiver = form.cleaned_data["receiver"]
    return actions.set_receiver(information_round=found, rows=rows, receiver=receiver, by=by)
