"""Reading reports: the list, one report, its texts."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import AuthenticatedRequest
from reporting import checks, listing, reading_page, report_page, rules, subject
from reporting.checks.findings import Finding
from reporting.models import AnnualReport
from reporting.views.fetching import crumbs, get_report


@require_GET
def report_list(request: AuthenticatedRequest) -> HttpResponse:
    """Own centres with their years; for the directorate what was submitted."""
    if not rules.can_list_reports(request.user):
        raise PermissionDenied
    visible = AnnualReport.objects.visible_to(request.user).for_list()
    context = listing.context(visible, request.user, request.GET)
    return render(request, "reporting/report_list.html", context)


@require_GET
def report_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return show_report(request, get_report(request, pk))


def show_report(
    request: AuthenticatedRequest, report: AnnualReport, *, refused: list[Finding] | None = None
) -> HttpResponse:
    """The page of a report. After something was refused there, the page says what."""
    context = report_page.context(report, request.user)
    findings = refused or []
    if context["can_write"] and refused is None:
        findings = checks.run(subject.of_report(report))
    versions = AnnualReport.objects.visible_to(request.user).for_list()
    context |= {
        "crumbs": crumbs(report),
        "findings": findings,
        "is_ready": not any(finding.is_error for finding in findings),
        "versions": versions.filter(centre=report.centre_id, year=report.year),
    }
    status = 422 if refused else 200
    return render(request, "reporting/report_detail.html", context, status=status)


@require_GET
def report_texts(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything that the report says, to be read from beginning to end."""
    report = get_report(request, pk)
    context = {**reading_page.context(report), "crumbs": crumbs(report, _("Tekstene"))}
    return render(request, "reporting/report_texts.html", context)
