"""Making a version of the written agreement: sent for approval, or uploaded on paper."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assignments.agreements import letters, rules
from assignments.agreements.actions.errors import NothingToSignError, WrongStateError
from assignments.agreements.actions.keeping import add_text, demand, lock, lock_open
from assignments.agreements.actions.settling import settle
from assignments.agreements.content import content_of
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText
from assignments.agreements.texts import waiting_text
from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.files.actions import keep
from korus_portal.files.models import StoredFile

State = Agreement.State
SIGNED = AgreementDocument.Kind.SIGNED


@transaction.atomic
def offer(*, agreement: Agreement, version: int, by: User) -> Agreement:
    """Freeze the draft as version 1 and let the municipality see it. Safe to repeat.

    `version` is the draft that the leader has read.
    """
    locked = lock_open(agreement, State.DRAFT, State.OFFERED)
    demand(rules.leads(by, locked))
    if locked.state == State.OFFERED:
        return locked
    freeze(locked, AgreementText.Origin.TEMPLATE, version=version, by=by)
    letters.tell(locked, "offered", by=by)
    return locked


@transaction.atomic
def offer_paper(
    *, agreement: Agreement, upload: UploadedFile[bytes], version: int, by: User
) -> Agreement:
    """The same for an agreement that was written elsewhere: the paper is version 1."""
    locked = lock_open(agreement, State.DRAFT)
    demand(rules.leads(by, locked))
    text = freeze(locked, AgreementText.Origin.UPLOADED, version=version, by=by)
    attach(text, upload, by=by)
    letters.tell(locked, "offered", by=by)
    return locked


@transaction.atomic
def add_paper(*, agreement: Agreement, upload: UploadedFile[bytes], by: User) -> AgreementDocument:
    """Upload what was signed on paper. The version holds when nothing else is missing.

    The same file again is the same document.
    """
    locked = lock_open(agreement, State.OFFERED, State.SIGNED)
    demand(rules.sides_of(by, locked))
    text = waiting_text(locked)
    if text is None:
        raise NothingToSignError
    document = attach(text, upload, by=by)
    settle(locked, text, by=by)
    return document


@transaction.atomic
def withdraw(*, agreement: Agreement, reason: str, by: User) -> Agreement:
    """Take back the version that waits, or send it back to the centre. Safe to repeat.

    The first version becomes a draft again; an amendment is dropped and the old version holds.
    Its row is gone with the signature of one side that it may have had; the history keeps both.
    """
    locked = lock(agreement)
    demand(rules.leads(by, locked) or rules.is_contact(by, locked))
    text = waiting_text(locked)
    if text is None:
        if locked.state == State.DRAFT:
            return locked
        raise NothingToSignError
    details = {"number": text.number}
    letters.tell(locked, "withdrawn", by=by, text=text)
    # What was made of it holds its texts and can be reached by nobody any more.
    made = list(text.documents.exclude(kind=SIGNED).values_list("file", flat=True))
    text.delete()
    StoredFile.objects.filter(pk__in=made).delete()
    if locked.state == State.OFFERED:
        locked.state = State.DRAFT
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record("agreements.withdrawn", locked, by=by, reason=reason, details=details)
    return locked


def freeze(
    locked: Agreement, origin: AgreementText.Origin, *, version: int, by: User
) -> AgreementText:
    if locked.state != State.DRAFT:
        raise WrongStateError
    if locked.version != version:
        raise StaleVersionError
    locked.state = State.OFFERED
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record("agreements.offered", locked, by=by)
    return add_text(locked, origin=origin, content=content_of(locked), by=by)


def attach(text: AgreementText, upload: UploadedFile[bytes], *, by: User) -> AgreementDocument:
    kept = keep(upload=upload, by=by)
    same = text.documents.filter(kind=SIGNED, file__sha256=kept.sha256).first()
    if same is not None:
        kept.delete()
        return same
    return AgreementDocument.objects.create(text=text, kind=SIGNED, file=kept)
