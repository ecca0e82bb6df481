"""Reading a file into staged values: in the request, by a worker, or from the command line."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korus_portal.jobs.work import Work
from municipalities.indicators.actions.states import locked
from municipalities.indicators.incoming import columns as chosen
from municipalities.indicators.incoming import staging
from municipalities.indicators.incoming.columns import Columns
from municipalities.indicators.incoming.content import open_table
from municipalities.indicators.incoming.places import Places
from municipalities.indicators.incoming.rows import Reader
from municipalities.indicators.incoming.staging import Counted
from municipalities.indicators.incoming.tables import FileProblemError, Table
from municipalities.indicators.models import Batch, ColumnMap, Indicator

State = Batch.State
Advance = Callable[[int, int], None]
Held = Callable[[], AbstractContextManager[None]]


class StoppedError(Exception):
    """The batch was discarded while it was being read."""


def read_now(batch: Batch, advance: Advance = lambda _done, _total: None) -> None:
    """In the caller's transaction, where there is one."""
    stage(batch, advance, held=partial(hold, batch))


def read_batch(work: Work) -> None:
    """As a job. A killed one begins again from the top: what it had laid ready goes first."""
    batch = Batch.objects.select_related("source", "imported_by").get(
        pk=work.job.arguments["batch"]
    )
    if batch.state != State.READING:
        return
    with translation.override(batch.imported_by.language):
        stage(batch, work.advance, held=partial(hold, batch, work))


@contextmanager
def hold(batch: Batch, work: Work | None = None) -> Iterator[None]:
    """A transaction that only who reads the batch now gets into."""
    with transaction.atomic():
        if work is not None:
            work.hold()
        if locked(batch).state != State.READING:
            raise StoppedError
        yield


def stage(batch: Batch, advance: Advance, *, held: Held) -> None:
    """Read everything; end with a batch to look through, or with why it cannot be read."""
    counted = Counted()
    try:
        with held():
            staging.clear(batch)
        table = opened(batch)
        reader = reader_of(batch, table)
        for done, found in staging.pieces(table, reader):
            with held():
                staging.write(batch, found, counted)
            advance(done, max(table.size, done))
        if not counted.accepted and not counted.rejected:
            raise FileProblemError(_("Filen har overskrifter, men ingen rader."))
    except FileProblemError as problem:
        with held():
            finish(batch, Counted(), failure=str(problem))
    except StoppedError:
        return
    else:
        with held():
            finish(batch, counted)


def opened(batch: Batch) -> Table:
    return open_table(bytes(batch.file.content), batch.file_format)


def proposal(batch: Batch, headings: Iterable[str]) -> Columns:
    """The columns as chosen for this batch, else for the source's last one, else guessed."""
    if batch.columns:
        return chosen.from_stored(batch.columns)
    remembered = ColumnMap.objects.filter(source=batch.source_id).first()
    return chosen.proposed(headings, remembered, Indicator.objects.filter(source=batch.source_id))


def reader_of(batch: Batch, table: Table) -> Reader:
    indicators = Indicator.objects.filter(source=batch.source)
    columns = chosen.from_stored(batch.columns)
    return Reader(table.headings, columns, indicators, Places(batch.structure_year))


def finish(batch: Batch, counted: Counted, *, failure: str = "") -> None:
    """Under the lock: the counts, and what comes next."""
    if failure:
        staging.clear(batch)
    Batch.objects.filter(pk=batch.pk).update(
        state=State.UPLOADED if failure else State.PREVIEWED,
        failure=failure[:300],
        accepted=counted.accepted,
        rejected=counted.rejected,
        carried=counted.carried,
    )
