"""What a centre's leader tells about the centre."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from centres import rules
from centres.basis import basis, count_anew
from centres.models import Centre, ContactPerson
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.log import record
from municipalities.actions import lock, save_by_hand
from municipalities.models import County, Municipality

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
    "interim_months",
    "hand_over_days",
    "reminder_days",
)


@transaction.atomic
def update_centre(
    *,
    centre: Centre,
    changes: Mapping[str, Any],
    by: User,
    confirmed: Collection[str] = (),
    archive_address: str | None = None,
    has_adviser_hours: bool | None = None,
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
    if archive_address is not None:
        _set_archive_address(locked, archive_address, by)
    if has_adviser_hours is not None:
        _set_adviser_hours(locked, is_on=has_adviser_hours, by=by)
    return locked


def _set_adviser_hours(centre: Centre, *, is_on: bool, by: User) -> None:
    """Hours per adviser are off until the leader turns them on; they never leave the centre."""
    if centre.has_adviser_hours != is_on:
        centre.has_adviser_hours = is_on
        centre.save(update_fields=["has_adviser_hours"])
        record("centres.adviser_hours_set", centre, by=by, details={"is_on": is_on})


def _enter(centre: Centre, changed: Mapping[str, Any], vouched: set[str]) -> None:
    for name, value in changed.items():
        setattr(centre, name, value)
    told = set(changed) | vouched
    emptied = {name for name, value in changed.items() if not value}
    centre.entered = sorted(set(centre.entered) | told)
    centre.unverified = sorted(set(centre.unverified) - told | emptied)
    centre.save(update_fields=[*changed, "entered", "unverified"])


def _set_archive_address(centre: Centre, address: str, by: User) -> None:
    """Where copies for the archive go is a fact of the party; empty when none are wanted."""
    party = Organisation.objects.select_for_update(no_key=True).get(centre=centre)
    if party.archive_address != address:
        details = {"archive_address": [party.archive_address, address]}
        party.archive_address = address
        party.save(update_fields=["archive_address"])
        record("centres.archive_address_set", centre, by=by, details=details)


@transaction.atomic
def save_centre_by_hand(*, centre: Centre, changed: Collection[str], by: User) -> None:
    """Store what the administrator entered. It is no longer in doubt. Of another kind, what the
    centre has done is counted with others."""
    held = lock(centre)
    before = basis()
    centre.unverified = sorted(set(held.unverified) - set(changed))
    save_by_hand(row=centre, changed=changed, by=by, derived=["unverified"])
    count_anew(before)


@transaction.atomic
def mark_fields_entered(*, centre: Centre, by: User) -> None:
    """The administrator has put the centre's fields in order by hand: the loader leaves them."""
    stored = lock(centre)
    centre.entered = sorted({*stored.entered, "fields"})
    centre.unverified = sorted(set(stored.unverified) - {"fields"})
    centre.save(update_fields=["entered", "unverified"])
    record("centres.fields_saved", centre, by=by)


@transaction.atomic
def name_contact_person(
    *,
    centre: Centre,
    user: User,
    by: User,
    county: County | None = None,
    municipality: Municipality | None = None,
) -> ContactPerson:
    """Name one of the centre's own people for a place, or for the whole catchment.

    Naming somebody twice gives the row that is there.
    """
    locked = Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if not rules.can_edit_centre(by, locked) or not rules.belongs_to_centre(user, locked):
        raise PermissionDenied
    person, is_new = ContactPerson.objects.get_or_create(
        centre=locked,
        user=user,
        county=county,
        municipality=municipality,
        ended_at=None,
        defaults={"added_by": by},
    )
    if is_new:
        record("centres.contact_named", locked, by=by, details=_told(person))
    return person


@transaction.atomic
def end_contact_person(*, person: ContactPerson, by: User) -> None:
    """The person is no longer shown. What has ended already stays as it is."""
    centre = Centre.objects.select_for_update(no_key=True).get(pk=person.centre_id)
    if not rules.can_edit_centre(by, centre):
        raise PermissionDenied
    rows = ContactPerson.objects.filter(pk=person.pk, ended_at=None)
    if rows.update(ended_at=timezone.now(), ended_by=by):
        record("centres.contact_ended", centre, by=by, details=_told(person))


def _told(person: ContactPerson) -> dict[str, str]:
    place = person.municipality.code if person.municipality else ""
    return {"user": str(person.user_id), "municipality": place, "county": str(person.county or "")}
