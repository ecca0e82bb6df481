"""Reading next year's lists, and bringing the register in line with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from municipalities.register import rules
from municipalities.register.comparing import Comparison
from municipalities.register.klass import ChangeRow, CodeList
from municipalities.register.models import RegisterUpdate
from municipalities.register.overlay import hold_register
from municipalities.register.snapshot import comparison_of
from municipalities.register.writing import write

State = RegisterUpdate.State


class AlreadyDecidedError(Exception):
    """The update has been applied or discarded."""


class NotYetError(Exception):
    """The lists are not in force yet: until then the old numbers are right."""


class ChangedSinceError(Exception):
    """The register is no longer what the preview was made from."""


@dataclass(frozen=True)
class ReadFile:
    """A file that has been read: its name and what it held, for the record."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@transaction.atomic
def store_update(
    *,
    valid_from: date,
    files: tuple[ReadFile, ReadFile],
    codes: CodeList,
    changes: list[ChangeRow],
    by: User,
) -> RegisterUpdate:
    """Keep the lists for a decision. The same two files sent twice are one update."""
    if not rules.can_manage_register(by):
        raise PermissionDenied
    hold_register()
    sums = {"codes_sha256": files[0].sha256, "changes_sha256": files[1].sha256}
    waiting = RegisterUpdate.objects.filter(state=State.PREVIEWED, valid_from=valid_from, **sums)
    if (held := waiting.first()) is not None:
        return held
    update = RegisterUpdate.objects.create(
        valid_from=valid_from,
        codes_name=files[0].name[:200],
        changes_name=files[1].name[:200],
        content=content_of(codes, changes),
        uploaded_by=by,
        **sums,
    )
    record("register.update_uploaded", update, by=by)
    return update


def content_of(codes: CodeList, changes: list[ChangeRow]) -> dict[str, Any]:
    return {
        "codes": [[row.line, row.code, row.name] for row in codes.codes],
        "counties": [[row.line, row.code, row.name] for row in codes.counties],
        "changes": [[row.line, row.old, row.old_name, row.new, row.new_name] for row in changes],
    }


@transaction.atomic
def apply_update(*, update: RegisterUpdate, by: User, seen: str = "") -> Job:
    """All of it or nothing, and a new count of the coverage. `seen` is the fingerprint of the
    preview that was decided on."""
    if not rules.can_manage_register(by):
        raise PermissionDenied
    hold_register()
    locked = waiting(update)
    if locked.valid_from > timezone.localdate():
        raise NotYetError
    found = comparison_of(locked)
    if found.problems or seen not in ("", fingerprint(found)):
        raise ChangedSinceError
    source = f"SSB KLASS: {locked.codes_name}, {locked.changes_name}"[:300]
    locked.content = {**locked.content, "done": write(found, source=source)}
    decide(locked, State.APPLIED, by)
    record("register.update_applied", locked, by=by, details=counts(found))
    return jobs.start(
        "reporting.rebuild_coverage",
        key=f"rebuild_coverage:register:{locked.pk}",
        label=_("Ny telling av dekningen etter endret kommuneregister"),
        by=by,
        return_path=locked.get_absolute_url(),
    )


@transaction.atomic
def discard_update(*, update: RegisterUpdate, by: User) -> None:
    if not rules.can_manage_register(by):
        raise PermissionDenied
    locked = waiting(update)
    decide(locked, State.DISCARDED, by)
    record("register.update_discarded", locked, by=by)


def waiting(update: RegisterUpdate) -> RegisterUpdate:
    locked = RegisterUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if not locked.is_waiting:
        raise AlreadyDecidedError
    return locked


def decide(update: RegisterUpdate, state: State, by: User) -> None:
    update.state, update.decided_by, update.decided_at = state, by, timezone.now()
    update.save(update_fields=["state", "decided_by", "decided_at", "content"])


def fingerprint(found: Comparison) -> str:
    """The same for the same changes to the same register."""
    shown = (found.day, sorted(found.before), found.changes, sorted(found.after))
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def counts(found: Comparison) -> dict[str, Any]:
    return {
        "before": len(found.before),
        "after": len(found.after),
        "created": len(found.created),
        "ended": len(found.ended),
    }
