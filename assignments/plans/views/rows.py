"""Adding, changing, removing and redacting the rows that belong to a tiltak."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.plans import actions, page, rows, rules
from assignments.plans.conflicts import Difference, StaleVersionError, differing
from assignments.plans.forms import FORMS, RowForm
from assignments.plans.models import Assignment
from assignments.plans.redaction import RedactionForm
from assignments.plans.rows import RowKind
from assignments.plans.views.parts import crumbs_of, page_with_form, sent, visible
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest


@page_with_form
def row_new(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    found, assignment = _writable(request, pk, kind)
    form = FORMS[kind](sent(request), assignment=assignment, known=_known(request, found))
    if form.is_valid():
        values = form.values()
        try:
            actions.add_row(kind=found, assignment=assignment, values=values, by=request.user)
        except (actions.RowRefusedError, YearClosedError) as refused:
            _tell(form, refused)
        else:
            return _done(request, found, assignment, _("Lagret."))
    return _render(request, form, assignment, here=str(found.new))


@page_with_form
def row_edit(request: AuthenticatedRequest, pk: int, kind: str, row: int) -> HttpResponse:
    found, assignment = _writable(request, pk, kind)
    stored = get_object_or_404(rows.rows_of(found, assignment), pk=row)
    form = FORMS[kind](sent(request), assignment=assignment, stored=stored)
    newer: list[Difference] = []
    if form.is_valid():
        try:
            _change(request, found, assignment, form)
        except StaleVersionError:
            stored.refresh_from_db()
            newer = differing(rows.entered(found, stored), form.values(), found.columns)
            form.data = {**request.POST.dict(), "seen": rows.digest(found, stored)}
        except (actions.RowRefusedError, YearClosedError) as refused:
            _tell(form, refused)
        if not form.errors and not newer:
            return _done(request, found, assignment, _("Lagret."))
    return _render(request, form, assignment, here=str(found.name), differences=newer)


@page_with_form
def row_remove(request: AuthenticatedRequest, pk: int, kind: str, row: int) -> HttpResponse:
    found, assignment = _writable(request, pk, kind)
    if request.method == "POST":
        try:
            actions.remove_row(kind=found, assignment=assignment, row_id=row, by=request.user)
        except YearClosedError as closed:
            messages.error(request, str(closed))
            return redirect("plans:row_edit", pk, kind, row)
        return _done(request, found, assignment, _("Fjernet. Det står igjen i historikken."))
    stored = get_object_or_404(rows.rows_of(found, assignment), pk=row)
    context = {
        "assignment": assignment,
        "kind": found,
        "row": stored,
        "crumbs": crumbs_of(assignment, here=_("Fjern")),
    }
    return render(request, "plans/row_remove.html", context)


@page_with_form
def row_redact(request: AuthenticatedRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """The leader takes personal details out of a row's texts."""
    assignment, found = visible(request, pk), rows.WITH_TEXTS.get(kind)
    if found is None:
        raise Http404
    if not rules.can_lead_centre(request.user, assignment.centre):
        raise PermissionDenied
    stored = get_object_or_404(rows.rows_of(found, assignment), pk=row)
    form = RedactionForm(sent(request), row=stored, names=found.texts)
    if form.is_valid():
        fields, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        actions.redact_row(
            kind=found,
            assignment=assignment,
            row_id=row,
            fields=fields,
            reason=reason,
            by=request.user,
        )
        messages.success(request, _("Teksten er sladdet."))
        return redirect(assignment)
    crumbs = crumbs_of(assignment, here=_("Sladd"))
    context = {"form": form, "assignment": assignment, "kind": found, "crumbs": crumbs}
    return render(request, "plans/assignment_redact.html", context)


@require_GET
def step_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """How far each method has come in each municipality, and how it came there."""
    assignment = visible(request, pk)
    context = {
        "assignment": assignment,
        "rows": page.steps_of(assignment),
        "can_register": rules.can_register_steps(request.user, assignment),
        "can_redact": rules.can_lead_centre(request.user, assignment.centre),
        "crumbs": crumbs_of(assignment, here=_("Implementering")),
    }
    return render(request, "plans/step_list.html", context)


def _writable(request: AuthenticatedRequest, pk: int, slug: str) -> tuple[RowKind, Assignment]:
    assignment, kind = visible(request, pk), rows.BY_SLUG.get(slug)
    if kind is None:
        raise Http404
    may = rules.can_register_steps if kind.is_for_staff else rules.can_edit_assignment
    if not may(request.user, assignment):
        raise PermissionDenied
    return kind, assignment


def _known(request: AuthenticatedRequest, kind: RowKind) -> dict[str, Any]:
    """What the link says already, such as which goal the indicator is for."""
    return {name: value for name, value in request.GET.items() if name in kind.columns}


def _change(
    request: AuthenticatedRequest, kind: RowKind, assignment: Assignment, form: RowForm
) -> None:
    """Raises Http404 when somebody removed the row in the meantime."""
    try:
        actions.change_row(
            kind=kind,
            assignment=assignment,
            row_id=form.stored.pk,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except actions.RowGoneError as gone:
        raise Http404 from gone


def _tell(form: RowForm, refused: Exception) -> None:
    """Say beside the field what is in the way."""
    field = refused.field if isinstance(refused, actions.RowRefusedError) else form.kind.year_field
    form.add_error(field or None, str(refused))


def _done(
    request: AuthenticatedRequest, kind: RowKind, assignment: Assignment, text: str
) -> HttpResponse:
    messages.success(request, text)
    if kind.is_for_staff:
        return redirect("plans:step_list", assignment.pk)
    return redirect(f"{assignment.get_absolute_url()}#{kind.slug}")


def _render(
    request: AuthenticatedRequest,
    form: RowForm,
    assignment: Assignment,
    *,
    here: str,
    differences: list[Difference] | None = None,
) -> HttpResponse:
    steps = reverse("plans:step_list", args=[assignment.pk])
    context = {
        "form": form,
        "assignment": assignment,
        "kind": form.kind,
        "row": form.stored,
        "here": here,
        "differences": differences,
        "back_url": steps if form.kind.is_for_staff else assignment.get_absolute_url(),
        "crumbs": crumbs_of(assignment, here=here),
    }
    return render(request, "plans/row_form.html", context)
