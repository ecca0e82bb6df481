"""What administrators change in the reference data by hand."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from municipalities.models import Loaded


@transaction.atomic
def save_by_hand(*, row: Loaded, changed: Collection[str], by: User) -> None:
    """Save a row of the reference data, and keep the loader from taking the change back."""
    if not is_administrator(by):
        raise PermissionDenied
    row.is_made_here = row.is_made_here or row.pk is None
    row.entered = sorted({*row.entered, *changed})
    row.save()
    kind = f"{row._meta.app_label}.{row._meta.model_name}_saved"
    record(kind, row, by=by, details={"columns": sorted(changed)})
