"""Writing a draft's texts: by anyone at the centre, one version after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from reporting import rules
from reporting.actions.errors import NotADraftError
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, ReportEntry, ReportSection


@contextmanager
def writing(report: AnnualReport, by: User) -> Iterator[AnnualReport]:
    """The draft's row, held until the texts are stored. Raises PermissionDenied, NotADraftError.

    The mark in the history is what keeps a writer from deciding the same report later.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, wrote_report=True):
        locked = lock_report(report.pk)
        if not rules.can_write_report(by, locked):
            raise PermissionDenied
        if not locked.is_draft:
            raise NotADraftError
        yield locked


def write_introduction(
    *, report: AnnualReport, introduction: str, version: int, by: User
) -> AnnualReport:
    """Store what the centre says of its year. Raises StaleVersionError."""
    with writing(report, by) as locked:
        sections = locked.sections.select_for_update()
        stored = sections.get(key=ReportSection.Key.INTRODUCTION)
        if stored.version != version:
            raise StaleVersionError
        stored.body = introduction
        stored.version += 1
        stored.save(update_fields=["body", "version"])
    return locked


def write_entry(
    *, entry: ReportEntry, brief: str, extended: str, version: int, by: User
) -> ReportEntry:
    """Store what the report says of one tiltak. Raises StaleVersionError."""
    with writing(entry.report, by):
        stored = ReportEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if stored.version != version:
            raise StaleVersionError
        stored.brief, stored.extended = brief, extended
        stored.version += 1
        stored.save(update_fields=["brief", "extended", "version"])
    return stored
