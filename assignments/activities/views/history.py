"""What has happened to an activity, for the centre's own people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.activities.history import changes_of
from assignments.activities.views.parts import crumbs_of, own_activity
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def activity_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    activity = own_activity(request, pk)
    context = {
        "activity": activity,
        "changes": changes_of(activity),
        "crumbs": crumbs_of(activity, here=_("Historikk")),
    }
    return render(request, "activities/history.html", context)
