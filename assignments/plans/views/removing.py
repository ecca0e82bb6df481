"""Deleting a tiltak with a reason, and bringing it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.plans import actions, rules
from assignments.plans.conflicts import StaleVersionError, build_on
from assignments.plans.forms import DeleteForm
from assignments.plans.models import Assignment
from assignments.plans.views.parts import crumbs_of, page_with_form, sent, visible
from assignments.plans.years import PeriodClosedError
from korus_portal.accounts.http import AuthenticatedRequest


@page_with_form
def assignment_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    assignment = _led(request, pk)
    form = DeleteForm(sent(request), initial={"version": assignment.version})
    if form.is_valid() and _is_deleted(request, assignment, form):
        messages.success(request, _("Tiltaket er slettet. Du kan gjenopprette det her."))
        return redirect(assignment)
    context = {
        "form": form,
        "assignment": assignment,
        "activity_count": assignment.activities.filter(deleted_at=None).count(),
        "crumbs": crumbs_of(assignment, here=_("Slett")),
    }
    return render(request, "plans/assignment_delete.html", context)


@require_POST
def assignment_restore(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    assignment = _led(request, pk)
    actions.restore_assignment(assignment=assignment, by=request.user)
    messages.success(request, _("Tiltaket er gjenopprettet."))
    return redirect(assignment)


def _led(request: AuthenticatedRequest, pk: int) -> Assignment:
    assignment = visible(request, pk)
    if not rules.can_delete_assignment(request.user, assignment):
        raise PermissionDenied
    return assignment


def _is_deleted(request: AuthenticatedRequest, assignment: Assignment, form: DeleteForm) -> bool:
    """False when the form has to be shown again, with what is in the way."""
    try:
        actions.delete_assignment(assignment=assignment, by=request.user, **form.cleaned_data)
    except PeriodClosedError as closed:
        form.add_error(None, str(closed))
    except StaleVersionError:
        assignment.refresh_from_db()
        build_on(form, assignment.version)
        text = _("Noen endret tiltaket etter at du åpnet siden. Slett på nytt om du vil det.")
        form.add_error(None, text)
    else:
        return True
    return False
