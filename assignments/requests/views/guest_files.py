"""Fetching files of one's own case, for employees without an account."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from assignments.requests import guest
from assignments.requests.dialogue_page import files_for_guest
from assignments.requests.views.guests import personal
from korus_portal.accounts.http import PortalRequest
from korus_portal.files.responses import file_response


@personal
@require_GET
def guest_file(request: PortalRequest, key: str, pk: int) -> HttpResponse:
    """With the same words as others get when the file must wait. Never a file of a note."""
    found = guest.by_key(key)
    if found is None:
        raise Http404
    file = get_object_or_404(files_for_guest(found), pk=pk)
    return file_response(request, file, guest.path_to(found))
