"""The accounts of a report, costs that are shared, staffing and other income."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.design.conflicts import StaleVersionError, build_on
from korus_portal.files.responses import file_response
from reporting import money_page
from reporting.actions import accounting, staffing
from reporting.actions.errors import NotADraftError
from reporting.forms.money import AccountForm, CostForm, payers, stored_account, stored_cost
from reporting.forms.staffing import YearForm, initial_of
from reporting.models import AnnualReport
from reporting.views.fetching import crumbs, get_own_report, get_report


def sent(request: AuthenticatedRequest) -> QueryDict | None:
    """A form sent with nothing in it is sent all the same."""
    return request.POST if request.method == "POST" else None


@require_GET
def account_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_report(request, pk)
    context = money_page.context(report, request.user)
    context["crumbs"] = crumbs(report, _("Regnskap"))
    return render(request, "reporting/report_accounts.html", context)


@require_http_methods(["GET", "POST"])
def account_edit(request: AuthenticatedRequest, pk: int, account_pk: int) -> HttpResponse:
    """One grant's accounts."""
    report = get_own_report(request, pk)
    account = get_object_or_404(money_page.accounts_to_edit(report), pk=account_pk)
    account.report = report
    form = AccountForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        account=account,
        proposed=money_page.proposed_carry(account),
    )
    context = money_page.account_context(report, account, form)
    context["crumbs"] = crumbs(report, _("Regnskap"), account.grant.scheme)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "reporting/report_account.html", context, status=status)
    try:
        accounting.save_account(
            account=account,
            values=form.values(),
            statement=next(iter(form.cleaned_data["statement"]), None),
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except NotADraftError as error:
        messages.warning(request, str(error))
    except StaleVersionError:
        return account_conflict(request, context)
    else:
        messages.success(request, _("Regnskapet er lagret."))
    return redirect("reporting:accounts", report.pk)


def account_conflict(request: AuthenticatedRequest, context: dict[str, Any]) -> HttpResponse:
    """What somebody else stored stands beside what was typed; saved again, the latter replaces."""
    account, form = context["account"], context["form"]
    account.refresh_from_db()
    stored = stored_account(account)
    labels = {name: field.label for name, field in form.fields.items()}
    context["both"] = money_page.conflict(stored, form.own(), labels)
    if form.cleaned_data["statement"]:
        form.add_error("statement", _("Velg filen på nytt."))
    build_on(form, stored["version"])
    return render(request, "reporting/report_account.html", context, status=409)


@require_GET
def account_statement(request: AuthenticatedRequest, pk: int, account_pk: int) -> HttpResponse:
    """The auditor's statement, for the centre and for the directorate once it has the report."""
    report = get_report(request, pk)
    account = get_object_or_404(report.accounts.select_related("audit_statement"), pk=account_pk)
    if account.audit_statement is None:
        raise Http404
    return file_response(request, account.audit_statement, report.get_absolute_url())


@require_http_methods(["GET", "POST"])
def cost_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_own_report(request, pk)
    form = CostForm(sent(request), **payers(report))
    if request.method != "POST" or not form.is_valid():
        return show_cost(request, report, form)
    try:
        accounting.add_cost(report=report, values=form.values(), by=request.user)
    except accounting.NameTakenError as error:
        form.add_error("name", str(error))
        return show_cost(request, report, form)
    except NotADraftError as error:
        messages.warning(request, str(error))
    return redirect("reporting:accounts", report.pk)


@require_http_methods(["GET", "POST"])
def cost_edit(request: AuthenticatedRequest, pk: int, cost_pk: int) -> HttpResponse:
    report = get_own_report(request, pk)
    cost = get_object_or_404(report.shared_costs.prefetch_related("parts"), pk=cost_pk)
    form = CostForm(sent(request), cost=cost, **payers(report))
    if request.method != "POST" or not form.is_valid():
        return show_cost(request, report, form, cost=cost)
    try:
        accounting.change_cost(
            cost=cost, values=form.values(), seen=form.seen_values(), by=request.user
        )
    except StaleVersionError:
        stored = stored_cost(get_object_or_404(report.shared_costs, pk=cost_pk))
        labels = {name: field.label for name, field in form.fields.items()}
        both = money_page.conflict(stored, form.own(), labels)
        see(form, stored["seen"])
        return show_cost(request, report, form, cost=cost, both=both, status=409)
    except accounting.NameTakenError as error:
        form.add_error("name", str(error))
        return show_cost(request, report, form, cost=cost)
    except NotADraftError as error:
        messages.warning(request, str(error))
    return redirect("reporting:accounts", report.pk)


def see(form: Any, seen: str) -> None:
    """Let the form, sent again, replace what its reader has now been shown."""
    data = form.data.copy()
    data["seen"] = seen
    form.data = data


def show_cost(
    request: AuthenticatedRequest, report: AnnualReport, form: CostForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 422 if form.is_bound else 200)
    context = {"report": report, "form": form, "crumbs": crumbs(report, _("Delt kostnad")), **more}
    return render(request, "reporting/report_account_cost.html", context, status=status)


@require_POST
def cost_remove(request: AuthenticatedRequest, pk: int, cost_pk: int) -> HttpResponse:
    report = get_own_report(request, pk)
    cost = report.shared_costs.filter(pk=cost_pk).first()
    if cost is not None:
        try:
            accounting.remove_cost(cost=cost, by=request.user)
        except NotADraftError as error:
            messages.warning(request, str(error))
    return redirect("reporting:accounts", report.pk)


@require_http_methods(["GET", "POST"])
def year_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Årsverk and other income of the year."""
    report = get_own_report(request, pk)
    stored = staffing.year_values(report)
    form = YearForm(sent(request), stored=stored)
    if request.method != "POST" or not form.is_valid():
        return show_year(request, report, form)
    try:
        staffing.save_year(
            report=report, values=form.values(), seen=form.seen_values(), by=request.user
        )
    except StaleVersionError:
        now = initial_of(staffing.year_values(report))
        own = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        labels = {name: field.label for name, field in form.fields.items()}
        both = money_page.conflict(now, own, labels)
        see(form, now["seen"])
        return show_year(request, report, form, both=both, status=409)
    except (staffing.IncomeInUseError, YearClosedError) as error:
        form.add_error(None, str(error))
        return show_year(request, report, form)
    except NotADraftError as error:
        messages.warning(request, str(error))
    return redirect("reporting:accounts", report.pk)


def show_year(
    request: AuthenticatedRequest, report: AnnualReport, form: YearForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 422 if form.is_bound else 200)
    context = {"report": report, "form": form, **more}
    context["crumbs"] = crumbs(report, _("Årsverk og andre inntekter"))
    return render(request, "reporting/report_account_year.html", context, status=status)
