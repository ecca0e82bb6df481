"""What administrators change in the reference data by hand."""

from collections.abc import Collection
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from municipalities.models import Loaded

Row = TypeVar("Row", bound=Loaded)


@transaction.atomic
def save_by_hand(
    *, row: Loaded, changed: Collection[str], by: User, derived: Collection[str] = ()
) -> None:
    """Save a row of the reference data, and keep the loader from taking the change back.

    Of a row that is there already, only what was changed is written, and what the caller
    derived from it.
    """
    if not is_administrator(by):
        raise PermissionDenied
    if row.pk is None:
        row.is_made_here, row.entered = True, sorted(changed)
        row.save()
    else:
        columns = {column.name for column in row._meta.concrete_fields}
        row.entered = sorted({*lock(row).entered, *changed})
        row.save(update_fields=[*(columns & {*changed, *derived}), "entered"])
    kind = f"{row._meta.app_label}.{row._meta.model_name}_saved"
    record(kind, row, by=by, details={"columns": sorted(changed)})


def lock(row: Row) -> Row:
    """The row as it is stored now, held until the transaction ends."""
    return type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
