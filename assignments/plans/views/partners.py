"""Asking other centres to take part in a tiltak, answering, and leaving it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assignments.plans import actions, rules
from assignments.plans.forms import AnswerForm, LeaveForm, PartnersForm
from assignments.plans.models import Assignment, AssignmentPartner
from assignments.plans.views.parts import crumbs_of, editable, page_with_form, sent, visible
from korus_portal.accounts.http import AuthenticatedRequest


@page_with_form
def partners_ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    assignment = editable(request, pk)
    form = PartnersForm(sent(request), assignment=assignment)
    if form.is_valid():
        centres = form.cleaned_data["centres"]
        actions.ask_centres(assignment=assignment, centres=centres, by=request.user)
        messages.success(request, _("Sentrene er spurt."))
        return redirect(assignment)
    crumbs = crumbs_of(assignment, here=_("Spør sentre"))
    context = {"form": form, "assignment": assignment, "crumbs": crumbs}
    return render(request, "plans/partners_ask.html", context)


@page_with_form
def partner_answer(request: AuthenticatedRequest, pk: int, partner: int) -> HttpResponse:
    """The leader of the centre that is asked says yes or no."""
    assignment, row = _partner(request, pk, partner)
    if not rules.can_answer_as_partner(request.user, row):
        raise PermissionDenied
    form = AnswerForm(sent(request))
    if form.is_valid():
        try:
            actions.answer_as_partner(partner=row, by=request.user, **form.cleaned_data)
        except actions.AnsweredAlreadyError:
            messages.error(request, _("Spørsmålet er allerede besvart."))
        else:
            messages.success(request, _("Svaret er sendt."))
        return _on(request, assignment)
    crumbs = crumbs_of(assignment, here=_("Svar"))
    context = {"form": form, "assignment": assignment, "partner": row, "crumbs": crumbs}
    return render(request, "plans/partner_answer.html", context)


@page_with_form
def partner_leave(request: AuthenticatedRequest, pk: int, partner: int) -> HttpResponse:
    assignment, row = _partner(request, pk, partner)
    if not rules.can_end_partnership(request.user, row):
        raise PermissionDenied
    form = LeaveForm(sent(request))
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        actions.end_partnership(partner=row, answer=answer, by=request.user)
        messages.success(request, _("Samarbeidet er avsluttet. Det som er registrert, står."))
        return _on(request, assignment)
    crumbs = crumbs_of(assignment, here=_("Avslutt samarbeidet"))
    context = {"form": form, "assignment": assignment, "partner": row, "crumbs": crumbs}
    return render(request, "plans/partner_leave.html", context)


def _partner(
    request: AuthenticatedRequest, pk: int, partner: int
) -> tuple[Assignment, AssignmentPartner]:
    assignment = visible(request, pk)
    row: AssignmentPartner = get_object_or_404(
        assignment.partners.select_related("centre", "assignment__centre"), pk=partner
    )
    return assignment, row


def _on(request: AuthenticatedRequest, assignment: Assignment) -> HttpResponse:
    """Back to the tiltak, or to the list for whoever has left it."""
    still = Assignment.objects.visible_to(request.user).filter(pk=assignment.pk).exists()
    return redirect(assignment) if still else redirect("plans:assignment_list")
