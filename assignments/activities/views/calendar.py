"""Calendars to subscribe to: the page of one's addresses, and what is read by such an address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from assignments.activities import calendar_feed, rules
from assignments.activities.actions import feeds
from assignments.activities.views.parts import crumbs_of
from centres.models import Centre
from korus_portal.accounts import limits
from korus_portal.accounts.http import AuthenticatedRequest

HOUR = 3600
# Programs ask every few minutes, and several people may share an address on the net.
READINGS = 600


@require_GET
def feed_list(request: AuthenticatedRequest) -> HttpResponse:
    return _page(request)


@require_POST
def feed_make(request: AuthenticatedRequest) -> HttpResponse:
    """The address is shown on this answer and nowhere else."""
    centre = _centre(request)
    key = feeds.make_feed(centre=centre, by=request.user)
    address = request.build_absolute_uri(reverse("activities:feed", args=[key]))
    response = _page(request, made=centre.code if centre else "", address=address)
    add_never_cache_headers(response)
    return response


@require_POST
def feed_end(request: AuthenticatedRequest) -> HttpResponse:
    if feeds.end_feed(centre=_centre(request), by=request.user):
        messages.success(request, _("Kalenderadressen er avsluttet. Den virker ikke lenger."))
    else:
        messages.info(request, _("Kalenderadressen var allerede avsluttet."))
    return redirect("activities:feed_list")


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever has the address reads it; an unknown or ended one is not found."""
    try:
        limits.count(f"activities-calendar:{limits.address_of(request)}", READINGS, HOUR)
    except limits.TooOftenError:
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    found = calendar_feed.feed_of(key)
    if found is None:
        raise Http404
    feeds.note_reading(found)

    def address(pk: int) -> str:
        return request.build_absolute_uri(reverse("activities:activity_detail", args=[pk]))

    response = HttpResponse(
        calendar_feed.text_of(found, address), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="aktiviteter.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _centre(request: AuthenticatedRequest) -> Centre | None:
    """The centre named, where the person works; None for one's own calendar."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    code = request.POST.get("centre", "")
    centre = calendar_feed.centre_of(request.user, code)
    if code and centre is None:
        raise Http404
    return centre


def _page(
    request: AuthenticatedRequest, *, made: str | None = None, address: str = ""
) -> HttpResponse:
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    context = {
        "choices": calendar_feed.choices_of(request.user),
        "made": made,
        "address": address,
        "crumbs": crumbs_of(here=_("Kalender")),
    }
    return render(request, "activities/calendar.html", context)
