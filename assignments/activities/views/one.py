"""The page of an activity, and what is done to it as a whole."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.activities import actions, rules
from assignments.activities.corrections import chain_of
from assignments.activities.counted import places_of
from assignments.activities.forms.reasons import ReasonForm
from assignments.activities.models import Activity
from assignments.activities.overlap_page import overlaps_of
from assignments.activities.page import page_of
from assignments.activities.sharing_page import event_of, partners_of
from assignments.activities.views.parts import crumbs_of, own_activity, public_crumbs
from assignments.activities.views.writing import done
from assignments.plans.numbers import shown_number
from assignments.plans.redaction import RedactionForm
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def activity_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = Activity.objects.visible_to(request.user).for_detail()
    activity = get_object_or_404(visible, pk=pk)
    is_internal = rules.sees_internal(request.user, activity)
    context = {
        "activity": activity,
        "hours": shown_number(activity.hours),
        "attendances": shown_number(activity.attendances),
        "themes": [str(row.theme) for row in activity.activity_themes.all()],
        "places": places_of(activity),
        "page": page_of(activity, request.user),
        "is_internal": is_internal,
        "crumbs": crumbs_of(activity) if is_internal else public_crumbs(activity),
        "doors": rules.doors_of(request.user, activity) if is_internal else None,
        "partners": partners_of(activity, request.user),
        "event": event_of(activity),
        "corrections": chain_of(activity),
        "overlaps": overlaps_of(activity) if is_internal else [],
    }
    return render(request, "activities/activity_detail.html", context)


@require_POST
def activity_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    try:
        confirmed = actions.confirm_activity(activity=activity, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Aktiviteten er allerede bekreftet."))
    except (actions.NotReadyError, YearClosedError) as refusal:
        messages.warning(request, str(refusal))
    else:
        return done(request, confirmed)
    return redirect(activity)


@require_http_methods(["GET", "POST"])
def activity_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.delete_activity(
                activity=activity, reason=form.cleaned_data["reason"], by=request.user
            )
        except YearClosedError as refusal:
            form.add_error(None, str(refusal))
        except actions.AlreadyDoneError:
            messages.info(request, _("Aktiviteten er allerede slettet."))
            return redirect(activity)
        else:
            messages.success(request, _("Aktiviteten er slettet. Lederen kan gjenopprette den."))
            return redirect("activities:activity_list")
    context = {"form": form, "activity": activity, "crumbs": crumbs_of(activity, here=_("Slett"))}
    return render(request, "activities/activity_delete.html", context)


@require_POST
def activity_restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    try:
        actions.restore_activity(activity=activity, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Aktiviteten er ikke slettet."))
    except YearClosedError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Aktiviteten er gjenopprettet."))
    return redirect(activity)


@require_http_methods(["GET", "POST"])
def activity_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    if not rules.can_redact_activity(request.user, activity):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, row=activity, names=rules.REDACTABLE)
    if form.is_valid():
        fields, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        actions.redact_activity(activity=activity, fields=fields, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(activity)
    context = {"form": form, "activity": activity, "crumbs": crumbs_of(activity, here=_("Sladd"))}
    return render(request, "activities/activity_redact.html", context)
