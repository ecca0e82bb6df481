"""Putting a reported year right: a new row beside the old one, with a reason."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.activities import rules
from assignments.activities.actions import correcting
from assignments.activities.actions.errors import (
    AlreadyDoneError,
    NotReadyError,
    YearOpenError,
)
from assignments.activities.forms.correcting import CorrectionForm, WithdrawalForm
from assignments.activities.models import Activity
from assignments.activities.notices import notices_of
from assignments.activities.views.parts import crumbs_of, own_activity
from korus_portal.accounts.http import AuthenticatedRequest


@require_http_methods(["GET", "POST"])
def correction_new(request: AuthenticatedRequest) -> HttpResponse:
    """What was forgotten when the year was reported."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None, user=request.user)
    if form.is_valid():
        added = _done(form, lambda: _add(request, form))
        if added is not None:
            return _saved(request, added, _("Aktiviteten er etterregistrert."))
    context = {"form": form, "crumbs": crumbs_of(here=_("Etterregistrer"))}
    return render(request, "activities/correction_form.html", context)


@require_http_methods(["GET", "POST"])
def activity_correct(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    if request.method == "GET" and not rules.doors_of(request.user, activity).can_correct:
        messages.warning(request, _not_now(activity))
        return redirect(activity)
    form = CorrectionForm(request.POST or None, user=request.user, stored=activity)
    if form.is_valid():
        new = _done(form, lambda: _correct(request, form, activity))
        if new is not None:
            return _saved(request, new, _("Rettelsen er lagret, og teller i stedet for den gamle."))
    crumbs = crumbs_of(activity, here=_("Rett"))
    context = {"form": form, "activity": activity, "crumbs": crumbs}
    return render(request, "activities/correction_form.html", context)


@require_http_methods(["GET", "POST"])
def activity_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        gone = _done(form, lambda: _withdraw(request, form, activity))
        if gone is not None:
            messages.success(request, _("Aktiviteten er trukket, og teller ikke lenger."))
            return redirect(activity)
    context = {"form": form, "activity": activity, "crumbs": crumbs_of(activity, here=_("Trekk"))}
    return render(request, "activities/correction_withdraw.html", context)


def _add(request: AuthenticatedRequest, form: CorrectionForm) -> Activity:
    return correcting.add_to_reported_year(
        centre=form.for_centre,
        values=form.values(),
        reason=form.reason,
        by=request.user,
        token=form.cleaned_data["form_token"],
    )


def _correct(request: AuthenticatedRequest, form: CorrectionForm, old: Activity) -> Activity:
    return correcting.correct_activity(
        activity=old,
        values=form.values(),
        reason=form.reason,
        by=request.user,
        token=form.cleaned_data["form_token"],
    )


def _withdraw(request: AuthenticatedRequest, form: WithdrawalForm, old: Activity) -> Activity:
    return correcting.withdraw_activity(
        activity=old,
        reason=form.cleaned_data["reason"],
        by=request.user,
        token=form.cleaned_data["form_token"],
    )


def _done(form: CorrectionForm | WithdrawalForm, write: Callable[[], Activity]) -> Activity | None:
    """The new row, or None with the reason in the form: nothing that was typed is lost."""
    try:
        return write()
    except AlreadyDoneError:
        form.add_error(None, _("Aktiviteten er allerede rettet eller trukket av en annen."))
    except (NotReadyError, YearOpenError) as refusal:
        form.add_error(None, str(refusal))
    return None


def _not_now(activity: Activity) -> str:
    if not activity.is_counting:
        return _("Aktiviteten teller ikke, så det er ingenting å rette.")
    return str(YearOpenError(activity.year))


def _saved(request: AuthenticatedRequest, activity: Activity, text: str) -> HttpResponse:
    messages.success(request, text)
    for notice in notices_of(activity):
        messages.info(request, notice)
    return redirect(activity)
