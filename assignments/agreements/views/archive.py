"""The archive package of an agreement, for both its sides."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from assignments.agreements import archive, rules
from assignments.agreements.actions.documenting import record_package
from assignments.agreements.views.parts import visible
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def agreement_package(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    agreement = visible(request, pk)
    if not rules.can_see_internal(request.user, agreement):
        raise PermissionDenied
    texts = agreement.texts.select_related("made_by").prefetch_related("signatures")
    versions = list(texts.order_by("number"))
    # In memory: an agreement has few papers, and none is larger than an upload may be.
    file = BytesIO()
    archive.write(file, agreement, versions)
    record_package(agreement=agreement, versions=len(versions), by=request.user)
    file.seek(0)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=archive.name_of(agreement),
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response
