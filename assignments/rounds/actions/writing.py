"""Writing rounds down, and correcting what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from assignments.plans.rules import works_at
from assignments.plans.years import hold_open
from assignments.rounds import rules
from assignments.rounds.actions.errors import MissingDocumentError, NoRecipientsError
from assignments.rounds.actions.keeping import (
    add_rows,
    check_day,
    check_places,
    count,
    lock,
    lock_to_change,
    save,
)
from assignments.rounds.models import InformationRound
from assignments.rounds.values import RoundValues, values_of
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files.actions import keep
from municipalities.models import Municipality


@transaction.atomic
def register_round(
    *,
    centre: Centre,
    values: RoundValues,
    places: Sequence[Municipality],
    by: User,
    upload: UploadedFile[bytes] | None = None,
    form_token: UUID | None = None,
) -> InformationRound:
    """Write one row for each municipality and district, and let them count, in one go.

    The same form again gives the round it made; with another content it raises AlreadySentError.
    """
    if not works_at(by, centre):
        raise PermissionDenied
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    earlier = InformationRound.objects.filter(form_token=form_token).exclude(form_token=None)
    if (first := earlier.first()) is not None:
        return _same(first, values, places, by)
    if not places:
        raise NoRecipientsError
    check_day(values.day)
    check_places(places, values.day)
    if rules.needs_document(values.channel) and upload is None:
        raise MissingDocumentError
    hold_open(centre.pk, values.day.year)
    written = InformationRound.objects.create(
        centre=centre,
        **_columns(values),
        document=keep(upload=upload, by=by) if upload else None,
        registered_by=by,
        form_token=form_token,
    )
    add_rows(written, places)
    count(written)
    return written


@transaction.atomic
def change_round(
    *,
    information_round: InformationRound,
    values: RoundValues,
    version: int,
    by: User,
    upload: UploadedFile[bytes] | None = None,
) -> InformationRound:
    """Correct the round. Another day must be one on which every recipient was there."""
    locked = lock(information_round)
    if not rules.can_change_round(by, locked):
        raise PermissionDenied
    if locked.version != version:
        raise StaleVersionError
    hold_open(locked.centre_id, locked.day.year, values.day.year)
    check_day(values.day)
    if values.day != locked.day:
        check_places(Municipality.objects.filter(pk__in=_place_ids(locked)), values.day)
    if upload is not None:
        locked.document = keep(upload=upload, by=by)
    if rules.needs_document(values.channel) and locked.document_id is None:
        raise MissingDocumentError
    for name, value in _columns(values).items():
        setattr(locked, name, value)
    save(locked)
    count(locked)
    return locked


@transaction.atomic
def add_recipients(
    *, information_round: InformationRound, places: Sequence[Municipality], by: User
) -> int:
    """Add those that were forgotten. Those who are there already stay as they are."""
    locked = lock_to_change(information_round, by)
    check_places(places, locked.day)
    added = add_rows(locked, places)
    if added:
        save(locked)
        count(locked)
    return added


def _columns(values: RoundValues) -> dict[str, object]:
    return {column.name: getattr(values, column.name) for column in fields(values)}


def _place_ids(information_round: InformationRound) -> set[int]:
    return set(information_round.rows.values_list("municipality", flat=True))


def _same(
    first: InformationRound, values: RoundValues, places: Sequence[Municipality], by: User
) -> InformationRound:
    if first.registered_by_id != by.pk:
        raise PermissionDenied
    if values_of(first) != values or _place_ids(first) != {row.pk for row in places}:
        raise AlreadySentError(first)
    return first
