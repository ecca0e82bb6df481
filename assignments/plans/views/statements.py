"""What must be said of a tiltak, and the page where a user organisation answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.plans import actions, rules
from assignments.plans.conflicts import StaleVersionError, build_on, differing
from assignments.plans.forms import STATEMENT_LABELS, StatementAnswerForm, StatementForm
from assignments.plans.models import Assignment, Statement
from assignments.plans.views.parts import crumbs_of, editable, files_of, page_with_form, sent
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.files.forms import choose_again
from korus_portal.files.responses import file_response


@page_with_form
def statement_edit(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in Statement.Kind:
        raise Http404
    assignment = editable(request, pk)
    stored = _stored(request, assignment, kind)
    form = StatementForm(sent(request), files_of(request), kind=kind, stored=stored)
    newer: list[Any] = []
    if form.is_valid():
        try:
            _save(request, assignment, kind, form)
        except StaleVersionError:
            newer = _newer(request, assignment, kind, form)
        else:
            messages.success(request, _("Redegjørelsen er lagret."))
            return redirect(f"{assignment.get_absolute_url()}#redegjorelser")
    if form.is_bound:
        choose_again(form, "attached")
    label = str(Statement.Kind(kind).label)
    context = {
        "form": form,
        "assignment": assignment,
        "label": label,
        "stored": stored,
        "differences": newer,
        "crumbs": crumbs_of(assignment, here=label.capitalize()),
    }
    return render(request, "plans/statement_form.html", context)


@require_GET
def statement_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    statement = _one(request, pk)
    if statement.file is None:
        raise Http404
    is_named = rules.can_answer_statement(request.user, statement)
    own_page = reverse("plans:statement_answer", args=[pk])
    back_url = own_page if is_named else statement.assignment.get_absolute_url()
    return file_response(request, statement.file, back_url)


@require_GET
def statement_list(request: AuthenticatedRequest) -> HttpResponse:
    """For members of user organisations: every statement that names theirs."""
    if not rules.speaks_for_users(request.user):
        raise PermissionDenied
    visible = Statement.objects.visible_to(request.user).exclude(organisation=None)
    rows = visible.select_related("assignment__centre", "organisation").order_by("-written_at")
    context = {
        "rows": [row for row in rows if rules.can_answer_statement(request.user, row)],
        "crumbs": [(_("Redegjørelser"), None)],
    }
    return render(request, "plans/statement_list.html", context)


@page_with_form
def statement_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The organisation that is named confirms or corrects."""
    statement = _one(request, pk)
    if not rules.can_answer_statement(request.user, statement):
        raise PermissionDenied
    form = StatementAnswerForm(sent(request), initial={"version": statement.version})
    is_newer = False
    if form.is_valid():
        try:
            _answer(request, statement, form)
        except StaleVersionError:
            statement, is_newer = _one(request, pk), True
            build_on(form, statement.version)
        else:
            messages.success(request, _("Svaret er sendt."))
            return redirect("plans:statement_list")
    crumbs = [
        (_("Redegjørelser"), reverse("plans:statement_list")),
        (statement.assignment.title, None),
    ]
    context = {"form": form, "statement": statement, "is_newer": is_newer, "crumbs": crumbs}
    return render(request, "plans/statement_answer.html", context)


def _one(request: AuthenticatedRequest, pk: int) -> Statement:
    rows = Statement.objects.visible_to(request.user)
    joined = rows.select_related("assignment__centre", "organisation", "file", "answered_by")
    return get_object_or_404(joined, pk=pk)


def _stored(request: AuthenticatedRequest, assignment: Assignment, kind: str) -> Statement | None:
    rows = Statement.objects.visible_to(request.user).select_related("organisation", "file")
    return rows.filter(assignment=assignment, kind=kind).first()


def _save(
    request: AuthenticatedRequest, assignment: Assignment, kind: str, form: StatementForm
) -> None:
    actions.save_statement(
        assignment=assignment,
        kind=kind,
        values=form.values(),
        version=form.cleaned_data["version"],
        upload=form.upload,
        drops_file=form.cleaned_data.get("drops_file", False),
        by=request.user,
    )


def _newer(
    request: AuthenticatedRequest, assignment: Assignment, kind: str, form: StatementForm
) -> list[Any]:
    """What somebody else saved beside what the form holds; sent again, the form replaces it."""
    stored = _stored(request, assignment, kind)
    build_on(form, stored.version if stored else 0)
    names = STATEMENT_LABELS
    theirs = {name: getattr(stored, name, "") for name in names}
    own = {name: getattr(form.values(), name) for name in names}
    return differing(theirs, own, names)


def _answer(request: AuthenticatedRequest, statement: Statement, form: StatementAnswerForm) -> None:
    confirms = form.confirms
    actions.answer_statement(
        statement=statement,
        confirms=confirms,
        answer="" if confirms else form.cleaned_data["answer"],
        version=form.cleaned_data["version"],
        by=request.user,
    )
