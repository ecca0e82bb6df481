"""Taking a new count into a draft."""

from datetime import datetime

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from reporting import recounts, rules
from reporting.actions.documenting import ask_for_documents
from reporting.actions.errors import NotADraftError
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, Recount


class RecountReplacedError(Exception):
    """The figures that were read are no longer the newest count."""

    def __str__(self) -> str:
        return _("Tallene er talt på nytt siden du åpnet siden. Se over de nyeste tallene.")


@transaction.atomic
def take_figures(*, report: AnnualReport, counted_at: datetime, by: User) -> AnnualReport:
    """Let the count that the person has read replace the report's figures. Twice is once.

    Raises PermissionDenied, NotADraftError, RecountReplacedError.
    """
    locked = lock_report(report.pk)
    if not rules.can_write_report(by, locked):
        raise PermissionDenied
    if not locked.is_draft:
        raise NotADraftError
    recount = Recount.objects.select_for_update().filter(report=locked).first()
    if recount is None and locked.drafted_at == counted_at:
        return locked
    if recount is None or recount.counted_at != counted_at:
        raise RecountReplacedError
    marked = pghistory.context(user=by.pk, wrote_report=True)
    with marked, translation.override(locked.language):
        recounts.put_in(locked, recount.figures, recounts.waiting(recount), counted_at)
    record("reporting.figures_taken", locked, by=by)
    ask_for_documents(locked, by=by)
    return locked


def forget(report: AnnualReport) -> None:
    """Drop the count that waits: it may hold a text that has been redacted. To be called under the
    lock of the report's row."""
    recounts.forget(report)
