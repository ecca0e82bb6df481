"""Reports beside each other, and a submitted report beside today's rows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assignments.activities.models import Activity
from korus_portal.accounts.http import AuthenticatedRequest
from reporting.actions import recounting
from reporting.comparing import page, today
from reporting.models import AnnualReport
from reporting.views.fetching import crumbs, get_report


@require_GET
def compare_choose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Which version or year of the same centre to lay beside this one."""
    report = get_report(request, pk)
    visible = AnnualReport.objects.visible_to(request.user).for_list()
    context = page.choose(report, visible) | {"crumbs": crumbs(report, _("Sammenlign"))}
    return render(request, "reporting/compare_choose.html", context)


@require_GET
def compare(request: AuthenticatedRequest, pk: int, other_pk: int) -> HttpResponse:
    report = get_report(request, pk)
    of_centre = AnnualReport.objects.visible_to(request.user).filter(centre=report.centre_id)
    other = get_object_or_404(of_centre.for_content(), pk=other_pk)
    if other == report:
        raise Http404
    context = page.context(report, other) | {"crumbs": crumbs(report, _("Sammenlign"))}
    return render(request, "reporting/compare.html", context)


@require_http_methods(["GET", "POST"])
def compare_today(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The frozen figures beside today's; POST counts again."""
    report = get_report(request, pk)
    if not report.is_frozen:
        raise Http404
    if request.method == "POST":
        recounting.ask_for_recount(report=report, by=request.user)
        messages.success(request, _("Dagens tall telles nå. De står her når de er klare."))
        return redirect("reporting:compare_today", pk=report.pk)
    context = today.context(report, request.user, Activity.objects.visible_to(request.user))
    context["crumbs"] = crumbs(report, _("Siden innsending"))
    return render(request, "reporting/compare_today.html", context)
