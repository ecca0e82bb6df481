"""The centre's half: what was applied for."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from centres.grants import rules
from centres.grants.actions.keeping import changed_columns, demand, lock, refuse_stale, store_file
from centres.grants.actions.rows import write_budget
from centres.grants.models import Grant
from centres.grants.values import APPLICATION_COLUMNS, ApplicationValues, application_of
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def save_application(
    *,
    grant: Grant,
    values: ApplicationValues,
    version: int,
    by: User,
    application: UploadedFile[bytes] | None = None,
) -> Grant:
    """Store the application, unless somebody else saved first. Safe to repeat."""
    locked = lock(grant)
    demand(rules.can_edit_application(by, locked.centre))
    refuse_stale(locked, version)
    changed = changed_columns(application_of(locked), values)
    changed += ["application"] if store_file(locked, "application", application, by) else []
    if not changed:
        return locked
    for name in APPLICATION_COLUMNS:
        setattr(locked, name, getattr(values, name))
    locked.version += 1
    locked.save()
    write_budget(locked, values.application_lines)
    record("grants.application_saved", locked, by=by, details={"columns": changed})
    return locked
