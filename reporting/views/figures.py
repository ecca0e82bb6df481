"""A report's figures: open a year, count again, take the new count, look at the rows behind."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.activities.models import Activity
from assignments.agreements.models import Agreement
from assignments.needs.models import Need
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import Assignment
from assignments.plans.rules import led_centres
from assignments.plans.years import YearClosedError
from assignments.requests.models import SupportRequest
from assignments.rounds.models import InformationRound
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User
from reporting import drilldown, figures_page, initiative_page, rows_page, rules
from reporting.actions import starting, stating, taking
from reporting.actions.errors import NotADraftError, YearCannotBeReportedError
from reporting.forms.figures import TakeForm
from reporting.forms.starting import StartForm
from reporting.rows_page import Readable
from reporting.views.fetching import crumbs, get_own_report, get_report


@require_POST
def report_start(request: AuthenticatedRequest) -> HttpResponse:
    centres = led_centres(request.user)
    if not centres.exists():
        raise PermissionDenied
    form = StartForm(request.POST, centres=centres)
    if not form.is_valid():
        messages.error(request, _("Velg et år det kan startes rapport for."))
        return redirect("reporting:report_list")
    centre, year = form.cleaned_data["centre"], form.cleaned_data["year"]
    try:
        report = starting.start_report(centre=centre, year=year, by=request.user)
    except YearCannotBeReportedError as error:
        messages.error(request, str(error))
        return redirect("reporting:report_list")
    return redirect(report)


@require_POST
def report_refresh(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Count again: the new figures stand beside the old until somebody takes them."""
    report = get_own_report(request, pk)
    try:
        starting.refresh_report(report=report, by=request.user)
    except NotADraftError as error:
        messages.warning(request, str(error))
    return redirect(report)


@require_GET
def report_figures(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every figure of the report; of a draft also the new count that waits."""
    report = get_report(request, pk)
    context = figures_page.context(report, request.user)
    context["crumbs"] = crumbs(report, _("Tall"))
    return render(request, "reporting/report_figures.html", context)


@require_POST
def figures_take(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The new count replaces the report's own."""
    report = get_own_report(request, pk)
    form = TakeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(taking.RecountReplacedError()))
        return redirect("reporting:report_figures", pk)
    counted_at = form.cleaned_data["counted_at"]
    try:
        taking.take_figures(report=report, counted_at=counted_at, by=request.user)
    except (NotADraftError, taking.RecountReplacedError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("De nye tallene er tatt i bruk i rapporten."))
    return redirect("reporting:report_figures", pk)


@require_GET
def report_rows(request: AuthenticatedRequest, pk: int, group: str, key: str) -> HttpResponse:
    """The rows that one figure was counted from, as the report has them."""
    report = get_report(request, pk)
    try:
        behind = drilldown.rows_behind(report, group, key)
    except drilldown.NoSuchFigureError as error:
        raise Http404 from error
    page = request.GET.get("page")
    context = rows_page.context(report, behind, page=page, readable=readable_to(request.user))
    context |= {"crumbs": crumbs(report, behind.title), "report": report}
    return render(request, "reporting/report_rows.html", context)


def readable_to(user: User) -> Readable:
    return Readable(
        activities=Activity.objects.visible_to(user),
        requests=SupportRequest.objects.visible_to(user),
        assignments=Assignment.objects.visible_to(user),
        agreements=Agreement.objects.visible_to(user),
        needs=Need.objects.visible_to(user),
        rounds=InformationRound.objects.visible_to(user),
    )


@require_http_methods(["GET", "POST"])
def initiative_status(request: AuthenticatedRequest, pk: int, entry_pk: int) -> HttpResponse:
    """The leader says what a satsing is in the year; then the figures are counted again."""
    report = get_own_report(request, pk)
    if not rules.can_start_report(request.user, report.centre):
        raise PermissionDenied
    satsinger = report.entries.exclude(initiative=None).select_related("initiative")
    entry = get_object_or_404(satsinger, pk=entry_pk)
    form = initiative_page.form(report, entry, request.POST or None)
    context = initiative_page.context(report, entry, form)
    context["crumbs"] = crumbs(report, entry.title, _("Status"))
    if form.is_valid():
        try:
            stating.set_initiative_status(
                entry=entry,
                values=form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleVersionError:
            context |= initiative_page.conflict(report, entry, form)
            return render(request, "reporting/report_initiative.html", context, status=409)
        except (YearClosedError, NotADraftError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Status er lagret. Tallene telles på nytt."))
            return redirect("reporting:report_figures", pk)
    return render(request, "reporting/report_initiative.html", context)
