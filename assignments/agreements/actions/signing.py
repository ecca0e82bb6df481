"""Signatures: on paper, or approved in the portal. The second one makes the version hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assignments.agreements import letters, rules
from assignments.agreements.actions.errors import (
    AlreadySignedError,
    NothingToSignError,
    OtherVersionError,
)
from assignments.agreements.actions.keeping import demand, lock_open
from assignments.agreements.actions.offering import attach
from assignments.agreements.actions.settling import settle
from assignments.agreements.models import Agreement, AgreementText, Signature
from assignments.agreements.texts import hash_to_approve
from assignments.agreements.values import SignatureValues
from korus_portal.accounts.models import User
from korus_portal.audit.log import record

State = Agreement.State
Way = Signature.Way


@transaction.atomic
def register_signature(
    *,
    agreement: Agreement,
    number: int,
    values: SignatureValues,
    signed_on: date,
    by: User,
    upload: UploadedFile[bytes] | None = None,
) -> Signature:
    """Write down who signed on paper. The same signature again is the same row.

    It counts when the other side has signed and the signed document is uploaded.
    """
    locked = lock_open(agreement, State.OFFERED, State.SIGNED)
    demand(values.side in rules.sides_to_register(by, locked))
    text = text_to_sign(locked, number)
    told = {**vars(values), "way": Way.OUTSIDE, "signed_on": signed_on}
    signature, is_new = write(text, told, sha256="", by=by)
    if upload is not None and text.signed_at is None:
        attach(text, upload, by=by)
    finish(locked, text, by=by, is_new=is_new)
    return signature


@transaction.atomic
def approve(
    *, agreement: Agreement, number: int, sha256: str, values: SignatureValues, by: User
) -> Signature:
    """Approve in the portal, for the municipality or for the centre's host: not an e-signature.

    The caller has let the person prove anew who he or she is. `sha256` is that of the document
    that was shown: another one is not what was approved.
    """
    locked = lock_open(agreement, State.OFFERED, State.SIGNED)
    demand(values.side in rules.sides_to_approve(by, locked))
    text = text_to_sign(locked, number)
    if not sha256 or hash_to_approve(text) != sha256:
        raise OtherVersionError
    told = {**vars(values), "way": Way.PORTAL, "signed_on": timezone.localdate()}
    signature, is_new = write(text, told, sha256=sha256, by=by)
    finish(locked, text, by=by, is_new=is_new)
    return signature


def text_to_sign(locked: Agreement, number: int) -> AgreementText:
    """The version that was read, also when it already holds: a second click is no error."""
    text = locked.texts.order_by("-number").first()
    if text is None:
        raise NothingToSignError
    if text.number != number:
        raise OtherVersionError
    return text


def write(
    text: AgreementText, told: dict[str, object], *, sha256: str, by: User
) -> tuple[Signature, bool]:
    """Insert the signature, or find the same one; whether it is new.

    Raises AlreadySignedError when the side has signed otherwise.
    """
    before = text.signatures.filter(side=told["side"]).first()
    if before is not None:
        if any(getattr(before, name) != value for name, value in told.items()):
            raise AlreadySignedError
        return before, False
    if text.signed_at is not None:
        raise NothingToSignError
    columns: dict[str, Any] = {**told, "sha256": sha256}
    return Signature.objects.create(text=text, registered_by=by, **columns), True


def finish(locked: Agreement, text: AgreementText, *, by: User, is_new: bool) -> None:
    """Let the version hold, or tell the other side that it is its turn. Told once."""
    if settle(locked, text, by=by) or not is_new:
        return
    record("agreements.signed_one", locked, by=by, details={"number": text.number})
    letters.tell(locked, "signed_one", by=by, text=text)
