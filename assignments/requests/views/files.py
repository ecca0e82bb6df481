"""Fetching what is attached to a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from assignments.requests.models import Attachment
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def file_download(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponse:
    """A file of a case that one may read, or of a note."""
    visible = Attachment.objects.visible_to(request.user).select_related("support_request")
    file = get_object_or_404(visible, pk=pk, support_request__case_number=case_number)
    return file_response(request, file, file.support_request.get_absolute_url())


def file_response(request: HttpRequest, file: Attachment, case_url: str) -> HttpResponse:
    """The file, to be saved and never shown in the portal's own name; or why it must wait."""
    if not file.is_readable:
        context = {"file": file, "back_url": case_url}
        return render(request, "files/file_waits.html", context, status=409)
    response = HttpResponse(bytes(file.content.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
