"""The points that the report must answer, and the rows that an answer points to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from reporting import answers_page, tabs
from reporting.actions import linking
from reporting.actions.errors import NotADraftError
from reporting.forms.writing import LinkForm
from reporting.models import AnnualReport, ReportAnswer
from reporting.views.fetching import crumbs, get_own_report, get_report


@require_GET
def report_answers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every point of the letters and every standing duty, with what was answered."""
    report = get_report(request, pk)
    context = {
        **answers_page.context(report, request.user),
        "crumbs": crumbs(report, _("Krav og oppgaver")),
        "tabs": tabs.of_report(report, "report_answers"),
    }
    return render(request, "reporting/report_answers.html", context)


@require_http_methods(["GET", "POST"])
def answer_rows(request: AuthenticatedRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Find rows of the year for an answer, and point to one."""
    report = get_own_report(request, pk)
    answer = get_answer(report, answer_pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, row = form.cleaned_data["kind"], form.cleaned_data["row"]
        try:
            linking.link_row(answer=answer, kind=kind, row=row, by=request.user)
        except (NotADraftError, linking.NoSuchRowError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Raden er knyttet til svaret."))
    context = answers_page.rows_context(report, answer, request.GET.get("q", ""))
    context["crumbs"] = crumbs(report, _("Rader bak svaret"))
    return render(request, "reporting/report_answer_rows.html", context)


@require_POST
def answer_unlink(
    request: AuthenticatedRequest, pk: int, answer_pk: int, link_pk: int
) -> HttpResponse:
    report = get_own_report(request, pk)
    answer = get_answer(report, answer_pk)
    try:
        linking.unlink_row(answer=answer, link=link_pk, by=request.user)
    except NotADraftError as error:
        messages.error(request, str(error))
    return redirect("reporting:answer_rows", report.pk, answer.pk)


def get_answer(report: AnnualReport, pk: int) -> ReportAnswer:
    answers = report.answers.select_related("item__grant", "task")
    return get_object_or_404(answers, pk=pk)
