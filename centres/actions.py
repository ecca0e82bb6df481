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
    doubted = (set(confirmed) & set(FACTS) & set(locked.unverified)) - set(changed)
    vouched = {name for name in doubted if getattr(locked, name)}
    if changed or vouched:
        details = {name: [getattr(locked, name), value] for name, value in changed.items()}
        _enter(locked, changed, vouched)
        kept = {"changed": details, "confirmed": sorted(vouched)}
        record("centres.centre_updated", locked, by=by, details=kept)
    return locked


def _enter(centre: Centre, changed: Mapping[str, Any], vouched: set[str]) -> None:
    for name, value in changed.items():
        setattr(centre, name, value)
    told = set(changed) | vouched
    emptied = {name for name, value in changed.items() if not value}
    centre.entered = sorted(set(centre.entered) | told)
    centre.unverified = sorted(set(centre.unverified) - told | emptied)
    centre.save(update_fields=[*changed, "entered", "unverified"])


def mark_fields_entered(*, centre: Centre, by: User) -> None:
    """The administrator has put the centre's fields in order by hand: the loader leaves them."""
    centre.entered = sorted({*centre.entered, "fields"})
    centre.unverified = sorted(set(centre.unverified) - {"fields"})
    centre.save(update_fields=["entered", "unverified"])
    record("centres.fields_saved", centre, by=by)
