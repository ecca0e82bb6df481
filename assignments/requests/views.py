"""Pages of support requests, for the municipality that asks and the centre that answers."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from assignments.plans.conflicts import AlreadySentError
from assignments.requests import actions, rules
from assignments.requests.filters import SupportRequestFilter
from assignments.requests.forms import MessageForm, ReasonForm, RedactionForm, SupportRequestForm
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

PER_PAGE = 20
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@vary_on_headers("HX-Request")
def request_list(request: AuthenticatedRequest) -> HttpResponse:
    """The centre's inbox, or what one's municipality has asked for."""
    if not rules.can_follow_requests(request.user):
        raise PermissionDenied
    visible = SupportRequest.objects.visible_to(request.user).for_list().in_inbox_order()
    filters = SupportRequestFilter(request.GET, queryset=visible)
    context = {
        "filters": filters,
        "page": Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": any(request.GET.get(name) for name in filters.filters),
        "can_ask": rules.can_ask(request.user),
        "can_work": rules.can_work_with_requests(request.user),
        "list_url": reverse("requests:request_list"),
        "new_url": reverse("requests:request_new"),
    }
    name = "_request_part" if is_fragment(request) else "request_list"
    return render(request, f"requests/{name}.html", context)


@page_with_form
@vary_on_headers("HX-Request")
def request_new(request: AuthenticatedRequest) -> HttpResponse:
    """Ask for support. «Vis forslag» shows who is responsible without sending anything."""
    if not rules.can_ask(request.user):
        raise PermissionDenied
    if request.method == "POST" and "suggest" not in request.POST:
        return _ask(request)
    return _new_page(request, SupportRequestForm(by=request.user, shown=_shown(request)))


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
        "can_decide": is_own and found.is_open,
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
        actions.take_request(support_request=found, by=request.user)
    except actions.AlreadyTakenError:
        messages.warning(request, _("Henvendelsen er allerede tatt."))
    except actions.AlreadyDecidedError:
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
            actions.accept_request(support_request=found, by=request.user, **form.cleaned_data)
        except actions.AlreadyDecidedError:
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
            actions.decline_request(support_request=found, by=request.user, **form.cleaned_data)
        except actions.AlreadyDecidedError:
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
        actions.redact_request(support_request=found, fields=fields, reason=reason, by=request.user)
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


def _shown(request: AuthenticatedRequest) -> dict[str, Any]:
    """What the form shows before it is sent: links may choose theme and municipality."""
    if request.method == "POST":
        return request.POST.dict()
    return {name: request.GET[name] for name in ("theme", "municipality") if name in request.GET}


def _ask(request: AuthenticatedRequest) -> HttpResponse:
    """Send it. A form sent before with other words is offered again, as a new one."""
    form, before = SupportRequestForm(request.POST, by=request.user), None
    try:
        sent = _submit(form, request) if form.is_valid() else None
    except AlreadySentError as again:
        sent, before = None, again.first
        shown = {**request.POST.dict(), "form_token": uuid4()}
        form = SupportRequestForm(by=request.user, shown=shown)
    if sent is None:
        return _new_page(request, form, sent_before=before)
    messages.success(request, _("Henvendelsen er sendt. Dere får kvittering på e-post."))
    return redirect(sent)


def _new_page(request: AuthenticatedRequest, form: SupportRequestForm, **more: Any) -> HttpResponse:
    name = "_suggestions" if is_fragment(request) else "request_new"
    list_url = reverse("requests:request_list")
    crumbs = [(_("Henvendelser"), list_url), (_("Be om støtte"), None)]
    context = {"form": form, "crumbs": crumbs, "list_url": list_url, **more}
    return render(request, f"requests/{name}.html", context)


def _submit(form: SupportRequestForm, request: AuthenticatedRequest) -> SupportRequest | None:
    language = get_language() or request.user.language
    try:
        return actions.submit_request(by=request.user, language=language, **form.cleaned_data)
    except actions.CentreCannotBeAskedError:
        form.add_error(
            "centre", _("Senteret kan ikke lenger spørres i portalen. Last siden på nytt.")
        )
    return None


def _activity_url(found: SupportRequest) -> str:
    """The form of a new activity, with what the request already says."""
    known = {"municipality": found.municipality.code, "centre": found.centre.code}
    if found.theme is not None:
        known["theme"] = found.theme.code
    return f"{reverse('activities:activity_new')}?{urlencode(known)}"


def _decision_page(
    request: AuthenticatedRequest, found: SupportRequest, form: Form, name: str
) -> HttpResponse:
    if not found.is_open:
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
