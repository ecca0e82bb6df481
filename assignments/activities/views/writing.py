"""The form of an activity: new, changed, and what happens when two people save."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.activities import actions, rules
from assignments.activities.forms.activity import ActivityForm
from assignments.activities.models import Activity
from assignments.activities.notices import notices_of
from assignments.activities.values import LABELS, values_of, with_presets
from assignments.activities.views.parts import crumbs_of, own_activity
from assignments.plans.conflicts import Difference, StaleVersionError, build_on, differences
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest


@require_http_methods(["GET", "POST"])
def activity_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    form = ActivityForm(request.POST or None, user=request.user, preset=_preset(request))
    if form.is_valid():
        try:
            saved = _saved(form, lambda: _log(request, form))
        except actions.AlreadyLoggedError as first:
            return _sent_before(request, first.activity)
        if saved is not None:
            return done(request, saved)
    context = {"form": form, "heading": _("Ny aktivitet"), "crumbs": crumbs_of(here=_("Ny"))}
    return render(request, "activities/activity_form.html", context)


@require_http_methods(["GET", "POST"])
def activity_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    doors = rules.doors_of(request.user, activity)
    if request.method == "GET" and not doors.can_change:
        messages.warning(request, doors.why_not)
        return redirect(activity)
    form = ActivityForm(request.POST or None, user=request.user, stored=activity)
    context = _edit_context(form, activity)
    if form.is_valid():
        try:
            saved = _saved(form, lambda: _change(request, form, activity))
        except StaleVersionError:
            context["differences"] = _newer(form, activity)
            saved = None if context["differences"] or form.errors else activity
        if saved is not None:
            return done(request, saved)
    return render(request, "activities/activity_form.html", context)


def _preset(request: AuthenticatedRequest) -> dict[str, Any]:
    """What a link to the form chooses beforehand; an accepted request names place and theme."""
    codes = {"main_theme": "theme", "centre": "centre"}
    preset: dict[str, Any] = {
        field: request.GET[name] for field, name in codes.items() if request.GET.get(name)
    }
    municipality = request.GET.get("municipality", "")
    if municipality.isdigit():
        preset["municipalities"] = [municipality]
    return preset


def _edit_context(form: ActivityForm, activity: Activity) -> dict[str, Any]:
    crumbs = crumbs_of(activity, here=_("Endre"))
    return {
        "form": form,
        "activity": activity,
        "heading": _("Endre aktivitet"),
        "crumbs": crumbs,
    }


def _is_confirmed(request: AuthenticatedRequest) -> bool:
    return request.POST.get("do") == "confirm"


def _log(request: AuthenticatedRequest, form: ActivityForm) -> Activity:
    return actions.log_activity(
        centre=form.for_centre,
        values=form.values(),
        by=request.user,
        is_confirmed=_is_confirmed(request),
        token=form.cleaned_data["form_token"],
    )


def _change(request: AuthenticatedRequest, form: ActivityForm, activity: Activity) -> Activity:
    return actions.change_activity(
        activity=activity,
        values=form.values(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        is_confirmed=_is_confirmed(request),
    )


def _saved(form: ActivityForm, save: Callable[[], Activity]) -> Activity | None:
    """The saved row, or None with the reason beside the date that is in the way."""
    try:
        return save()
    except (actions.NotReadyError, YearClosedError) as refusal:
        form.add_error("starts_on", str(refusal))
    return None


def _newer(form: ActivityForm, activity: Activity) -> list[Difference]:
    """What somebody else saved beside what the form holds; sent again, the form replaces it."""
    activity.refresh_from_db()
    if activity.deleted_at is not None:
        form.add_error(None, _("Aktiviteten ble slettet mens du skrev."))
        return []
    own = with_presets(form.values())
    build_on(form, activity.version)
    return differences(values_of(activity), own, LABELS)


def _sent_before(request: AuthenticatedRequest, activity: Activity) -> HttpResponse:
    """Somebody went back in the browser and wrote on: what they sent becomes a change."""
    form = ActivityForm(request.POST, user=request.user, stored=activity)
    context = {**_edit_context(form, activity), "is_sent_before": True}
    if form.is_valid():
        context["differences"] = _newer(form, activity)
    return render(request, "activities/activity_form.html", context)


def done(request: AuthenticatedRequest, activity: Activity) -> HttpResponse:
    if activity.is_counting:
        messages.success(request, _("Aktiviteten er lagret og bekreftet."))
    else:
        messages.success(request, _("Utkastet er lagret. Det teller ikke før det er bekreftet."))
    for notice in notices_of(activity):
        messages.info(request, notice)
    return redirect(activity)
