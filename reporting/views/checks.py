"""What stops a report, what is let stand, and municipalities that were not reached."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.needs.models import Need
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import checks_page, unreached_page
from reporting.actions import unreaching, waiving
from reporting.actions.errors import NotADraftError
from reporting.forms.money import WaiverForm
from reporting.forms.unreached import ReasonsForm
from reporting.views.fetching import crumbs, get_own_report, get_report


@require_GET
def report_checks(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything found, for those who write the report."""
    report = get_own_report(request, pk)
    context = checks_page.context(report, request.user)
    context["crumbs"] = crumbs(report, _("Kontroll"))
    return render(request, "reporting/report_checks.html", context)


@require_POST
def check_waive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Let a warning stand."""
    report = get_own_report(request, pk)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        context = checks_page.context(report, request.user, refused=form)
        context["crumbs"] = crumbs(report, _("Kontroll"))
        return render(request, "reporting/report_checks.html", context, status=422)
    try:
        waiving.waive_warning(report=report, by=request.user, **form.cleaned_data)
    except (NotADraftError, waiving.NoSuchWarningError) as error:
        messages.warning(request, str(error))
    return redirect("reporting:report_checks", report.pk)


@require_POST
def waiver_end(request: AuthenticatedRequest, pk: int, waiver_pk: int) -> HttpResponse:
    """The warning stands open again."""
    report = get_own_report(request, pk)
    try:
        waiving.take_back_waiver(report=report, waiver_id=waiver_pk, by=request.user)
    except NotADraftError as error:
        messages.warning(request, str(error))
    return redirect("reporting:report_checks", report.pk)


@require_http_methods(["GET", "POST"])
def unreached(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Municipalities below «brukt», with the reasons that the centre gives."""
    if request.method == "POST":
        return set_reasons(request, pk)
    report = get_report(request, pk)
    needs = Need.objects.visible_to(request.user)
    context = unreached_page.context(report, request.user, needs)
    context |= {"crumbs": crumbs(report, _("Kommuner som ikke er nådd")), "form": ReasonsForm()}
    return render(request, "reporting/report_unreached.html", context)


def set_reasons(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_own_report(request, pk)
    form = ReasonsForm(request.POST)
    if not form.is_valid():
        needs = Need.objects.visible_to(request.user)
        context = unreached_page.context(report, request.user, needs, typed=form.typed())
        context |= {"crumbs": crumbs(report, _("Kommuner som ikke er nådd")), "form": form}
        return render(request, "reporting/report_unreached.html", context, status=422)
    try:
        if form.is_for_those_without:
            reason = form.cleaned_data["reason"]
            count = unreaching.set_reason_where_none(report=report, reason=reason, by=request.user)
        else:
            reasons = form.reasons()
            count = unreaching.set_reasons(report=report, reasons=reasons, by=request.user)
    except NotADraftError as error:
        messages.warning(request, str(error))
    else:
        text = ngettext(
            "Årsak lagret for %(n)s kommune.", "Årsak lagret for %(n)s kommuner.", count
        )
        messages.success(request, text % {"n": count})
    return redirect("reporting:unreached", report.pk)
