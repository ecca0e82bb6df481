"""One case: its page, and the steps that need no words."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignments.requests.actions import deciding, numbering, partners, redacting
from assignments.requests.case_page import page_of
from assignments.requests.case_panels import panels_of
from assignments.requests.case_reader import Case, readable
from assignments.requests.forms.deciding import NumberForm
from assignments.requests.forms.redacting import RedactionForm
from assignments.requests.models import PartnerMunicipality
from assignments.requests.views.parts import (
    Page,
    case_of,
    crumbs,
    done,
    own,
    page_with_form,
    sent,
    step_page,
    tells_when_late,
    visible,
)
from assignments.requests.voices import had_earlier
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def request_detail(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The whole case. A centre that had it once is shown what it may still know."""
    found = readable(request.user).filter(case_number=case_number).first()
    if found is None:
        if had_earlier(request.user, case_number) is None:
            raise Http404
        return redirect("requests:request_outline", case_number)
    case = Case(found, request.user)
    context = {**page_of(case), **panels_of(case), "crumbs": crumbs(found)}
    return render(request, "requests/request_detail.html", context)


@require_POST
@tells_when_late
def request_take(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    found = own(request, case_number)
    deciding.take_request(support_request=found, by=request.user)
    return done(request, found, _("Du har tatt henvendelsen. Kommunen får beskjed."))


@require_POST
@tells_when_late
def request_start(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    found = own(request, case_number)
    deciding.start_work(support_request=found, by=request.user)
    return done(request, found, _("Arbeidet er i gang. Kommunen får beskjed."))


@require_POST
@tells_when_late
def request_number(request: AuthenticatedRequest, case_number: str, side: str) -> HttpResponse:
    """One side's own case number; `side` is «kommune» or the code of a centre in the case."""
    case = case_of(request, case_number)
    form = NumberForm(request.POST)
    if not form.is_valid():
        page = Page(title=_("Eget saksnummer"), send=_("Lagre"))
        return step_page(request, case.request, form, page)
    number = form.cleaned_data["number"]
    if side == "kommune":
        numbering.number_for_municipality(
            support_request=case.request, number=number, by=request.user
        )
    else:
        holder = next((row for row in case.holders if row.centre.code == side), None)
        if holder is None:
            raise Http404
        numbering.number_for_centre(holder=holder, number=number, by=request.user)
    return done(request, case.request, _("Saksnummeret er lagret."))


@require_POST
@tells_when_late
def partner_confirm(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponse:
    partner = _partner(request, case_number, pk)
    partners.confirm_partner(partner=partner, by=request.user)
    return done(request, partner.support_request, _("Dere er med i henvendelsen."))


@require_POST
@tells_when_late
def partner_leave(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponse:
    """Whoever leaves can no longer read the case, so the list is next."""
    partner = _partner(request, case_number, pk)
    partners.leave_as_partner(partner=partner, by=request.user)
    messages.success(request, _("Dere er ikke med i henvendelsen lenger."))
    return redirect("requests:request_list")


@page_with_form
def request_redact(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """A leader takes personal details out of a text; of a case that is elsewhere now, out of the
    centre's own notes."""
    earlier = had_earlier(request.user, case_number)
    found = earlier or visible(request, case_number)
    if not redacting.can_redact_something(request.user, found):
        raise PermissionDenied
    texts = redacting.redactable(found, request.user)
    form = RedactionForm(sent(request), texts=texts)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redacting.redact_case_texts(
            support_request=found, keys=keys, reason=reason, by=request.user
        )
        return done(request, found, _("Teksten er sladdet."))
    context = {"support_request": found, "form": form, "crumbs": crumbs(found, _("Sladd tekst"))}
    return render(request, "requests/request_redact.html", context)


def _partner(request: AuthenticatedRequest, case_number: str, pk: int) -> PartnerMunicipality:
    """The row of the reader's own municipality; that of another is no business of theirs."""
    case = case_of(request, case_number)
    partner = get_object_or_404(case.request.partners.select_related("municipality"), pk=pk)
    if partner.municipality_id not in case.own_places:
        raise PermissionDenied
    return partner
