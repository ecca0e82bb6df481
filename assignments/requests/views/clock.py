"""The interim reply, what is over its due date, and where copies for the archive go."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assignments.requests import interim, overdue, rules
from assignments.requests.actions import archive, replying
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.forms.asking import places_of
from assignments.requests.forms.clock import ArchiveAddressForm, InterimReplyForm
from assignments.requests.models import SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.models import Municipality

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
Crumbs = list[tuple[str, str | None]]


@require_GET
def overdue_list(request: AuthenticatedRequest) -> HttpResponse:
    """What the centre owes an answer, or what one's own municipality waits for."""
    if not rules.can_follow_requests(request.user):
        raise PermissionDenied
    pages = Paginator(overdue.overdue_for(request.user), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": overdue.rows_of(page),
        "can_work": rules.can_work_with_requests(request.user),
        "can_ask": rules.can_ask(request.user),
        "crumbs": [*first_crumb(), (_("Over fristen"), None)],
    }
    return render(request, "requests/clock/overdue_list.html", context)


@page_with_form
def interim_reply(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The reply filled in, to be read through, changed and sent. A new day is shown once more."""
    found = _to_reply(request, case_number)
    is_sent = request.method == "POST"
    if not is_sent and (not found.is_undecided or found.interim_sent_at):
        messages.warning(request, _too_late(found))
        return redirect(found)
    expected = interim.expected_answer(found)
    draft = interim.draft(found, by=request.user, expected_on=expected)
    shown = {"expected_on": expected, "shown_on": expected, "text": draft.body}
    shown["subject"] = draft.subject
    form = InterimReplyForm(request.POST if is_sent else None, shown=shown, language=draft.language)
    context: dict[str, Any] = {"support_request": found, "form": form, "draft": draft}
    if form.is_valid():
        context["has_new_day"] = form.follow_day()
        if not context["has_new_day"] and _reply(request, found, form):
            return redirect(found)
    context["crumbs"] = [
        *first_crumb(),
        (found.case_number, found.get_absolute_url()),
        (_("Foreløpig svar"), None),
    ]
    return render(request, "requests/clock/interim_reply.html", context)


@require_GET
def settings_list(request: AuthenticatedRequest) -> HttpResponse:
    """The municipalities one can set something for; straight on when it is one alone."""
    places = list(_own_places(request))
    if len(places) == 1:
        return redirect("requests:settings_edit", places[0].code)
    context = {"places": places, "crumbs": [*first_crumb(), (_("Innstillinger"), None)]}
    return render(request, "requests/clock/settings_list.html", context)


@page_with_form
def settings_edit(request: AuthenticatedRequest, code: str) -> HttpResponse:
    place = get_object_or_404(_own_places(request), code=code)
    party = place.organisation
    shown = {"archive_address": party.archive_address if party else ""}
    form = ArchiveAddressForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        address = form.cleaned_data["archive_address"]
        archive.set_archive_address(municipality=place, address=address, by=request.user)
        messages.success(request, _("Innstillingene er lagret."))
        return redirect("requests:settings_edit", place.code)
    crumbs = [*first_crumb(), (_("Innstillinger"), None)]
    context = {"place": place, "party": party, "form": form, "crumbs": crumbs}
    return render(request, "requests/clock/settings_edit.html", context)


def _own_places(request: AuthenticatedRequest) -> Any:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    own = Municipality.objects.visible_to(request.user).filter(pk__in=places_of(request.user))
    return own.select_related("organisation")


def _to_reply(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    related = ("centre__organisation", "municipality__organisation")
    visible = SupportRequest.objects.visible_to(request.user).for_list().select_related(*related)
    found = get_object_or_404(visible, case_number=case_number)
    if not rules.can_decide_request(request.user, found):
        raise PermissionDenied
    return found


def _reply(request: AuthenticatedRequest, found: SupportRequest, form: InterimReplyForm) -> bool:
    """Whether it is sent, or was before; else the form says why not, with the words kept."""
    try:
        replying.send_interim_reply(
            support_request=found,
            by=request.user,
            text=form.whole_text,
            form_token=form.cleaned_data["form_token"],
        )
    except OutOfStepError as error:
        form.add_error(None, _too_late(error.support_request))
        return False
    messages.success(request, _("Foreløpig svar er sendt til kommunen."))
    return True


def _too_late(now: SupportRequest) -> str:
    if now.interim_sent_at and now.is_undecided:
        return _("Kommunen har allerede fått foreløpig svar. Skriv en melding i saken.")
    return _("Saken er avgjort eller avsluttet. Det trengs ikke noe foreløpig svar.")


def first_crumb() -> Crumbs:
    return [(_("Henvendelser"), reverse("requests:request_list"))]
