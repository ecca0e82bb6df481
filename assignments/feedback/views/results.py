"""The figures of a year: a centre's own, and for the directorate those of centres and themes."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.feedback import actions, export, page, rules
from assignments.feedback.sight import Sight, sight_of
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def results(request: AuthenticatedRequest) -> HttpResponse:
    sight = seen_by(request)
    crumbs: list[tuple[str, str | None]] = [(_("Resultater"), None)]
    if rules.can_list(request.user):
        crumbs.insert(0, (_("Tilbakemeldinger"), reverse("feedback:form_list")))
    context = {
        "sight": sight,
        "tables": sight.tables(),
        "headings": page.headings(),
        "query": request.GET.urlencode(),
        "crumbs": crumbs,
    }
    return render(request, "feedback/results.html", context)


@require_GET
def results_csv(request: AuthenticatedRequest) -> HttpResponse:
    """The same figures as a file."""
    sight = seen_by(request)
    is_demo = settings.DEMO_MODE or sight.is_demo()
    if sight.centre is not None:
        actions.note_export(centre=sight.centre, year=sight.year, by=request.user)
    text = export.csv_of(sight.tables(), is_demo=is_demo)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = export.file_name(sight.year, is_demo=is_demo)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def seen_by(request: AuthenticatedRequest) -> Sight:
    if not rules.can_see_results(request.user):
        raise PermissionDenied
    return sight_of(request.user, request.GET)
