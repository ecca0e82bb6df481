"""Writing a draft's texts: by anyone at the centre, one version after the other."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from korus_portal.notifications.outbox import notify
from reporting import rules, targets
from reporting.actions.errors import NotADraftError
from reporting.actions.locking import lock_report
from reporting.actions.typing import forget_typed
from reporting.models import AnnualReport, ReportAnswer, ReportEntry, ReportSection, Written
from reporting.targets import Row


@dataclass(frozen=True)
class Share:
    """Who writes a part, and how far it has come."""

    owner: User | None
    state: str


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


def write_section(
    *, section: ReportSection, body: str, version: int, by: User, share: Share | None = None
) -> ReportSection:
    """Store a chapter. Raises StaleVersionError."""
    store(section, {"body": body}, version, by, share)
    return section


def write_entry(
    *,
    entry: ReportEntry,
    brief: str,
    extended: str,
    version: int,
    by: User,
    share: Share | None = None,
) -> ReportEntry:
    """Store what the report says of one tiltak or satsing. Raises StaleVersionError."""
    store(entry, {"brief": brief, "extended": extended}, version, by, share)
    return entry


def write_answer(
    *, answer: ReportAnswer, body: str, version: int, by: User, share: Share | None = None
) -> ReportAnswer:
    """Store the answer to a point or a duty. Raises StaleVersionError."""
    store(answer, {"body": body}, version, by, share)
    return answer


def store(row: Row, texts: Mapping[str, str], version: int, by: User, share: Share | None) -> None:
    """Write the texts on `row` and in the database. Sent twice, it is written once."""
    with writing(row.report, by) as locked:
        type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        row.refresh_from_db(fields=[*texts, "owner", "state", "version"])
        given = share or Share(row.owner, row.state)
        if is_stored(row, texts, given):
            forget_typed(report=locked, name=targets.part_of(row, locked).name, by=by)
            return
        if row.version != version:
            raise StaleVersionError
        for name, text in texts.items():
            setattr(row, name, text)
        hand_over(row, locked, given.owner, by)
        row.state = state_after(given.state, texts)
        row.version += 1
        row.save(update_fields=[*texts, "owner", "state", "version"])
        forget_typed(report=locked, name=targets.part_of(row, locked).name, by=by)


def is_stored(row: Row, texts: Mapping[str, str], share: Share) -> bool:
    owner_id = share.owner.pk if share.owner else None
    same = all(getattr(row, name) == text for name, text in texts.items())
    return same and (row.owner_id, row.state) == (owner_id, state_after(share.state, texts))


def state_after(state: str, texts: Mapping[str, str]) -> str:
    """Who has written something has started."""
    has_text = any(text.strip() for text in texts.values())
    is_new = state == Written.State.NOT_STARTED
    return Written.State.WRITING if is_new and has_text else state


def hand_over(row: Row, report: AnnualReport, owner: User | None, by: User) -> None:
    """Give the part to a colleague, who gets word. Raises PermissionDenied for others."""
    if owner is None or owner.pk == row.owner_id:
        row.owner = owner
        return
    if not rules.belongs_to_centre(owner, report):
        raise PermissionDenied
    row.owner = owner
    if owner.pk != by.pk:
        part = targets.part_of(row, report)
        notify(
            [owner],
            kind="reporting.part_given",
            template="reporting/emails/part_given",
            about=report,
            path=part.href,
            context={"title": part.title, "by": by},
        )
