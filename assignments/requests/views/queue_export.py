"""The queue as a file: at once when it is short, by a job when it is long."""

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assignments.requests.actions import queue_export as actions
from assignments.requests.models import QueueExport
from assignments.requests.queue import spreadsheet
from assignments.requests.queue.table import Queue
from assignments.requests.views.queue import queue_in
from korus_portal.accounts.http import AuthenticatedRequest


@require_http_methods(["GET", "HEAD", "POST"])
def queue_export(request: AuthenticatedRequest) -> HttpResponseBase:
    """What is shown, all pages. A long list is asked for by a button, and made in its own time."""
    queue = queue_in(request)
    code = spreadsheet.format_of(request.GET.get("format", ""))
    if queue.count <= actions.AT_ONCE:
        return _at_once(request, queue, code)
    if request.method == "POST":
        label = _("Henvendelser som fil")
        job = actions.ask_for_file(queue=queue, code=code, label=label, by=request.user)
        return redirect(job)
    context = {"queue": queue, "code": code, "label": code.label, "query": request.GET.urlencode()}
    return render(request, "requests/queue/queue_export.html", context)


@require_GET
def queue_file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Where a job leads when the file is made."""
    return render(request, "requests/queue/queue_file.html", {"export": _export(request, pk)})


@require_GET
def queue_file_download(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    export = _export(request, pk)
    if export.content is None or export.made_at is None:
        raise Http404
    code = spreadsheet.format_of(export.format)
    told = {"rows": export.rows, "query": export.query, "format": code}
    actions.record_download(centre=export.centre, by=request.user, **told)
    day = timezone.localdate(export.made_at)
    response = HttpResponse(bytes(export.content), content_type=spreadsheet.TYPES[code])
    return _named(response, spreadsheet.file_name(export.centre.code, code, day))


def _export(request: AuthenticatedRequest, pk: int) -> QueueExport:
    """One's own, as long as one works at the centre."""
    visible = QueueExport.objects.visible_to(request.user).select_related("centre")
    found: QueueExport = get_object_or_404(visible, pk=pk)
    return found


def _at_once(
    request: AuthenticatedRequest, queue: Queue, code: QueueExport.Format
) -> HttpResponseBase:
    centre = queue.desk.centre
    told = {"rows": queue.count, "query": queue.choice.query, "format": code}
    actions.record_download(centre=centre, by=request.user, **told)
    pieces = spreadsheet.pieces_of(queue.lines(), code)
    response = StreamingHttpResponse(pieces, content_type=spreadsheet.TYPES[code])
    return _named(response, spreadsheet.file_name(centre.code, code, timezone.localdate()))


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
