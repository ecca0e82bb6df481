"""One tiltak: its page, its history, and taking a text out of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.plans import actions, listing, page, rules
from assignments.plans.figures import Figures, figures_of
from assignments.plans.numbers import shown_number
from assignments.plans.redaction import RedactionForm
from assignments.plans.traced import changes_of
from assignments.plans.views.parts import crumbs_of, page_with_form, visible
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def assignment_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    assignment = visible(request, pk)
    activities = assignment.activities.visible_to(request.user).filter(deleted_at=None)
    figures = figures_of(assignment)
    context = {
        "assignment": assignment,
        "period": listing.period_of(assignment),
        "themes": listing.themes_of(assignment),
        "municipalities": list(assignment.municipalities.all()),
        "figures": figures,
        "years": listing.years_of(assignment, request.user),
        "activities": list(activities.order_by("-starts_on", "-pk")[:10]),
        "hours": shown_number(figures.hours),
        "hours_note": _given_for(figures),
        "page": page.sections_of(assignment, request.user),
        "can_register": rules.can_register_steps(request.user, assignment),
        "can_read_history": rules.can_read_history(request.user, assignment),
        "can_delete": rules.can_delete_assignment(request.user, assignment),
        "crumbs": crumbs_of(assignment),
        "works_here": rules.works_at(request.user, assignment.centre),
        "can_edit": rules.can_edit_assignment(request.user, assignment),
        "can_redact": rules.can_redact_assignment(request.user, assignment),
    }
    return render(request, "plans/assignment_detail.html", context)


@require_GET
def assignment_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who changed what and when, for the centre's own people."""
    assignment = visible(request, pk)
    if not rules.can_read_history(request.user, assignment):
        raise PermissionDenied
    context = {
        "assignment": assignment,
        "changes": changes_of(assignment),
        "crumbs": crumbs_of(assignment, here=_("Historikk")),
    }
    return render(request, "plans/assignment_history.html", context)


@page_with_form
def assignment_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of a text."""
    assignment = visible(request, pk)
    if not rules.can_redact_assignment(request.user, assignment):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, row=assignment, names=rules.REDACTABLE)
    if form.is_valid():
        fields, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        actions.redact_assignment(
            assignment=assignment, fields=fields, reason=reason, by=request.user
        )
        messages.success(request, _("Teksten er sladdet."))
        return redirect(assignment)
    crumbs = crumbs_of(assignment, here=_("Sladd"))
    context = {"form": form, "assignment": assignment, "crumbs": crumbs}
    return render(request, "plans/assignment_redact.html", context)


def _given_for(figures: Figures) -> str:
    """Rule 15: a sum of hours says how many it was given for."""
    return _("Oppgitt for %(given)s av %(all)s aktiviteter.") % {
        "given": figures.with_hours,
        "all": figures.activities,
    }
