"""What the pages of activities share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.activities.forms.activity import ActivityForm
from assignments.activities.models import Activity
from assignments.activities.unsent import unsent_of
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]


def own_activity(request: AuthenticatedRequest, pk: int) -> Activity:
    """A row of a centre where the person works, deleted ones too; 404 for everybody else."""
    own = Activity.objects.visible_to(request.user).kept_by(request.user)
    return get_object_or_404(own.for_detail(), pk=pk)


def crumbs_of(activity: Activity | None = None, *, here: str = "") -> list[Crumb]:
    """Up to the list, over the activity, to this page."""
    crumbs: list[Crumb] = [(_("Aktiviteter"), reverse("activities:activity_list"))]
    if activity is not None:
        crumbs.append((activity.title, activity.get_absolute_url() if here else None))
    return [*crumbs, (here, None)] if here else crumbs


def public_crumbs(activity: Activity) -> list[Crumb]:
    """Others come from the page of the centre."""
    centre = activity.centre
    return [(centre.short_name, centre.get_absolute_url()), (activity.title, None)]


def form_page(request: AuthenticatedRequest, form: ActivityForm, **more: Any) -> HttpResponse:
    """The form of a new activity, with what else the person has begun on."""
    open_now = str(form["form_token"].value() or "")
    context = {
        "form": form,
        "heading": _("Ny aktivitet"),
        "crumbs": crumbs_of(here=_("Ny")),
        "unsent": unsent_of(request.user, apart_from=open_now),
        **more,
    }
    return render(request, "activities/activity_form.html", context)


def is_from_browser_store(request: AuthenticatedRequest) -> bool:
    """Sent by static/js/activity_offline.js, which wants an answer it can read."""
    return request.headers.get("X-Sent-From") == "browser-store"


def is_somebody_elses(request: AuthenticatedRequest) -> bool:
    """What waited in the browser belongs to who wrote it, whoever is signed in there now."""
    by = request.headers.get("X-Sent-By", "")
    return is_from_browser_store(request) and by != str(request.user.pk)
