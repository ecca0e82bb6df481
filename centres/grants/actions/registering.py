"""The directorate's half: the grant and its letter."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from centres.grants import rules
from centres.grants.actions.errors import SecondLetterError
from centres.grants.actions.keeping import changed_columns, demand, lock, refuse_stale, store_file
from centres.grants.actions.rows import write_items, write_lines
from centres.grants.letters import tell_leaders
from centres.grants.models import Grant
from centres.grants.values import LETTER_COLUMNS, LetterValues, letter_of
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def register_grant(
    *,
    centre: Centre,
    year: int,
    values: LetterValues,
    by: User,
    letter: UploadedFile[bytes] | None = None,
) -> Grant:
    """A grant with its letter. The same form again gives the grant it made.

    Raises SecondLetterError when the centre has another letter of the scheme and year.
    """
    demand(rules.gives_money(by))
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    first = Grant.objects.filter(centre=centre, year=year, scheme__iexact=values.scheme).first()
    if first is not None:
        if letter_of(first) != values:
            raise SecondLetterError
        return first
    grant = Grant(centre=centre, year=year)
    store_columns(grant, values)
    store_file(grant, "letter", letter, by)
    grant.save()
    write_lines(grant, values.lines)
    write_items(grant, values.items)
    record("grants.letter_registered", grant, by=by)
    tell_leaders(grant, "letter_registered", by=by)
    return grant


@transaction.atomic
def change_letter(
    *,
    grant: Grant,
    values: LetterValues,
    version: int,
    by: User,
    letter: UploadedFile[bytes] | None = None,
) -> Grant:
    """Store the letter as it is now, unless somebody else saved first. Nothing new tells nobody."""
    locked = lock(grant)
    demand(rules.gives_money(by))
    refuse_stale(locked, version)
    changed = changed_columns(letter_of(locked), values)
    changed += ["letter"] if store_file(locked, "letter", letter, by) else []
    if not changed:
        return locked
    store_columns(locked, values)
    save_unique(locked)
    write_lines(locked, values.lines)
    write_items(locked, values.items)
    record("grants.letter_changed", locked, by=by, details={"columns": changed})
    tell_leaders(locked, "letter_changed", by=by)
    return locked


def store_columns(grant: Grant, values: LetterValues) -> None:
    for name in LETTER_COLUMNS:
        setattr(grant, name, getattr(values, name))


def save_unique(grant: Grant) -> None:
    """Raises SecondLetterError when the new scheme is that of another letter."""
    grant.version += 1
    try:
        with transaction.atomic():
            grant.save()
    except IntegrityError as error:
        if "grants_one_letter_per_scheme_and_year" not in str(error):
            raise
        raise SecondLetterError from error
