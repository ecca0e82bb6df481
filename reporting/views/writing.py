"""The centre's work on its report: write, submit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import rules, text_page, texts
from reporting.actions import documenting, redacting, submitting, writing
from reporting.actions.errors import (
    AlreadySubmittedError,
    NotADraftError,
    NotReadyError,
)
from reporting.forms.writing import EntryForm, IntroductionForm, RedactionForm
from reporting.views.fetching import crumbs, get_own_report, get_report
from reporting.views.reading import show_report


@require_http_methods(["GET", "POST"])
def report_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The introduction: what the centre says of its year."""
    report = get_own_report(request, pk)
    form = IntroductionForm(request.POST or None, initial=text_page.stored_introduction(report))
    context = {"report": report, "form": form, "crumbs": crumbs(report, _("Om året"))}
    if request.method == "POST" and form.is_valid():
        try:
            writing.write_introduction(report=report, by=request.user, **form.texts())
        except StaleVersionError:
            report.refresh_from_db()
            stored = text_page.stored_introduction(report)
            context |= text_page.conflict(IntroductionForm, stored, form)
            return render(request, "reporting/report_introduction.html", context, status=409)
        except NotADraftError as error:
            messages.warning(request, str(error))
        return redirect(report)
    return render(request, "reporting/report_introduction.html", context)


@require_http_methods(["GET", "POST"])
def entry_edit(request: AuthenticatedRequest, pk: int, entry_pk: int) -> HttpResponse:
    """What the report says of one tiltak."""
    report = get_own_report(request, pk)
    entry = get_object_or_404(report.entries.select_related("assignment"), pk=entry_pk)
    entry.report = report
    form = text_page.entry_form(entry, request.POST or None)
    context = text_page.entry_context(report, entry, form)
    context["crumbs"] = crumbs(report, entry.title)
    if request.method == "POST" and form.is_valid():
        try:
            writing.write_entry(entry=entry, by=request.user, **form.texts())
        except StaleVersionError:
            entry.refresh_from_db(fields=["brief", "extended", "version"])
            context |= text_page.conflict(EntryForm, text_page.stored_entry(entry), form)
            return render(request, "reporting/report_entry.html", context, status=409)
        except NotADraftError as error:
            messages.warning(request, str(error))
        return redirect(f"{report.get_absolute_url()}#tiltak-{entry.pk}")
    return render(request, "reporting/report_entry.html", context)


@require_POST
def report_submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send the report to the directorate; the page says in plain words why not."""
    report = get_own_report(request, pk)
    try:
        submitting.submit_report(report=report, by=request.user)
    except AlreadySubmittedError as error:
        messages.info(request, str(error))
    except NotReadyError as error:
        messages.error(request, str(error))
        return show_report(request, report, refused=error.findings)
    else:
        messages.success(request, _("Rapporten er sendt til Helsedirektoratet. Året er lukket."))
    return redirect(report)


@require_http_methods(["GET", "POST"])
def report_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of a text, in every version of the report."""
    report = get_report(request, pk)
    if not rules.can_redact_report(request.user, report):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, texts=texts.redactable(report))
    if form.is_valid():
        names, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redacting.redact_report(report=report, names=names, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(report)
    context = {"report": report, "form": form, "crumbs": crumbs(report, _("Sladd tekst"))}
    return render(request, "reporting/report_redact.html", context)


@require_POST
def report_documents(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Make the documents of the report as it is now."""
    report = get_report(request, pk)
    documenting.remake_documents(report=report, by=request.user)
    return redirect(report)
