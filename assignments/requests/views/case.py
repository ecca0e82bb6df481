"""One request, for the municipality that asks and the centres that have it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.requests import rules
from assignments.requests.actions import deciding, errors, redacting
from assignments.requests.forms.deciding import MessageForm, ReasonForm
from assignments.requests.forms.redacting import RedactionForm
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def request_detail(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    found = _visible(request, case_number)
    is_own = rules.can_decide_request(request.user, found)
    events = list(found.events.select_related("by"))
    answers = [event for event in events if event.kind in RequestEvent.BY_CENTRE]
    context = {
        "support_request": found,
        "events": events,
        "held_since": (answers or events)[0].at if events else found.submitted_at,
        "is_own": is_own,
        "can_decide": is_own and found.is_undecided,
        "can_redact": rules.can_redact_request(request.user, found),
        "title": _("Henvendelse %(number)s") % {"number": found.case_number},
        "lead": _("Fra %(municipality)s til %(centre)s")
        % {
            "municipality": found.municipality,
            "centre": found.centre,
        },
        "activity_url": _activity_url(found),
        "redact_url": reverse("requests:request_redact", args=[found.case_number]),
        "crumbs": _crumbs(found),
    }
    return render(request, "requests/request_detail.html", context)


@require_POST
def request_take(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    found = _visible(request, case_number)
    try:
        deciding.take_request(support_request=found, by=request.user)
    except errors.AlreadyTakenError:
        messages.warning(request, _("Henvendelsen er allerede tatt."))
    except errors.AlreadyDecidedError:
        return _already_answered(request, found)
    else:
        messages.success(request, _("Du har tatt henvendelsen. Kommunen får beskjed."))
    return redirect(found)


@page_with_form
def request_accept(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Vi kan bistå», with a few words to the municipality if wanted."""
    found = _to_decide(request, case_number)
    form = MessageForm(_sent(request))
    if form.is_valid():
        try:
            deciding.accept_request(support_request=found, by=request.user, **form.cleaned_data)
        except errors.AlreadyDecidedError:
            return _already_answered(request, found)
        messages.success(request, _("Kommunen har fått beskjed om at dere kan bistå."))
        return redirect(found)
    return _decision_page(request, found, form, "request_accept")


@page_with_form
def request_decline(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Vi kan ikke bistå», and why."""
    found = _to_decide(request, case_number)
    form = ReasonForm(_sent(request))
    if form.is_valid():
        try:
            deciding.decline_request(support_request=found, by=request.user, **form.cleaned_data)
        except errors.AlreadyDecidedError:
            return _already_answered(request, found)
        messages.success(request, _("Kommunen har fått beskjed om at dere ikke kan bistå."))
        return redirect(found)
    return _decision_page(request, found, form, "request_decline")


@page_with_form
def request_redact(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The leader takes personal details out of a text."""
    found = _visible(request, case_number)
    if not rules.can_redact_request(request.user, found):
        raise PermissionDenied
    form = RedactionForm(_sent(request), support_request=found)
    if form.is_valid():
        fields, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redacting.redact_request(
            support_request=found, fields=fields, reason=reason, by=request.user
        )
        messages.success(request, _("Teksten er sladdet."))
        return redirect(found)
    context = {"support_request": found, "form": form, "crumbs": _crumbs(found, _("Sladd tekst"))}
    return render(request, "requests/request_redact.html", context)


def _visible(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    visible = SupportRequest.objects.visible_to(request.user).for_list()
    return get_object_or_404(visible, case_number=case_number)


def _to_decide(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    found = _visible(request, case_number)
    if not rules.can_decide_request(request.user, found):
        raise PermissionDenied
    return found


def _sent(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _activity_url(found: SupportRequest) -> str:
    """The form of a new activity, with what the request already says."""
    known = {"municipality": found.municipality.code, "centre": found.centre.code}
    if found.theme is not None:
        known["theme"] = found.theme.code
    return f"{reverse('activities:activity_new')}?{urlencode(known)}"


def _decision_page(
    request: AuthenticatedRequest, found: SupportRequest, form: Form, name: str
) -> HttpResponse:
    if not found.is_undecided:
        return _already_answered(request, found)
    context = {"support_request": found, "form": form, "crumbs": _crumbs(found, _("Svar"))}
    return render(request, f"requests/{name}.html", context)


def _already_answered(request: AuthenticatedRequest, found: SupportRequest) -> HttpResponse:
    messages.warning(request, _("Henvendelsen er allerede besvart. Svaret står under."))
    return redirect(found)


def _crumbs(found: SupportRequest, label: str = "") -> list[tuple[str, str | None]]:
    crumbs: list[tuple[str, str | None]] = [(_("Henvendelser"), reverse("requests:request_list"))]
    if label:
        return [*crumbs, (found.case_number, found.get_absolute_url()), (label, None)]
    return [*crumbs, (found.case_number, None)]
