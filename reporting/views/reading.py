"""Reading reports: the list, one report, the rows behind its figures, its documents."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.activities.models import Activity
from assignments.requests.models import SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import checks, drilldown, listing, report_page, rows_page, rules, subject
from reporting.actions import documenting
from reporting.checks.findings import Finding
from reporting.documents import store
from reporting.forms.deciding import ApproveForm, ReturnForm
from reporting.models import AnnualReport, ReportDocument
from reporting.views.fetching import crumbs, get_report

TYPES = {
    ReportDocument.Kind.PDF: "application/pdf",
    ReportDocument.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
    request: AuthenticatedRequest,
    report: AnnualReport,
    *,
    refused: list[Finding] | None = None,
    return_form: ReturnForm | None = None,
    approve_form: ApproveForm | None = None,
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
        "return_form": return_form or ReturnForm(),
        "approve_form": approve_form or ApproveForm(),
    }
    status = 422 if refused or return_form or approve_form else 200
    return render(request, "reporting/report_detail.html", context, status=status)


@require_GET
def report_rows(request: AuthenticatedRequest, pk: int, group: str, key: str) -> HttpResponse:
    """The rows that one figure was counted from, as the report has them."""
    report = get_report(request, pk)
    try:
        behind = drilldown.rows_behind(report, group, key)
    except drilldown.NoSuchFigureError as error:
        raise Http404 from error
    context = rows_page.context(
        report,
        behind,
        page=request.GET.get("page"),
        activities=Activity.objects.visible_to(request.user),
        requests=SupportRequest.objects.visible_to(request.user),
    )
    context |= {"crumbs": crumbs(report, behind.title), "report": report}
    return render(request, "reporting/report_rows.html", context)


@require_GET
def document_download(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    """A finished document. That it was fetched, and by whom, is recorded."""
    report = get_report(request, pk)
    document = store.current(report).get(kind)
    if document is None:
        raise Http404
    content = documenting.download_document(document=document, by=request.user)
    response = HttpResponse(content, content_type=TYPES[ReportDocument.Kind(kind)])
    response["Content-Disposition"] = f'attachment; filename="{filename(report, kind)}"'
    return response


def filename(report: AnnualReport, kind: str) -> str:
    name = _("arsrapport-%(year)s-%(centre)s-v%(number)s") % {
        "year": report.year,
        "centre": report.centre.code,
        "number": report.number,
    }
    return f"{name}{_('-utkast') if report.is_draft else ''}.{kind}"
