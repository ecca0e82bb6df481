"""Sheets of activities: sending one, looking through it, taking it in or throwing it away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.activities import rules
from assignments.activities.actions import importing
from assignments.activities.forms.importing import UploadForm
from assignments.activities.importing import preview, template
from assignments.activities.models import ImportBatch
from assignments.activities.views.parts import Crumb, crumbs_of
from assignments.plans.rules import own_centres
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.jobs.models import Job

PER_PAGE = 20
State = ImportBatch.State


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: AuthenticatedRequest) -> HttpResponse:
    """The form, the template, and the sheets of one's centres."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    form = UploadForm(user=request.user)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            return _upload(request, form)
    visible = ImportBatch.objects.visible_to(request.user)
    rows = visible.select_related("file", "uploaded_by", "centre").order_by("-uploaded_at", "-pk")
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "columns": template.told_columns(),
        "crumbs": crumbs_of(here=_("Importer")),
    }
    status = 422 if form.errors else 200
    return render(request, "activities/import_list.html", context, status=status)


def _upload(request: AuthenticatedRequest, form: UploadForm) -> HttpResponse:
    batch = importing.upload_import(
        centre=form.for_centre, upload=form.cleaned_data["file"], by=request.user
    )
    return _read(request, batch)


def _read(request: AuthenticatedRequest, batch: ImportBatch) -> HttpResponse:
    try:
        job = importing.read_or_ask(batch=batch, by=request.user)
    except importing.WrongStateError:
        job = None
    return redirect(job) if job else redirect(_path(batch))


@require_GET
def import_template(request: AuthenticatedRequest, ending: str) -> HttpResponse:
    """The sheet to fill in."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    if ending == "csv":
        response = HttpResponse(template.as_csv(), content_type=template.CSV_TYPE)
    elif ending == "xlsx":
        made = template.as_xlsx(list(own_centres(request.user)))
        response = HttpResponse(made, content_type=template.XLSX_TYPE)
    else:
        raise Http404
    name = template.sheet_name(ending)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def import_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What would come in, what is wrong, or what became of it."""
    batch = _own(request, pk)
    view = preview.chosen_view(batch, request.GET.get("vis", ""))
    page = preview.page_of(batch, view, request.GET.get("page"))
    is_busy = importing.is_busy(batch)
    jobs = Job.objects.visible_to(request.user)
    job = jobs.filter(pk=batch.job_id).first() if is_busy and batch.job_id else None
    context: dict[str, Any] = {
        "batch": batch,
        "job": job,
        "is_busy": is_busy,
        "views": preview.views_of(batch),
        "view": view,
        "page": page,
        "rows": preview.rows_of(page),
        "headings": preview.SHOWN,
        "new_count": batch.row_count - batch.known_count,
        "can_read": batch.state == State.READING and not is_busy,
        "can_apply": batch.state in importing.TAKEABLE
        and importing.has_news(batch)
        and not is_busy,
        "can_discard": batch.state not in (State.APPLIED, State.DISCARDED),
        "crumbs": _crumbs(batch),
    }
    return render(request, "activities/import_detail.html", context)


@require_POST
def import_read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Once more, when the scanner was away or a worker broke down."""
    return _read(request, _own(request, pk))


@require_POST
def import_apply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = _own(request, pk)
    try:
        job = importing.apply_or_ask(batch=batch, by=request.user)
    except importing.WrongStateError:
        messages.info(request, _("Filen er allerede behandlet."))
        return redirect(_path(batch))
    if job:
        return redirect(job)
    batch.refresh_from_db()
    _tell_applied(request, batch)
    return redirect(_path(batch))


def _tell_applied(request: AuthenticatedRequest, batch: ImportBatch) -> None:
    if batch.state == State.APPLIED:
        text = ngettext(
            "%(count)d aktivitet er tatt inn.",
            "%(count)d aktiviteter er tatt inn.",
            batch.applied_count,
        )
        messages.success(request, text % {"count": batch.applied_count})
    else:
        messages.error(
            request, _("Noe er endret siden filen ble lest. Ingenting er tatt inn. Se feilene.")
        )


@require_POST
def import_discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = _own(request, pk)
    try:
        importing.discard_import(batch=batch, by=request.user)
    except importing.WrongStateError:
        messages.info(request, _("Filen er allerede behandlet."))
        return redirect(_path(batch))
    messages.success(request, _("Filen er forkastet. Ingenting er tatt inn."))
    return redirect("activities:import_list")


def _own(request: AuthenticatedRequest, pk: int) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(request.user)
    related = ("centre", "file", "uploaded_by", "applied_by")
    return get_object_or_404(visible.select_related(*related), pk=pk)


def _path(batch: ImportBatch) -> str:
    return reverse("activities:import_detail", args=[batch.pk])


def _crumbs(batch: ImportBatch) -> list[Crumb]:
    above = crumbs_of()
    return [*above, (_("Importer"), reverse("activities:import_list")), (batch.file.name, None)]
