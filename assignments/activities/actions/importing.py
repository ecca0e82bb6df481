"""A sheet of activities comes in, is looked through, and is taken in whole or not at all.

What is kept of it, and for how long: the file and its cells until the sheet is taken in or thrown
away, and at most thirty days; the file of a sheet with faults until it has been read. Afterwards
only fingerprints stay, with the activities they became, so that no row comes in twice. A note that
is redacted in its activity is therefore not left in the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assignments.activities import rules
from assignments.activities.actions.keeping import hold_assignments
from assignments.activities.importing import reading, staging, writing
from assignments.activities.importing.understanding import Register
from assignments.activities.importing.writing import ChangedError, Named
from assignments.activities.models import ImportBatch, ImportRow
from assignments.coverage.actions import add_facts
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans.models import Assignment
from assignments.plans.years import YearClosedError, hold_open
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.files import actions as files
from korus_portal.files.models import StoredContent, StoredFile
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from municipalities.indicators.incoming.tables import FileProblemError

State = ImportBatch.State
UNDECIDED = (State.READING, State.READY, State.FAULTY)
TAKEABLE = (State.READY, State.APPLYING)
# Smaller files are read and taken in while somebody waits for the page.
AT_ONCE = 60_000
ROWS_AT_ONCE = 300
KEPT_FOR = timedelta(days=30)
Advance = Callable[[int, int], None]
Held = Callable[[], AbstractContextManager[None]]


class WrongStateError(Exception):
    """A second click, or a colleague was first. Nothing was changed."""


class StoppedError(Exception):
    """The sheet was thrown away while it was being read."""


class NotScannedError(Exception):
    """Nobody may read the file before the scanner has. Trying again later is right."""


def silent(_done: int, _total: int) -> None:
    """For who does not follow the progress."""


@transaction.atomic
def upload_import(*, centre: Centre, upload: UploadedFile[bytes], by: User) -> ImportBatch:
    """Keep the file; `read_or_ask` comes next. A double click gives the sheet that is there."""
    if not rules.can_log_activity(by, centre):
        raise PermissionDenied
    kept = files.keep(upload=upload, by=by)
    waiting = ImportBatch.objects.filter(
        centre=centre, uploaded_by=by, state__in=(State.READING, State.READY)
    )
    same = waiting.filter(file__sha256=kept.sha256).exclude(file=kept).first()
    if same is not None:
        kept.delete()
        return same
    return ImportBatch.objects.create(centre=centre, file=kept, uploaded_by=by)


def read_or_ask(*, batch: ImportBatch, by: User) -> Job | None:
    """Read a small file at once; ask a worker for a large one, or one that waits to be scanned."""
    with transaction.atomic():
        waiting = locked(batch)
        if not rules.can_log_activity(by, waiting.centre):
            raise PermissionDenied
        if waiting.state != State.READING or is_busy(waiting):
            raise WrongStateError
        if waiting.file.is_readable and waiting.file.size <= AT_ONCE:
            read_now(waiting)
            return None
        return ask("activities.read_import", waiting, by, label=_("Leser %(file)s"))


def ask(task: str, batch: ImportBatch, by: User, *, label: str) -> Job:
    job = jobs.start(
        task,
        key=f"{task}:{batch.pk}",
        label=label % {"file": batch.file.name[:150]},
        by=by,
        arguments={"batch": batch.pk},
        return_path=reverse("activities:import_detail", args=[batch.pk]),
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    return job


def read_import(work: Work) -> None:
    """As a job. A killed one begins again from the top."""
    batch = found(work)
    if batch.state == State.READING:
        with translation.override(batch.uploaded_by.language):
            read_now(batch, work.advance, work)


def found(work: Work) -> ImportBatch:
    related = ("centre__organisation", "file", "uploaded_by")
    rows = ImportBatch.objects.select_related(*related)
    return rows.get(pk=work.job.arguments["batch"])


def read_now(batch: ImportBatch, advance: Advance = silent, work: Work | None = None) -> None:
    """Understand every row; end with a sheet to look through, or with what is wrong with it."""
    held = partial(reading_held, batch, work)
    try:
        refuse_unscanned(batch.file)
        stager = stage(batch, advance, held)
    except FileProblemError as problem:
        with held():
            staging.clear(batch)
            end_reading(batch, State.FAULTY, problem=str(problem)[:500])
    except StoppedError:
        return
    else:
        counted = stager.counted
        with held():
            end_reading(
                batch,
                State.FAULTY if counted.faults else State.READY,
                row_count=counted.rows,
                fault_count=counted.faults,
                warning_count=counted.warnings,
                known_count=counted.known,
            )


def refuse_unscanned(file: StoredFile) -> None:
    """The sweep may not have come to it: ask the scanner now."""
    if file.state == StoredFile.State.QUARANTINED:
        files.scan(file.pk)
        file.refresh_from_db()
    if file.state == StoredFile.State.QUARANTINED:
        raise NotScannedError
    if file.state == StoredFile.State.INFECTED:
        raise FileProblemError(_("Filen er stoppet av viruskontrollen."))


@contextmanager
def reading_held(batch: ImportBatch, work: Work | None) -> Iterator[None]:
    """A transaction that only who reads the sheet now gets into."""
    with transaction.atomic():
        if work is not None:
            work.hold()
        if locked(batch).state != State.READING:
            raise StoppedError
        yield


def locked(batch: ImportBatch) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("centre", "file").get(pk=batch.pk)


def stage(batch: ImportBatch, advance: Advance, held: Held) -> staging.Stager:
    with held():
        staging.clear(batch)
    content = StoredContent.objects.filter(pk=batch.file_id).first()
    if content is None:
        raise FileProblemError(_("Filen er kastet. Last den opp på nytt."))
    sheet = reading.opened(bytes(content.content), batch.file.content_type)
    stager = staging.Stager(batch, sheet.names)
    for done, lines in staging.pieces(sheet):
        with held():
            stager.write(lines)
        advance(done, max(sheet.size, done))
    if not stager.counted.rows:
        raise FileProblemError(_("Filen har overskrifter, men ingen rader."))
    return stager


def end_reading(batch: ImportBatch, state: State, **told: object) -> None:
    """Under the lock. A sheet with faults is mended where it was made: its file is of no use."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, **told)
    if state == State.FAULTY:
        throw_file(batch)


def throw_file(batch: ImportBatch) -> None:
    StoredContent.objects.filter(pk=batch.file_id).delete()


def is_busy(batch: ImportBatch) -> bool:
    """A worker has it, or will have."""
    job = batch.job_id
    return job is not None and Job.objects.unfinished().filter(pk=job).exists()


def has_news(batch: ImportBatch) -> bool:
    return batch.row_count > batch.known_count


def apply_or_ask(*, batch: ImportBatch, by: User) -> Job | None:
    """Take a small sheet in at once; ask a worker for a large one."""
    with transaction.atomic():
        waiting = locked(batch)
        if not rules.can_log_activity(by, waiting.centre):
            raise PermissionDenied
        if waiting.state not in TAKEABLE or not has_news(waiting) or is_busy(waiting):
            raise WrongStateError
        if waiting.row_count > ROWS_AT_ONCE:
            ImportBatch.objects.filter(pk=batch.pk).update(state=State.APPLYING)
            return ask("activities.apply_import", waiting, by, label=_("Tar inn %(file)s"))
    apply_now(batch=waiting, by=by)
    return None


def apply_import(work: Work) -> None:
    """As a job. Whoever asked must still work there; what is decided meanwhile stays so."""
    batch, by = found(work), work.job.started_by
    if by is None:
        raise PermissionDenied
    with suppress(WrongStateError), translation.override(by.language):
        apply_now(batch=batch, by=by, advance=work.advance, work=work)


def apply_now(
    *, batch: ImportBatch, by: User, advance: Advance = silent, work: Work | None = None
) -> bool:
    """Every row, or none. Where a row has become wrong since it was looked through, the sheet is
    read again, and shows what is wrong; then the answer is False."""
    try:
        named = survey(batch, advance)
        write_all(batch, named, by, work)
    except (ChangedError, YearClosedError):
        begin_again(batch, work)
        return False
    return True


def survey(batch: ImportBatch, advance: Advance) -> Named:
    """Which years and tiltak the rows name, so that they can be held before anything is written.

    This is the half that is seen as progress: what a transaction writes is seen at its end.
    """
    named, register, done = Named(), Register(batch.centre), 0
    total = 2 * (batch.row_count - batch.known_count)
    for rows in writing.ready(batch):
        for values in writing.read_again(register, rows):
            named.add(values)
        done += len(rows)
        advance(done, total)
    return named


@transaction.atomic
def write_all(batch: ImportBatch, named: Named, by: User, work: Work | None) -> None:
    """Locks in the order of keeping.py, before them the sheet and its centre: of two sheets of a
    centre that bring the same row, the second finds it there. The summary rows come last."""
    held = locked(batch)
    if not rules.can_log_activity(by, held.centre):
        raise PermissionDenied
    if held.state not in TAKEABLE:
        raise WrongStateError
    list(Centre.objects.select_for_update(no_key=True).filter(pk=held.centre_id))
    hold_assignments(*Assignment.objects.filter(pk__in=named.tiltak))
    hold_open(held.centre_id, *named.years)
    hold_off_rebuild()
    writer = writing.Writer(held, named, by)
    add_facts(writer.facts())
    end_applying(held, writer, by)
    if work is not None:
        work.hold()


def end_applying(batch: ImportBatch, writer: writing.Writer, by: User) -> None:
    batch.state, batch.applied_by, batch.applied_at = State.APPLIED, by, timezone.now()
    batch.applied_count = writer.applied
    batch.known_count += writer.known
    batch.save(update_fields=["state", "applied_by", "applied_at", "applied_count", "known_count"])
    rows = ImportRow.objects.filter(batch=batch)
    rows.filter(activity=None).delete()
    rows.update(cells={}, faults={}, warnings=[])
    throw_file(batch)
    details = {"rows": batch.applied_count, "known": batch.known_count}
    record("activities.imported", batch, by=by, details={**details, "sha256": batch.file.sha256})


def begin_again(batch: ImportBatch, work: Work | None) -> None:
    """Read the file once more, by what holds now."""
    with transaction.atomic():
        if work is not None:
            work.hold()
        if locked(batch).state not in TAKEABLE:
            raise WrongStateError
        ImportBatch.objects.filter(pk=batch.pk).update(state=State.READING)
    read_now(batch, work=work)


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User) -> None:
    """Throw the sheet and all that was read from it away. Nothing was taken in."""
    held = locked(batch)
    if not rules.can_log_activity(by, held.centre):
        raise PermissionDenied
    discard(held, by)


def discard(batch: ImportBatch, by: User | None) -> None:
    if batch.state not in (*UNDECIDED, State.APPLYING):
        raise WrongStateError
    staging.clear(batch)
    throw_file(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.DISCARDED)
    record("activities.import_discarded", batch, by=by, details={"sha256": batch.file.sha256})


def discard_old() -> int:
    """Sheets that nobody has decided about for thirty days. Returns how many went."""
    before = timezone.now() - KEPT_FOR
    old = ImportBatch.objects.filter(state__in=[*UNDECIDED, State.APPLYING], uploaded_at__lt=before)
    gone = 0
    for batch in old.order_by("pk"):
        with suppress(WrongStateError), transaction.atomic():
            discard(locked(batch), None)
            gone += 1
    return gone
