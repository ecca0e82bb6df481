"""Fetching the documents of an agreement."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from assignments.agreements import documents, rules
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText
from assignments.agreements.views.parts import visible
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredFile
from korus_portal.files.responses import file_response

Kind = AgreementDocument.Kind


@require_GET
def document_made(request: AuthenticatedRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """The version as PDF or DOCX, made when it is first asked for."""
    agreement = visible(request, pk)
    text = version(request.user, agreement, number)
    if kind not in documents.MAKERS:
        raise Http404
    try:
        file = documents.document_of(text, Kind(kind))
    except documents.NotFromTemplateError:
        raise Http404 from None
    if file.state == StoredFile.State.REDACTED:
        return redacted_copy(text, Kind(kind))
    return file_response(request, file, agreement.get_absolute_url())


@require_GET
def document_signed(request: AuthenticatedRequest, pk: int, document: int) -> HttpResponse:
    """A signed paper, as it was uploaded."""
    agreement = visible(request, pk)
    texts = agreement.texts.filter(documents__pk=document, documents__kind=Kind.SIGNED)
    text = get_object_or_404(texts)
    version(request.user, agreement, text.number)
    row = text.documents.select_related("file").get(pk=document)
    return file_response(request, row.file, agreement.get_absolute_url())


def version(user: User, agreement: Agreement, number: int) -> AgreementText:
    """What is not signed yet is for the two sides; special needs are for those who work there."""
    texts = agreement.texts.all()
    if not rules.can_see_internal(user, agreement):
        texts = texts.exclude(signed_at=None)
    found = get_object_or_404(texts, number=number)
    if not may_read(user, agreement, found):
        raise PermissionDenied
    return found


def may_read(user: User, agreement: Agreement, text: AgreementText) -> bool:
    """A paper may tell of special needs wherever the agreement has them."""
    tells = bool(text.content.get("special_needs")) or agreement.has_special_needs
    return not tells or rules.can_read_needs(user)


def redacted_copy(text: AgreementText, kind: AgreementDocument.Kind) -> HttpResponse:
    """What is left to read after texts were taken out; its hash is another, and it is not kept."""
    content = documents.made(text, kind, is_redacted=True)
    response = HttpResponse(content, content_type=documents.MAKERS[kind].CONTENT_TYPE)
    name = documents.name_of(text, kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
