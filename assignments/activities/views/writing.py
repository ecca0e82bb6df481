"""The form of an activity: new, changed, and what happens when two people save."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.activities import actions, rules
from assignments.activities.forms.activity import ActivityForm
from assignments.activities.models import Activity
from assignments.activities.notices import notices_of
from assignments.activities.values import LABELS, values_of, with_presets
from assignments.activities.views.beforehand import beforehand
from assignments.activities.views.parts import (
    crumbs_of,
    form_page,
    is_from_browser_store,
    is_somebody_elses,
    own_activity,
)
from assignments.plans.conflicts import Difference, StaleVersionError, build_on, differences
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest

Saved = TypeVar("Saved")


@require_http_methods(["GET", "POST"])
def activity_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_activities(request.user) or is_somebody_elses(request):
        raise PermissionDenied
    form = ActivityForm(request.POST or None, user=request.user, preset=beforehand(request))
    rows = None
    if form.is_valid():
        try:
            rows = _saved(form, lambda: _log(request, form))
        except actions.AlreadyLoggedError as first:
            return _sent_before(request, first.activity)
    if rows:
        return _done_with(request, rows)
    if request.method == "POST" and is_from_browser_store(request):
        return JsonResponse({"is_refused": True}, status=422)
    return form_page(request, form)


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


def _log(request: AuthenticatedRequest, form: ActivityForm) -> list[Activity]:
    entered: Any = {
        "centre": form.for_centre,
        "values": form.values(),
        "by": request.user,
        "is_confirmed": _is_confirmed(request),
        "token": form.cleaned_data["form_token"],
    }
    if form.dates:
        return actions.log_series(**entered, dates=form.dates)
    return [actions.log_activity(**entered)]


def _change(request: AuthenticatedRequest, form: ActivityForm, activity: Activity) -> Activity:
    return actions.change_activity(
        activity=activity,
        values=form.values(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        is_confirmed=_is_confirmed(request),
    )


def _saved(form: ActivityForm, save: Callable[[], Saved]) -> Saved | None:
    """What was saved, or None with the reason beside the field that is in the way."""
    try:
        return save()
    except actions.ResultMissingError as refusal:
        form.add_error("result", str(refusal))
    except YearClosedError as refusal:
        is_first = refusal.year == form.cleaned_data["starts_on"].year or not form.dates
        form.add_error("starts_on" if is_first else "more_dates", str(refusal))
    except actions.NotReadyError as refusal:
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
    if is_from_browser_store(request):
        return JsonResponse({"is_refused": True}, status=409)
    form = ActivityForm(request.POST, user=request.user, stored=activity)
    context = {**_edit_context(form, activity), "is_sent_before": True}
    if form.is_valid():
        context["differences"] = _newer(form, activity)
    return render(request, "activities/activity_form.html", context)


def _done_with(request: AuthenticatedRequest, rows: list[Activity]) -> HttpResponse:
    """To the row, or to the first of a series; the page's own sender is told where to go."""
    first = rows[0]
    answer = done(request, first) if len(rows) == 1 else _series_done(request, rows)
    if is_from_browser_store(request):
        return JsonResponse({"saved": first.get_absolute_url(), "title": first.title})
    return answer


def _series_done(request: AuthenticatedRequest, rows: list[Activity]) -> HttpResponse:
    counting = sum(row.is_counting for row in rows)
    text = _("%(all)s aktiviteter er lagret, en for hver dato. %(counting)s er bekreftet.")
    messages.success(request, text % {"all": len(rows), "counting": counting})
    if any(not rules.can_count_from(row.starts_on) for row in rows):
        messages.info(request, _("Datoer fram i tid er lagret som utkast. Bekreft dem etterpå."))
    for notice in notices_of(rows[0]):
        messages.info(request, notice)
    return redirect(rows[0])


def done(request: AuthenticatedRequest, activity: Activity) -> HttpResponse:
    if activity.is_counting:
        messages.success(request, _("Aktiviteten er lagret og bekreftet."))
    else:
        messages.success(request, _("Utkastet er lagret. Det teller ikke før det er bekreftet."))
    for notice in notices_of(activity):
        messages.info(request, notice)
    return redirect(activity)
