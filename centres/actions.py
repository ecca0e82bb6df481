"""What a centre's leader tells about the centre."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from centres import rules
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record

# Columns that a leader enters.
FACTS = (
    "website",
    "email",
    "phone",
    "host_organisation",
    "owner",
    "commissioner",
    "financing_form",
    "answer_days",
)


@transaction.atomic
def update_centre(
    *, centre: Centre, changes: Mapping[str, Any], by: User, confirmed: Collection[str] = ()
) -> Centre:
    """Enter facts about a centre. What is entered is no longer in doubt, and the loader leaves it.

    `confirmed` are columns that the leader vouches for as they stand. A fact that is emptied is
    in doubt again: nobody has told it.
    """
    locked = Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if not rules.can_edit_centre(by, locked) or set(changes) - set(FACTS):
        raise PermissionDenied
    changed = {name: value for name, value in changes.items() if getattr(locked, name) != value}
    vouched = {name for name in confirmed if name in FACTS and name not in changed}
    vouched = {name for name in vouched & set(locked.unverified) if getattr(locked, name)}
    if not changed and not vouched:
        return locked
    details = {name: [getattr(locked, name), value] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(locked, name, value)
    told = set(changed) | vouched
    emptied = {name for name in changed if not getattr(locked, name)}
    locked.entered = sorted(set(locked.entered) | told)
    locked.unverified = sorted(set(locked.unverified) - told | emptied)
    locked.save(update_fields=[*changed, "entered", "unverified"])
    kept = {"changed": details, "confirmed": sorted(vouched)}
    record("centres.centre_updated", locked, by=by, details=kept)
    return locked


def mark_fields_entered(*, centre: Centre, by: User) -> None:
    """The administrator has put the centre's fields in order by hand: the loader leaves them."""
    centre.entered = sorted({*centre.entered, "fields"})
    centre.unverified = sorted(set(centre.unverified) - {"fields"})
    centre.save(update_fields=["entered", "unverified"])
    record("centres.fields_saved", centre, by=by)
