"""From draft to receipt: the centre's own approval, submission, another channel, withdrawal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.agreements.proof import Proof, asked_of
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import approval_page, rules
from reporting.actions import approving, leaving, submitting
from reporting.actions.errors import (
    AlreadySubmittedError,
    NobodyToApproveError,
    NotADraftError,
    NotApprovedError,
    NotInReviewError,
    NotReadyError,
    OtherContentError,
    WrongStateError,
)
from reporting.forms.approving import ContentForm, HandInForm, ReviewForm, SendBackForm, SubmitForm
from reporting.forms.deciding import LeaveForm
from reporting.models import AnnualReport
from reporting.views.fetching import crumbs, get_own_report, get_report

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def report_approval(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who approves, what is approved, and what comes next."""
    return show_approval(request, get_report(request, pk))


def show_approval(request: AuthenticatedRequest, report: AnnualReport, **more: Any) -> HttpResponse:
    """The page, with a form that was refused in the place of its empty one."""
    context = approval_page.context(report, request.user) | more
    context["crumbs"] = crumbs(report, _("Godkjenning"))
    return render(request, "reporting/report_approval.html", context, status=422 if more else 200)


@require_POST
def report_review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send the draft to those who approve it."""
    report = get_led_report(request, pk)
    form = ReviewForm(request.POST, report=report, user=request.user)
    if not form.is_valid():
        return show_approval(request, report, review_form=form)
    try:
        approving.send_for_approval(
            report=report, approvers=form.cleaned_data["approvers"], by=request.user
        )
    except NotReadyError as error:
        text = _("Rapporten kan ikke sendes til godkjenning ennå. Se listen over det som mangler.")
        messages.error(request, text)
        return show_approval(request, report, review_form=form, findings=error.findings)
    except (NotADraftError, NobodyToApproveError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Rapporten er sendt til intern godkjenning."))
    return redirect("reporting:report_approval", pk)


@require_POST
def report_approve_content(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Godkjent i portalen», after the person has proved anew who it is."""
    report = get_own_report(request, pk)
    if not rules.can_approve_content(request.user, report):
        raise PermissionDenied
    if asked_of(request.user) == Proof.NONE:
        return redirect("reporting:report_approval", pk)
    form = ContentForm(request.POST, user=request.user, sha256="")
    if not form.is_valid():
        return show_approval(request, report, content_form=form)
    sha256 = form.cleaned_data["sha256"]
    try:
        approving.approve_content(report=report, sha256=sha256, by=request.user)
    except (NotInReviewError, OtherContentError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Du har godkjent rapporten."))
    return redirect("reporting:report_approval", pk)


@require_POST
def report_send_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_own_report(request, pk)
    if not rules.can_send_back(request.user, report):
        raise PermissionDenied
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return show_approval(request, report, back_form=form)
    comment = form.cleaned_data["comment"]
    try:
        approving.send_back(report=report, comment=comment, by=request.user)
    except NotInReviewError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Rapporten er et utkast igjen. Godkjenningene er borte."))
    return redirect("reporting:report_approval", pk)


@page_with_form
def report_submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who signed, and then off to the directorate; the page says in plain words why not."""
    report = get_led_report(request, pk)
    if report.submitted_by:
        messages.info(request, str(AlreadySubmittedError(report.submitted_by.name)))
        return redirect("reporting:report_receipt", pk)
    form = SubmitForm(request.POST if request.method == "POST" else None, report=report)
    if not form.is_valid():
        return show_submit(request, report, form)
    try:
        submitting.submit_report(report=report, signed=form.signed(), by=request.user)
    except AlreadySubmittedError as error:
        messages.info(request, str(error))
    except NotReadyError as error:
        messages.error(request, str(error))
        return show_submit(request, report, form, findings=error.findings)
    except (NotInReviewError, NotApprovedError) as error:
        messages.warning(request, str(error))
        return redirect("reporting:report_approval", pk)
    return redirect("reporting:report_receipt", pk)


def show_submit(
    request: AuthenticatedRequest, report: AnnualReport, form: SubmitForm, **more: Any
) -> HttpResponse:
    context = approval_page.submit_context(report, form) | more
    context["crumbs"] = crumbs(report, _("Send inn"))
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/report_submission.html", context, status=status)


@require_GET
def report_receipt(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """When, by whom and with which hash; to be printed."""
    report = get_report(request, pk)
    if not report.is_frozen:
        raise Http404
    return show_receipt(request, report)


def show_receipt(request: AuthenticatedRequest, report: AnnualReport, **more: Any) -> HttpResponse:
    context = approval_page.receipt_context(report)
    if report.status == AnnualReport.Status.READY and rules.can_submit_report(request.user, report):
        context["hand_in_form"] = HandInForm(report=report)
    context |= {"crumbs": crumbs(report, _("Kvittering")), **more}
    return render(request, "reporting/report_receipt.html", context, status=422 if more else 200)


@require_POST
def report_hand_in(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Reference and date from the other channel."""
    report = get_led_report(request, pk)
    if not report.is_frozen:
        raise Http404
    form = HandInForm(request.POST, report=report)
    if not form.is_valid():
        return show_receipt(request, report, hand_in_form=form)
    try:
        submitting.hand_in(report=report, by=request.user, **form.cleaned_data)
    except WrongStateError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Rapporten er levert. Helsedirektoratet har fått beskjed."))
    return redirect("reporting:report_receipt", pk)


@page_with_form
def report_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes the report back before it is decided."""
    report = get_led_report(request, pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            following = leaving.withdraw_report(report=report, reason=reason, by=request.user)
        except WrongStateError as error:
            messages.warning(request, str(error))
            return redirect(report)
        messages.success(request, _("Rapporten er trukket tilbake. Her er den nye versjonen."))
        return redirect(following)
    context = {
        "report": report,
        "form": form,
        "crumbs": crumbs(report, _("Trekk tilbake")),
        "can_withdraw": approval_page.can_withdraw(request.user, report),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/report_withdraw.html", context, status=status)


def get_led_report(request: AuthenticatedRequest, pk: int) -> AnnualReport:
    """A report that the reader submits; 403 for colleagues and the directorate."""
    report = get_report(request, pk)
    if not rules.can_submit_report(request.user, report):
        raise PermissionDenied
    return report
