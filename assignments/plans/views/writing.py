"""Making and changing a tiltak, and saying what it is in a year's report. The leader writes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assignments.plans import actions, listing, rules
from assignments.plans.conflicts import (
    AlreadySentError,
    Difference,
    StaleVersionError,
    build_on,
    differences,
)
from assignments.plans.forms import AssignmentForm, AssignmentYearForm
from assignments.plans.models import Assignment
from assignments.plans.values import LABELS, YEAR_LABELS, values_of, year_values_of
from assignments.plans.views.parts import crumbs_of, editable, page_with_form
from assignments.plans.years import PeriodClosedError, YearClosedError, is_closed
from korus_portal.accounts.http import AuthenticatedRequest


@page_with_form
def assignment_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_create_assignment(request.user):
        raise PermissionDenied
    form = AssignmentForm(request.POST or None, user=request.user, known=request.GET.dict())
    if form.is_valid():
        try:
            saved = _saved(form, lambda: _create(request, form))
        except AlreadySentError as again:
            return _sent_before(request, again.first)
        if saved is not None:
            return _done(request, saved)
    context = {"form": form, "crumbs": crumbs_of(here=_("Nytt tiltak"))}
    return render(request, "plans/assignment_form.html", context)


@page_with_form
def assignment_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    assignment = editable(request, pk)
    form = AssignmentForm(request.POST or None, user=request.user, stored=assignment)
    context = _edit_context(form, assignment)
    if form.is_valid():
        try:
            saved = _saved(form, lambda: _change(request, form, assignment))
        except StaleVersionError:
            context["differences"] = _newer(form, assignment)
            saved = None if context["differences"] else assignment
        if saved is not None:
            return _done(request, saved)
    return render(request, "plans/assignment_form.html", context)


@page_with_form
def assignment_year(request: AuthenticatedRequest, pk: int, year: int) -> HttpResponse:
    assignment = editable(request, pk)
    if year not in listing.running_years(assignment):
        raise Http404
    form = AssignmentYearForm(request.POST or None, initial=_year_initial(assignment, year))
    context = _year_context(form, assignment, year)
    if form.is_valid():
        try:
            actions.set_year_status(
                assignment=assignment,
                year=year,
                values=form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleVersionError:
            assignment.refresh_from_db()
            stored = year_values_of(assignment, year)
            context["differences"] = differences(stored, form.values(), YEAR_LABELS)
            build_on(form, assignment.version)
        except YearClosedError as closed:
            form.add_error(None, str(closed))
        if not form.errors and not context.get("differences"):
            messages.success(request, _("Status er lagret."))
            return redirect(assignment)
    return render(request, "plans/assignment_year.html", context)


def _edit_context(form: AssignmentForm, assignment: Assignment) -> dict[str, Any]:
    crumbs = crumbs_of(assignment, here=_("Endre"))
    return {"form": form, "assignment": assignment, "crumbs": crumbs}


def _create(request: AuthenticatedRequest, form: AssignmentForm) -> Assignment:
    return actions.create_assignment(
        centre=form.for_centre,
        values=form.values(),
        by=request.user,
        token=form.cleaned_data["form_token"],
    )


def _change(
    request: AuthenticatedRequest, form: AssignmentForm, assignment: Assignment
) -> Assignment:
    return actions.change_assignment(
        assignment=assignment,
        values=form.values(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
    )


def _saved(form: AssignmentForm, save: Callable[[], Assignment]) -> Assignment | None:
    """The saved row, or None with the reason beside the field that is in the way."""
    try:
        return save()
    except PeriodClosedError as closed:
        form.add_error(form.moved_day(), str(closed))
    except YearClosedError as closed:
        form.add_error("initiative", _initiative_is_reported(closed.year))
    return None


def _newer(form: AssignmentForm, assignment: Assignment) -> list[Difference]:
    """What somebody else saved beside what the form holds; sent again, the form replaces it."""
    assignment.refresh_from_db()
    build_on(form, assignment.version)
    return differences(values_of(assignment), form.values(), LABELS)


def _sent_before(request: AuthenticatedRequest, assignment: Assignment) -> HttpResponse:
    """Somebody went back in the browser and wrote on: what they sent becomes a change."""
    form = AssignmentForm(request.POST, user=request.user, stored=assignment)
    context = {**_edit_context(form, assignment), "is_sent_before": True}
    if form.is_valid():
        context["differences"] = _newer(form, assignment)
    return render(request, "plans/assignment_form.html", context)


def _done(request: AuthenticatedRequest, assignment: Assignment) -> HttpResponse:
    messages.success(request, _("Tiltaket er lagret."))
    return redirect(assignment)


def _year_context(form: AssignmentYearForm, assignment: Assignment, year: int) -> dict[str, Any]:
    return {
        "form": form,
        "assignment": assignment,
        "year": year,
        "is_closed": is_closed(assignment.centre_id, year),
        "suggestion": listing.label_of(rules.suggest_status(assignment, year)),
        "crumbs": crumbs_of(assignment, here=str(year)),
    }


def _year_initial(assignment: Assignment, year: int) -> dict[str, object]:
    """What is stored, else what rule 30 suggests."""
    stored = year_values_of(assignment, year)
    return {
        "status": stored.status or rules.suggest_status(assignment, year),
        "change_text": stored.change_text,
        "version": assignment.version,
    }


def _initiative_is_reported(year: int) -> str:
    return _(
        "Satsingen kan ikke endres: tiltaket har aktiviteter i %(year)s, som er rapportert. "
        "Avslutt tiltaket og lag et nytt."
    ) % {"year": year}
