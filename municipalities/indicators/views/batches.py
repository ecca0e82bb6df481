"""Pages of an import: the list, the file, its columns, what would come in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.jobs.models import Job
from municipalities.indicators import preview, rules
from municipalities.indicators.actions import reading, uploading
from municipalities.indicators.actions.states import AlreadyImportedError, WrongStateError
from municipalities.indicators.forms.batches import ColumnsForm, UploadForm
from municipalities.indicators.incoming.tables import FileProblemError
from municipalities.indicators.models import Batch
from municipalities.indicators.paths import batch_path, crumbs_of

PER_PAGE, ERRORS_PER_PAGE = 20, 50
State = Batch.State
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def batch_list(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_import_some(request.user):
        raise PermissionDenied
    visible = Batch.objects.visible_to(request.user).select_related("source", "imported_by")
    page = Paginator(visible.order_by("-imported_at", "-pk"), PER_PAGE)
    context = {"page": page.get_page(request.GET.get("page")), "crumbs": crumbs_of()}
    return render(request, "indicators/batch_list.html", context)


@page_with_form
def batch_new(request: AuthenticatedRequest) -> HttpResponse:
    """Choose the source and the file. A file that cannot be used is refused at once."""
    if not rules.can_import_some(request.user):
        raise PermissionDenied
    form = UploadForm(by=request.user)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, by=request.user)
        batch = _upload(request, form) if form.is_valid() else None
        if batch is not None:
            return redirect("indicators:batch_columns", batch.pk)
    context = {"form": form, "crumbs": crumbs_of(here=_("Ny import"))}
    return render(request, "indicators/batch_new.html", context)


@page_with_form
def batch_columns(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say what the columns are; the file is then read, by a worker when it is large."""
    batch = _visible(request, pk)
    if not uploading.can_be_read(batch):
        return redirect(batch_path(batch))
    sample = preview.sample(batch)
    known = reading.proposal(batch, sample.headings)
    given = request.POST if request.method == "POST" else None
    form = ColumnsForm(given, batch=batch, headings=sample.headings, known=known)
    if form.is_valid():
        return _read(request, batch, form)
    context = {"form": form, "batch": batch, "sample": sample}
    crumbs = crumbs_of(batch, here=_("Kolonner"))
    return render(request, "indicators/batch_columns.html", {**context, "crumbs": crumbs})


@require_GET
def batch_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What would come in, what is wrong, or what became of it."""
    batch = _visible(request, pk)
    if batch.state == State.UPLOADED and not batch.failure:
        return redirect("indicators:batch_columns", batch.pk)
    context: dict[str, Any] = {
        "batch": batch,
        "crumbs": crumbs_of(batch),
        "is_embargoed": rules.is_under_embargo(batch),
        "can_withdraw": batch.state == State.APPLIED,
        "can_discard": batch.state in (State.UPLOADED, State.READING, State.PREVIEWED),
        "can_apply": batch.state == State.PREVIEWED and batch.accepted and not batch.rejected,
        "can_choose": uploading.can_be_read(batch),
    }
    if batch.state == State.PREVIEWED:
        errors = Paginator(batch.row_errors.all(), ERRORS_PER_PAGE)
        context["errors"] = errors.get_page(request.GET.get("page"))
        context["counts"] = preview.counts(batch)
        context["carried"] = preview.values(batch, is_carried=True) if batch.carried else []
        context["values"] = preview.values(batch, is_carried=False)
    if batch.state == State.READING:
        jobs = Job.objects.visible_to(request.user).filter(key=uploading.key_of(batch))
        context["job"] = jobs.first()
    return render(request, "indicators/batch_detail.html", context)


def _visible(request: AuthenticatedRequest, pk: int) -> Batch:
    visible = Batch.objects.visible_to(request.user)
    related = ("source", "imported_by", "closed_by")
    return get_object_or_404(visible.select_related(*related), pk=pk)


def _upload(request: AuthenticatedRequest, form: UploadForm) -> Batch | None:
    sent = form.cleaned_data["file"]
    try:
        return uploading.upload_batch(
            source=form.cleaned_data["source"],
            file_name=sent.name,
            content=sent.read(),
            by=request.user,
        )
    except FileProblemError as problem:
        form.add_error("file", str(problem))
    except AlreadyImportedError as same:
        day = same.first.imported_at
        form.add_error(
            "file",
            _("Denne filen er allerede tatt i bruk (lastet opp %(day)s av %(name)s).")
            % {"day": f"{day.day}.{day.month}.{day.year}", "name": same.first.imported_by},
        )
    return None


def _read(request: AuthenticatedRequest, batch: Batch, form: ColumnsForm) -> HttpResponse:
    try:
        job = uploading.choose_columns(batch=batch, choice=form.choice(), by=request.user)
    except WrongStateError:
        messages.info(request, _("Filen leses allerede, eller er ferdig behandlet."))
        return redirect(batch_path(batch))
    return redirect(reverse("jobs:job_detail", args=[job.pk]) if job else batch_path(batch))
