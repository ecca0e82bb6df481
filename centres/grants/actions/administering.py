"""What administrators enter about grants on the pages for operating the portal."""

from collections.abc import Collection

from django.db import transaction

from centres.grants.actions.keeping import demand
from centres.grants.letters import tell_leaders
from centres.grants.models import Grant
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def save_grant(*, grant: Grant, changed: Collection[str], by: User) -> None:
    """Store a grant as entered, and say in the trail which columns."""
    demand(is_administrator(by))
    if grant.pk:
        grant.version += 1
    grant.save()
    record("grants.grant_saved", grant, by=by, details={"columns": sorted(changed)})


@transaction.atomic
def record_lines(*, grant: Grant, by: User) -> None:
    """Say in the trail what the budget lines are now."""
    demand(is_administrator(by))
    lines = {str(line): line.amount for line in grant.lines.all()}
    record("grants.lines_saved", grant, by=by, details={"lines": lines})


@transaction.atomic
def tell_of_letter(*, grant: Grant, is_new: bool, by: User) -> None:
    """Once everything is stored: the centre's leaders hear of it as when the directorate writes."""
    demand(is_administrator(by))
    tell_leaders(grant, "letter_registered" if is_new else "letter_changed", by=by)
