"""The pages of activities: the centre's people write, who is signed in reads what is confirmed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.activities import actions, export, listing, rules
from assignments.activities.counted import places_of
from assignments.activities.filters import ActivityFilter
from assignments.activities.forms import ActivityForm, ReasonForm
from assignments.activities.models import Activity
from assignments.activities.notices import notices_of
from assignments.activities.values import LABELS, values_of, with_presets
from assignments.plans.conflicts import Difference, StaleVersionError, build_on, differences
from assignments.plans.csv_text import Format, style_of
from assignments.plans.numbers import shown_number
from assignments.plans.redaction import RedactionForm
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]


@require_GET
def activity_list(request: AuthenticatedRequest) -> HttpResponse:
    filters = _filtered(request)
    page = listing.paginated(filters.qs).get_page(request.GET.get("page"))
    context = {
        "filter": filters,
        "is_filtered": bool(filters.chosen),
        "filter_summary": filters.summary,
        "query": urlencode(filters.chosen),
        "page": page,
        "rows": listing.rows_of(page),
        "formats": Format.choices,
    }
    return render(request, "activities/activity_list.html", context)


@require_GET
def activity_export(request: AuthenticatedRequest) -> StreamingHttpResponse:
    filters = _filtered(request)
    style = style_of(request.GET.get("format", ""))
    actions.record_export(by=request.user, rows=filters.qs.count(), query=request.GET.urlencode())
    response = StreamingHttpResponse(
        export.lines_of(filters.qs, style), content_type="text/csv; charset=utf-8"
    )
    name = export.file_name(timezone.localdate())
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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
        "is_internal": is_internal,
        "crumbs": _crumbs(activity) if is_internal else _public_crumbs(activity),
        "doors": rules.doors_of(request.user, activity) if is_internal else None,
    }
    return render(request, "activities/activity_detail.html", context)


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
            return _done(request, saved)
    context = {"form": form, "heading": _("Ny aktivitet"), "crumbs": _crumbs(here=_("Ny"))}
    return render(request, "activities/activity_form.html", context)


@require_http_methods(["GET", "POST"])
def activity_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = _own(request, pk)
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
            return _done(request, saved)
    return render(request, "activities/activity_form.html", context)


@require_POST
def activity_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = _own(request, pk)
    try:
        confirmed = actions.confirm_activity(activity=activity, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Aktiviteten er allerede bekreftet."))
    except (actions.TooEarlyError, YearClosedError) as refusal:
        messages.warning(request, str(refusal))
    else:
        return _done(request, confirmed)
    return redirect(activity)


@require_http_methods(["GET", "POST"])
def activity_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = _own(request, pk)
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
    context = {"form": form, "activity": activity, "crumbs": _crumbs(activity, here=_("Slett"))}
    return render(request, "activities/activity_delete.html", context)


@require_POST
def activity_restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = _own(request, pk)
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
    activity = _own(request, pk)
    if not rules.can_redact_activity(request.user, activity):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, row=activity, names=rules.REDACTABLE)
    if form.is_valid():
        fields, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        actions.redact_activity(activity=activity, fields=fields, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(activity)
    context = {"form": form, "activity": activity, "crumbs": _crumbs(activity, here=_("Sladd"))}
    return render(request, "activities/activity_redact.html", context)


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


def _filtered(request: AuthenticatedRequest) -> ActivityFilter:
    """The same rows for the page and the export."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    own = Activity.objects.visible_to(request.user).kept_by(request.user)
    return ActivityFilter(request.GET, queryset=own, user=request.user)


def _own(request: AuthenticatedRequest, pk: int) -> Activity:
    """A row of a centre where the person works, deleted ones too; 404 for everybody else."""
    own = Activity.objects.visible_to(request.user).kept_by(request.user)
    return get_object_or_404(own.for_detail(), pk=pk)


def _crumbs(activity: Activity | None = None, *, here: str = "") -> list[Crumb]:
    """Up to the list, over the activity, to this page."""
    crumbs: list[Crumb] = [(_("Aktiviteter"), reverse("activities:activity_list"))]
    if activity is not None:
        crumbs.append((activity.title, activity.get_absolute_url() if here else None))
    return [*crumbs, (here, None)] if here else crumbs


def _public_crumbs(activity: Activity) -> list[Crumb]:
    """Others come from the page of the centre."""
    centre = activity.centre
    return [(centre.short_name, centre.get_absolute_url()), (activity.title, None)]


def _edit_context(form: ActivityForm, activity: Activity) -> dict[str, Any]:
    crumbs = _crumbs(activity, here=_("Endre"))
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
    except (actions.TooEarlyError, YearClosedError) as refusal:
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


def _done(request: AuthenticatedRequest, activity: Activity) -> HttpResponse:
    if activity.is_counting:
        messages.success(request, _("Aktiviteten er lagret og bekreftet."))
    else:
        messages.success(request, _("Utkastet er lagret. Det teller ikke før det er bekreftet."))
    for notice in notices_of(activity):
        messages.info(request, notice)
    return redirect(activity)
