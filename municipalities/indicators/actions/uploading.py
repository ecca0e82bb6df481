"""A file comes in, and somebody says what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from municipalities.indicators import rules
from municipalities.indicators.actions import reading
from municipalities.indicators.actions.states import AlreadyImportedError, WrongStateError, locked
from municipalities.indicators.incoming import columns as chosen
from municipalities.indicators.incoming.columns import Columns
from municipalities.indicators.incoming.content import fingerprint, open_table, recognise
from municipalities.indicators.models import Batch, BatchFile, ColumnMap, Indicator, Source

State = Batch.State
# Larger files are read by a worker.
AT_ONCE = 2000


@dataclass(frozen=True)
class Choice:
    """How a file is to be read."""

    columns: Columns
    structure_year: int | None = None
    embargo_until: date | None = None


@transaction.atomic
def upload_batch(*, source: Source, file_name: str, content: bytes, by: User) -> Batch:
    """Keep the file until it is applied or discarded. The same file again is the same batch."""
    held = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    if not rules.can_import(by, held):
        raise PermissionDenied
    file_format = recognise(content)
    open_table(content, file_format)
    sha256 = fingerprint(content)
    same = Batch.objects.filter(source=held, sha256=sha256)
    applied = same.filter(state=State.APPLIED).first()
    if applied:
        raise AlreadyImportedError(applied)
    waiting = same.filter(imported_by=by, state__in=[State.UPLOADED, State.PREVIEWED]).first()
    if waiting:
        return waiting
    batch = Batch.objects.create(
        source=held,
        file_name=file_name[-200:],
        sha256=sha256,
        size=len(content),
        file_format=file_format,
        imported_by=by,
    )
    BatchFile.objects.create(batch=batch, content=content)
    return batch


@transaction.atomic
def choose_columns(*, batch: Batch, choice: Choice, by: User, reads: bool = True) -> Job | None:
    """Say what the columns are, remember it, and read the file: at once, or as a job.

    With `reads` off the caller does the reading. Can be done again until the batch is applied or
    discarded. Raises ColumnsProblemError.
    """
    found = locked(batch)
    if not rules.can_handle_batch(by, found):
        raise PermissionDenied
    if not can_be_read(found):
        raise WrongStateError
    codes = Indicator.objects.filter(source=found.source).values_list("code", flat=True)
    chosen.check(choice.columns, codes=codes)
    found.columns = choice.columns.stored()
    found.structure_year = choice.structure_year
    found.embargo_until = choice.embargo_until
    found.state, found.failure = State.READING, ""
    found.save()
    remember(found.source, found.columns, by)
    return read(found, by) if reads else None


def read(batch: Batch, by: User) -> Job | None:
    if reading.opened(batch).size > AT_ONCE:
        return ask_to_read(batch, by)
    reading.read_now(batch)
    return None


def can_be_read(batch: Batch) -> bool:
    """Until it is decided; not while a worker reads it."""
    if batch.state == State.READING:
        return not Job.objects.unfinished().filter(key=key_of(batch)).exists()
    return batch.state in (State.UPLOADED, State.PREVIEWED)


def key_of(batch: Batch) -> str:
    return f"indicators:{batch.pk}:read"


def remember(source: Source, stored: Mapping[str, object], by: User) -> None:
    values = {**stored, "saved_by": by, "saved_at": timezone.now()}
    ColumnMap.objects.update_or_create(source=source, defaults=values)


def ask_to_read(batch: Batch, by: User) -> Job:
    return jobs.start(
        "indicators.read_batch",
        key=key_of(batch),
        label=_("Leser %(file)s") % {"file": batch.file_name},
        by=by,
        arguments={"batch": batch.pk},
        return_path=reverse("indicators:batch_detail", args=[batch.pk]),
    )
