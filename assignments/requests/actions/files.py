"""Keeping what people attach: in quarantine until it is scanned, where a scanner is set up."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from assignments.requests import letters
from assignments.requests.guest_letters import tell_guest
from assignments.requests.models import (
    Attachment,
    AttachmentContent,
    Message,
    Note,
    SupportRequest,
)
from korus_portal.accounts.models import User
from korus_portal.files import file_types, scanning

logger = logging.getLogger(__name__)
State = Attachment.State
# A scan takes seconds; what waits longer was missed or met a scanner that was away.
MISSED_AFTER = timedelta(minutes=1)
AT_ONCE = 50


@transaction.atomic
def attach(
    *,
    support_request: SupportRequest,
    uploads: Iterable[UploadedFile[bytes]],
    by: User | None,
    message: Message | None = None,
    note: Note | None = None,
) -> list[Attachment]:
    """Keep the files with the request, or with a message or note in it. One file at a time is in
    memory. The caller has asked who may write.

    Raises file_types.UnfitFileError: forms have asked before.
    """
    place = {"support_request": support_request, "message": message, "note": note}
    return [_keep(upload, Attachment(uploaded_by=by, **place)) for upload in uploads]


def _keep(upload: UploadedFile[bytes], kept: Attachment) -> Attachment:
    name = upload.name or ""
    kept.content_type = file_types.type_of(upload, name)
    kept.name = file_types.name_for(name, kept.content_type)
    content = upload.read()
    kept.size, kept.sha256 = len(content), hashlib.sha256(content).hexdigest()
    kept.state = State.QUARANTINED if scanning.is_on() else State.NOT_SCANNED
    kept.save()
    AttachmentContent.objects.create(attachment=kept, content=content)
    if kept.state == State.QUARANTINED:
        transaction.on_commit(partial(_ask_for_scan, kept.pk))
    return kept


def scan(attachment_id: int) -> None:
    """Scan one file that waits. Safe to run twice: only the first verdict is written.

    No row is held while clamd works. Without a verdict the file waits on and the sweep tries
    again.
    """
    try:
        _scan(attachment_id)
    except scanning.ScannerError as error:
        logger.warning("file %s could not be scanned: %s", attachment_id, error)


def scan_missed() -> int:
    """Scan what has waited too long, unless clamd is away. Returns how many have waited.

    In any order: a file that clamd breaks down over must not be the first each time, or those
    behind it would wait for ever.
    """
    before = timezone.now() - MISSED_AFTER
    missed = Attachment.objects.waiting().filter(uploaded_at__lt=before).order_by("?")
    ids = list(missed.values_list("pk", flat=True)[:AT_ONCE])
    for attachment_id in ids:
        try:
            _scan(attachment_id)
        except scanning.ScannerAwayError as error:
            logger.warning("%s files wait for clamd: %s", len(ids), error)
            break
        except scanning.ScannerError as error:
            logger.warning("file %s could not be scanned: %s", attachment_id, error)
    return len(ids)


def _scan(attachment_id: int) -> None:
    waiting = AttachmentContent.objects.filter(attachment__state=State.QUARANTINED)
    found = waiting.filter(pk=attachment_id).first()
    if found is not None and scanning.is_on():
        _write_verdict(attachment_id, scanning.find_malware(bytes(found.content)))


@transaction.atomic
def _write_verdict(attachment_id: int, finding: str) -> None:
    """Release the file, or stop it: then its content is thrown away, and sender and owner told."""
    locked = Attachment.objects.waiting().select_for_update().filter(pk=attachment_id).first()
    if locked is None:
        return
    locked.state = State.INFECTED if finding else State.CLEAN
    locked.finding, locked.scanned_at = finding[:200], timezone.now()
    locked.save(update_fields=["state", "finding", "scanned_at"])
    if finding:
        AttachmentContent.objects.filter(pk=locked.pk).delete()
        _tell_of_stopped(locked)


def _tell_of_stopped(stopped: Attachment) -> None:
    people = {person.pk: person for person in letters.adviser_of(stopped.support_request)}
    if stopped.uploaded_by is not None:
        people[stopped.uploaded_by.pk] = stopped.uploaded_by
    else:
        tell_guest(stopped.support_request, "file_stopped")
    letters.write(stopped.support_request, people.values(), "file_stopped")


def _ask_for_scan(attachment_id: int) -> None:
    """Tell the workers. A deaf broker loses nothing: the sweep finds the file."""
    try:
        current_app.send_task("requests.scan_file", args=[attachment_id])
    except (OperationalError, OSError):
        logger.warning("broker did not take file %s; the sweep will scan it", attachment_id)
