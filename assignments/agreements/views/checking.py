"""The public page where anyone who holds a document can check it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.agreements import checking
from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.limits import TooOftenError, address_of, count
from korus_portal.files.checking import CheckForm

TRIES, WHILE = 30, 600


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_check(request: PortalRequest) -> HttpResponse:
    is_sent, status, found, sha256 = request.method == "POST", 200, None, ""
    form = CheckForm(request.POST, request.FILES) if is_sent else CheckForm()
    if is_sent:
        try:
            count(f"agreements-check:{address_of(request)}", TRIES, WHILE)
        except TooOftenError:
            form.add_error(None, _("Du har prøvd mange ganger. Vent ti minutter og prøv igjen."))
            status = 429
    if form.is_valid():
        sha256 = form.hash()
        found = checking.check(sha256)
    context = {"form": form, "found": found, "sha256": sha256, "is_answered": found is not None}
    return render(request, "agreements/check.html", context, status=status)
