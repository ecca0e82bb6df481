"""Keeping files: in quarantine until they are scanned, where a scanner is set up."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from korus_portal.accounts.models import User
from korus_portal.files import file_types, scanning
from korus_portal.files.models import StoredContent, StoredFile

logger = logging.getLogger(__name__)
State = StoredFile.State
# A scan takes seconds; what waits longer was missed or met a scanner that was away.
MISSED_AFTER = timedelta(minutes=1)
AT_ONCE = 50


@transaction.atomic
def keep(*, upload: UploadedFile[bytes], by: User) -> StoredFile:
    """Keep what somebody chose. The caller has asked who may.

    Raises file_types.UnfitFileError: forms have asked before.
    """
    name = upload.name or ""
    kind = file_types.type_of(upload, name)
    state = State.QUARANTINED if scanning.is_on() else State.NOT_SCANNED
    kept = _write(file_types.name_for(name, kind), kind, upload.read(), state, by)
    if kept.state == State.QUARANTINED:
        transaction.on_commit(partial(_ask_for_scan, kept.pk))
    return kept


@transaction.atomic
def keep_made(*, name: str, content_type: str, content: bytes) -> StoredFile:
    """Keep a document that the portal made itself: there is nothing to scan."""
    return _write(name, content_type, content, State.CLEAN, None)


def scan(file_id: int) -> None:
    """Scan one file that waits. Safe to run twice: only the first verdict is written.

    No row is held while clamd works. Without a verdict the file waits on and the sweep tries
    again.
    """
    try:
        _scan(file_id)
    except scanning.ScannerError as error:
        logger.warning("stored file %s could not be scanned: %s", file_id, error)


def scan_missed() -> int:
    """Scan what has waited too long, unless clamd is away. Returns how many have waited.

    In any order: a file that clamd breaks down over must not be the first each time.
    """
    before = timezone.now() - MISSED_AFTER
    missed = StoredFile.objects.waiting().filter(uploaded_at__lt=before).order_by("?")
    ids = list(missed.values_list("pk", flat=True)[:AT_ONCE])
    for file_id in ids:
        try:
            _scan(file_id)
        except scanning.ScannerAwayError as error:
            logger.warning("%s stored files wait for clamd: %s", len(ids), error)
            break
        except scanning.ScannerError as error:
            logger.warning("stored file %s could not be scanned: %s", file_id, error)
    return len(ids)


def _write(
    name: str, content_type: str, content: bytes, state: StoredFile.State, by: User | None
) -> StoredFile:
    kept = StoredFile.objects.create(
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=state,
        uploaded_by=by,
    )
    StoredContent.objects.create(file=kept, content=content)
    return kept


def _scan(file_id: int) -> None:
    waiting = StoredContent.objects.filter(file__state=State.QUARANTINED)
    found = waiting.filter(pk=file_id).first()
    if found is not None and scanning.is_on():
        _write_verdict(file_id, scanning.find_malware(bytes(found.content)))


@transaction.atomic
def _write_verdict(file_id: int, finding: str) -> None:
    """Release the file, or stop it: then its content is thrown away."""
    locked = StoredFile.objects.waiting().select_for_update().filter(pk=file_id).first()
    if locked is None:
        return
    locked.state = State.INFECTED if finding else State.CLEAN
    locked.finding, locked.scanned_at = finding[:200], timezone.now()
    locked.save(update_fields=["state", "finding", "scanned_at"])
    if finding:
        StoredContent.objects.filter(pk=locked.pk).delete()


def _ask_for_scan(file_id: int) -> None:
    """Tell the workers. A deaf broker loses nothing: the sweep finds the file."""
    try:
        current_app.send_task("files.scan_file", args=[file_id])
    except (OperationalError, OSError):
        logger.warning("broker did not take stored file %s; the sweep will scan it", file_id)
