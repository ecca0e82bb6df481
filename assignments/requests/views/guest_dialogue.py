"""Writing and fetching files in one's own case, for employees without an account.

The key in the address opens the case, its messages and their files. Never a note or its files.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assignments.requests import guest
from assignments.requests.forms.dialogue import WriteMessageForm
from assignments.requests.models import SupportRequest
from assignments.requests.views.dialogue import dialogue_form, send_message
from assignments.requests.views.files import file_response
from korus_portal.accounts.http import PortalRequest


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def guest_message(request: PortalRequest, key: str) -> HttpResponse:
    """A message to the centre. What cannot be sent is shown again, with why."""
    found = _case(key)
    form = dialogue_form(WriteMessageForm, request)
    if form.is_valid() and send_message(found, form, by=None):
        messages.success(request, _("Meldingen er sendt."))
        return redirect(f"{guest.path_to(found)}#dialog")
    context = {
        "support_request": found,
        "form": form,
        "crumbs": [(_("Henvendelsen"), guest.path_to(found)), (_("Melding"), None)],
        "message_url": request.path,
    }
    status = 422 if form.is_bound else 200
    return render(request, "requests/message_new.html", context, status=status)


@login_not_required
@require_GET
def guest_file(request: PortalRequest, key: str, pk: int) -> HttpResponse:
    found = _case(key)
    file = get_object_or_404(found.attachments.filter(note=None), pk=pk)
    return file_response(request, file, guest.path_to(found))


def _case(key: str) -> SupportRequest:
    found = guest.by_key(key)
    if found is None:
        raise Http404
    return found
