"""The directorate's answer to a submitted report, and what both sides read of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignments.plans.conflicts import StaleVersionError, differing
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import decision_page, rules, tabs
from reporting.actions import deciding, leaving, supplementing
from reporting.actions.errors import AlreadyAnsweredError, AlreadyDecidedError, WrongStateError
from reporting.forms.deciding import (
    AnswerForm,
    ApproveForm,
    AskForMoreForm,
    AssessForm,
    LeaveForm,
    ReturnForm,
    stored_values,
)
from reporting.models import AnnualReport, ReportAnswer
from reporting.views.fetching import crumbs, get_own_report, get_report


@require_GET
def report_decision(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The answers beside the points of the letters, and what the directorate holds of them."""
    return show_decision(request, get_report(request, pk))


def show_decision(
    request: AuthenticatedRequest,
    report: AnnualReport,
    *,
    point: AssessForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page, with a form that was refused in the place of its empty one."""
    context = decision_page.context(report, request.user, point) | more
    context |= {"crumbs": crumbs(report, _("Behandling")), "refused": point}
    return render(request, "reporting/report_decision.html", context, status=status)


def get_report_to_decide(request: AuthenticatedRequest, pk: int) -> AnnualReport:
    report = get_report(request, pk)
    if not rules.can_decide_report(request.user, report):
        raise PermissionDenied
    return report


@require_POST
def report_assess(request: AuthenticatedRequest, pk: int, answer_pk: int) -> HttpResponse:
    """One point at a time."""
    report = get_report_to_decide(request, pk)
    answer = get_object_or_404(report.answers.select_related("report"), pk=answer_pk)
    form = AssessForm(request.POST, answer=answer)
    if not form.is_valid():
        return show_decision(request, report, point=form, status=422)
    try:
        deciding.assess_item(answer=answer, by=request.user, **form.cleaned_data)
    except StaleVersionError:
        return show_stale(request, report, answer, form)
    except AlreadyDecidedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Vurderingen av punktet er lagret."))
    return redirect(f"{request.path.removesuffix(f'{answer_pk}/')}#punkt-{answer_pk}")


def show_stale(
    request: AuthenticatedRequest, report: AnnualReport, answer: ReportAnswer, form: AssessForm
) -> HttpResponse:
    """A colleague assessed the point first: both side by side, nothing lost."""
    stored = stored_values(decision_page.assessments(report).get(answer.pk))
    version = stored.pop("version")
    labels = {name: form.fields[name].label for name in stored}
    own = {name: form.cleaned_data[name] for name in stored}
    sent: Any = form.data
    form.data = data = sent.copy()
    data[form.add_prefix("version")] = str(version)
    return show_decision(
        request, report, point=form, status=409, differences=differing(stored, own, labels)
    )


@require_POST
def report_return(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_report_to_decide(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show_decision(request, report, return_form=form, status=422)
    comment = form.cleaned_data["comment"]
    try:
        deciding.return_report(report=report, comment=comment, by=request.user)
    except AlreadyDecidedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Rapporten er sendt tilbake. Senteret har fått merknadene."))
    return redirect("reporting:report_decision", pk)


@require_POST
def report_approve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_report_to_decide(request, pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return show_decision(request, report, approve_form=form, status=422)
    try:
        deciding.approve_report(report=report, by=request.user, **form.cleaned_data)
    except AlreadyDecidedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Rapporten er godkjent. Senteret har fått beskjed."))
    return redirect("reporting:report_decision", pk)


@require_POST
def report_reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """By the special right that an administrator gave."""
    report = get_report(request, pk)
    if not rules.can_reopen_report(request.user, report):
        raise PermissionDenied
    form = LeaveForm(request.POST, prefix="reopen")
    if not form.is_valid():
        return show_decision(request, report, reopen_form=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        leaving.reopen_report(report=report, reason=reason, by=request.user)
    except WrongStateError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Rapporten er gjenåpnet. Senteret har fått en ny versjon."))
    return redirect("reporting:report_decision", pk)


@require_POST
def report_ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask the centre for more while the report stays as it is."""
    report = get_report_to_decide(request, pk)
    form = AskForMoreForm(request.POST)
    if not form.is_valid():
        return show_decision(request, report, ask_form=form, status=422)
    try:
        supplementing.ask_for_more(report=report, by=request.user, **form.cleaned_data)
    except AlreadyDecidedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Senteret har fått beskjed om hva dere ber om."))
    return redirect("reporting:report_supplements", pk)


@require_GET
def report_supplements(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the directorate has asked for beside the report, and the answers."""
    return show_supplements(request, get_report(request, pk))


def show_supplements(
    request: AuthenticatedRequest, report: AnnualReport, refused: AnswerForm | None = None
) -> HttpResponse:
    rows = list(report.supplements.select_related("asked_by", "answered_by"))
    waits = report.status == AnnualReport.Status.SUBMITTED
    answers = waits and rules.can_write_report(request.user, report)
    shown = [(row, answer_form(row.pk, refused) if answers else None) for row in rows]
    context = {
        "report": report,
        "tabs": tabs.of_report(report, "report_supplements"),
        "crumbs": crumbs(report, _("Tillegg")),
        "supplements": shown,
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "reporting/report_supplements.html", context, status=status)


def answer_form(pk: int, refused: AnswerForm | None) -> AnswerForm:
    if refused is not None and refused.prefix == f"answer-{pk}":
        return refused
    return AnswerForm(prefix=f"answer-{pk}")


@require_POST
def supplement_answer(request: AuthenticatedRequest, pk: int, supplement_pk: int) -> HttpResponse:
    report = get_own_report(request, pk)
    supplement = get_object_or_404(report.supplements, pk=supplement_pk)
    form = AnswerForm(request.POST, prefix=f"answer-{supplement.pk}")
    if not form.is_valid():
        return show_supplements(request, report, form)
    answer = form.cleaned_data["answer"]
    try:
        supplementing.answer_supplement(supplement=supplement, answer=answer, by=request.user)
    except (WrongStateError, AlreadyAnsweredError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Svaret er sendt til Helsedirektoratet."))
    return redirect("reporting:report_supplements", pk)


@require_GET
def assessment_list(request: AuthenticatedRequest) -> HttpResponse:
    """What was held of each centre's reports, year by year."""
    if not rules.can_read_assessments(request.user):
        raise PermissionDenied
    assessed = AnnualReport.objects.visible_to(request.user).for_list().exclude(attainment="")
    context = {"centres": decision_page.over_the_years(assessed)}
    return render(request, "reporting/assessment_list.html", context)
