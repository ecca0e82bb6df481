"""What administrators enter about grants."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from centres.grants.models import Grant
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def save_grant(*, grant: Grant, changed: Collection[str], by: User) -> None:
    """Store a grant as entered, and say in the trail which columns."""
    if not is_administrator(by):
        raise PermissionDenied
    grant.save()
    record("grants.grant_saved", grant, by=by, details={"columns": sorted(changed)})


@transaction.atomic
def record_lines(*, grant: Grant, by: User) -> None:
    """Say in the trail what the budget lines are now."""
    if not is_administrator(by):
        raise PermissionDenied
    lines = {str(line): line.amount for line in grant.lines.all()}
    record("grants.lines_saved", grant, by=by, details={"lines": lines})
