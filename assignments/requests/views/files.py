"""Fetching what is attached to a case."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from assignments.requests.models import Attachment
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.files.responses import file_response


@require_GET
def file_download(request: AuthenticatedRequest, case_number: str, pk: int) -> HttpResponse:
    """A file of a case that one may read, or of a note."""
    visible = Attachment.objects.visible_to(request.user).select_related("support_request")
    file = get_object_or_404(visible, pk=pk, support_request__case_number=case_number)
    return file_response(request, file, file.support_request.get_absolute_url())
