"""The grant's row, held until the transaction ends, and what every action asks of it."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile

from centres.grants.models import Grant
from korus_portal.accounts.models import User
from korus_portal.design.conflicts import StaleVersionError
from korus_portal.files.actions import keep


def lock(grant: Grant) -> Grant:
    rows = Grant.objects.select_for_update(of=("self",))
    return rows.select_related("centre", "recipient").get(pk=grant.pk)


def demand(may: object) -> None:
    if not may:
        raise PermissionDenied


def refuse_stale(locked: Grant, version: int) -> None:
    if locked.version != version:
        raise StaleVersionError


def changed_columns(stored: Any, wanted: Any) -> list[str]:
    """Names of what differs between two values of the same dataclass."""
    return [
        one.name for one in fields(stored) if getattr(stored, one.name) != getattr(wanted, one.name)
    ]


def store_file(grant: Grant, name: str, upload: UploadedFile[bytes] | None, by: User) -> bool:
    """Keep a new file in the place of the one there was. Whether there was a new one.

    The same content again is the same file: sending the form twice stores it once.
    """
    if upload is None:
        return False
    before = getattr(grant, name)
    if before is not None and before.sha256 == sha256_of(upload):
        return False
    setattr(grant, name, keep(upload=upload, by=by))
    return True


def sha256_of(upload: UploadedFile[bytes]) -> str:
    upload.seek(0)
    found = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return found
