"""Due dates of reports, and more time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korus_portal.accounts.access import is_directorate
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import obligation_page, obligations
from reporting.actions import extending
from reporting.forms.obligations import AskForm, DecideForm, RedactionForm
from reporting.models import AnnualReport, ReportObligation
from reporting.views.fetching import Crumbs


@require_GET
def obligation_list(request: AuthenticatedRequest) -> HttpResponse:
    """When who must have reported what: one's own centre's, for the directorate all."""
    if not obligations.can_list_obligations(request.user):
        raise PermissionDenied
    context = obligation_page.listed(
        ReportObligation.objects.visible_to(request.user),
        AnnualReport.objects.visible_to(request.user),
        request.GET,
        today=timezone.localdate(),
    )
    context |= {"is_directorate": is_directorate(request.user), "crumbs": crumbs()}
    return render(request, "reporting/obligation_list.html", context)


@require_GET
def obligation_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return show(request, get_obligation(request, pk))


@require_POST
def extension_ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader asks for more time."""
    obligation = get_obligation(request, pk)
    if not obligations.can_ask(request.user, obligation):
        raise PermissionDenied
    form = AskForm(request.POST, obligation=obligation, today=timezone.localdate())
    if not form.is_valid():
        return show(request, obligation, ask=form)
    try:
        extending.ask_extension(obligation=obligation, by=request.user, **form.cleaned_data)
    except extending.REFUSALS as error:
        form.add_error(None, str(error))
        return show(request, obligation, ask=form)
    messages.success(request, _("Søknaden er sendt til Helsedirektoratet."))
    return redirect(obligation)


@require_POST
def extension_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The directorate grants or refuses."""
    obligation = get_obligation(request, pk)
    if not obligations.can_decide(request.user, obligation):
        raise PermissionDenied
    form = DecideForm(request.POST, obligation=obligation)
    if not form.is_valid():
        return show(request, obligation, decide=form)
    extension = get_object_or_404(obligation.extensions, pk=form.cleaned_data["extension"])
    try:
        extending.decide_extension(
            extension=extension,
            granted_to=form.cleaned_data["granted_to"],
            decision=form.cleaned_data["decision"],
            by=request.user,
            today=timezone.localdate(),
        )
    except (extending.ExtensionDecidedError, extending.NotLaterError) as error:
        form.add_error(None, str(error))
        return show(request, obligation, decide=form)
    messages.success(request, _("Vedtaket er lagret. Senteret får beskjed."))
    return redirect(obligation)


@require_http_methods(["GET", "POST"])
def extension_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The centre's leader takes personal details out of a reason."""
    obligation = get_obligation(request, pk)
    if not obligations.can_ask(request.user, obligation):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, obligation=obligation)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        extending.redact_extensions(
            obligation=obligation, keys=keys, reason=reason, by=request.user
        )
        messages.success(request, _("Teksten er sladdet."))
        return redirect(obligation)
    trail = crumbs(obligation, _("Sladd tekst"))
    context = {"obligation": obligation, "form": form, "crumbs": trail}
    return render(request, "reporting/obligation_redact.html", context)


def get_obligation(request: AuthenticatedRequest, pk: int) -> ReportObligation:
    visible = ReportObligation.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("centre"), pk=pk)


def show(
    request: AuthenticatedRequest,
    obligation: ReportObligation,
    *,
    ask: AskForm | None = None,
    decide: DecideForm | None = None,
) -> HttpResponse:
    """The page of one obligation; a form that was refused stands where its empty one would."""
    reports = AnnualReport.objects.visible_to(request.user)
    context = obligation_page.context(
        obligation, request.user, reports, today=timezone.localdate(), ask=ask, decide=decide
    )
    context |= {"refused": ask or decide, "crumbs": crumbs(obligation)}
    status = 422 if ask or decide else 200
    return render(request, "reporting/obligation_detail.html", context, status=status)


def crumbs(obligation: ReportObligation | None = None, here: str = "") -> Crumbs:
    trail: Crumbs = [(_("Rapporter"), reverse("reporting:report_list"))]
    if obligation is None:
        return [*trail, (_("Frister"), None)]
    own = obligation.get_absolute_url() if here else None
    trail += [(_("Frister"), reverse("reporting:obligation_list"))]
    trail += [(obligation_page.crumb(obligation), own)]
    return [*trail, (here, None)] if here else trail
