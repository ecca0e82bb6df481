"""The whole case as one file."""

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from assignments.requests.actions import exporting
from assignments.requests.models import CaseExport, SupportRequest
from korus_portal.accounts.http import AuthenticatedRequest


@require_POST
def case_export(request: AuthenticatedRequest, case_number: str) -> HttpResponseBase:
    """Ask for it; the page of the job leads back to the case."""
    visible = SupportRequest.objects.visible_to(request.user)
    found = get_object_or_404(visible, case_number=case_number)
    return redirect(exporting.ask_for_export(support_request=found, by=request.user))


@require_GET
def export_download(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponseBase:
    """The finished file, to whoever asked for it and may still read the case."""
    visible = CaseExport.objects.visible_to(request.user).select_related("support_request")
    found = visible.filter(support_request__case_number=case_number, made_at__isnull=False)
    export = get_object_or_404(found, pk=pk)
    pieces = exporting.download_export(export=export, by=request.user)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"sak-{case_number}.zip"
    )
    response["Content-Length"] = str(export.size)
    response["Cache-Control"] = "private, no-store"
    return response
