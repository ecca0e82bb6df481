"""Decisions about large batches are carried out by a worker: they take longer than a page may."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from municipalities.indicators import rules
from municipalities.indicators.actions.applying import apply_batch, withdraw_batch
from municipalities.indicators.actions.states import (
    AlreadyImportedError,
    HasErrorsError,
    WrongStateError,
)
from municipalities.indicators.models import Batch

# Values that are taken into use, or out of it, while somebody waits for the page.
AT_ONCE = 10_000


def apply_or_ask(*, batch: Batch, by: User) -> Job | None:
    """Take the values into use at once, or let a worker do it. The same checks hold there."""
    if batch.accepted <= AT_ONCE or batch.rejected or batch.state != Batch.State.PREVIEWED:
        apply_batch(batch=batch, by=by)
        return None
    label = _("Tar i bruk %(file)s") % {"file": batch.file_name}
    return ask(batch, by, label=label, reason="")


def withdraw_or_ask(*, batch: Batch, reason: str, by: User) -> Job | None:
    if batch.accepted <= AT_ONCE or batch.state != Batch.State.APPLIED:
        withdraw_batch(batch=batch, reason=reason, by=by)
        return None
    label = _("Trekker tilbake %(file)s") % {"file": batch.file_name}
    return ask(batch, by, label=label, reason=reason)


@transaction.atomic
def ask(batch: Batch, by: User, *, label: str, reason: str) -> Job:
    """One decision at a time for each batch."""
    if not rules.can_handle_batch(by, batch):
        raise PermissionDenied
    return jobs.start(
        "indicators.decide_batch",
        key=f"indicators:{batch.pk}:decide",
        label=label,
        by=by,
        arguments={"batch": batch.pk, "reason": reason},
        return_path=reverse("indicators:batch_detail", args=[batch.pk]),
    )


def decide_batch(work: Work) -> None:
    """As a job: a reason is that of a withdrawal. What somebody has decided meanwhile stays so."""
    batch = Batch.objects.get(pk=work.job.arguments["batch"])
    by, reason = work.job.started_by, work.job.arguments["reason"]
    if by is None:
        raise PermissionDenied
    work.advance(0, batch.accepted)
    with suppress(WrongStateError, HasErrorsError, AlreadyImportedError), transaction.atomic():
        work.hold()
        if reason:
            withdraw_batch(batch=batch, reason=reason, by=by)
        else:
            apply_batch(batch=batch, by=by)
