"""Keeping what people attach."""

import hashlib
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assignments.requests import file_types
from assignments.requests.models import (
    Attachment,
    AttachmentContent,
    Message,
    Note,
    SupportRequest,
)
from korus_portal.accounts.models import User


@transaction.atomic
def attach(
    *,
    support_request: SupportRequest,
    uploads: Iterable[UploadedFile],
    by: User | None,
    message: Message | None = None,
    note: Note | None = None,
) -> list[Attachment]:
    """Keep the files with the request, or with a message or note in it. One file at a time is in
    memory. The caller has asked who may write.

    Raises file_types.UnfitFileError: forms have asked before.
    """
    return [_keep(upload, support_request, by, message, note) for upload in uploads]


def _keep(
    upload: UploadedFile,
    support_request: SupportRequest,
    by: User | None,
    message: Message | None,
    note: Note | None,
) -> Attachment:
    name = upload.name or ""
    content_type = file_types.type_of(upload, name)  # type: ignore[arg-type]
    content = upload.read()
    kept = Attachment.objects.create(
        support_request=support_request,
        message=message,
        note=note,
        name=file_types.name_for(name, content_type),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=Attachment.State.NOT_SCANNED,
        uploaded_by=by,
    )
    AttachmentContent.objects.create(attachment=kept, content=content)
    return kept
