"""Taking rounds out, bringing them back, and taking texts and the document out of them."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assignments.plans.years import hold_open
from assignments.rounds import rules
from assignments.rounds.actions.errors import AlreadyDoneError
from assignments.rounds.actions.keeping import count, lock, save
from assignments.rounds.models import InformationRound, InformationRow
from assignments.rounds.texts import DOCUMENT, Text, texts_of
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.files.models import StoredContent, StoredFile
from korus_portal.notifications.redaction import REDACTED, history_models, redact


@transaction.atomic
def delete_round(*, information_round: InformationRound, reason: str, by: User) -> InformationRound:
    """Take the round and all its rows out of every list and count. The leader may restore it."""
    locked = lock(information_round)
    if locked.deleted_at is not None:
        raise AlreadyDoneError
    if not rules.can_change_round(by, locked):
        raise PermissionDenied
    hold_open(locked.centre_id, locked.day.year)
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = timezone.now(), by, reason
    save(locked)
    count(locked)
    record("rounds.deleted", locked, by=by, reason=reason)
    return locked


@transaction.atomic
def restore_round(*, information_round: InformationRound, by: User) -> InformationRound:
    locked = lock(information_round)
    if locked.deleted_at is None:
        raise AlreadyDoneError
    if not rules.can_restore_round(by, locked):
        raise PermissionDenied
    hold_open(locked.centre_id, locked.day.year)
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = None, None, ""
    save(locked)
    count(locked)
    record("rounds.restored", locked, by=by)
    return locked


@transaction.atomic
def redact_round(
    *, information_round: InformationRound, keys: Collection[str], reason: str, by: User
) -> InformationRound:
    """Take texts, or the document, out of the round, its rows and their history.

    Also in a closed year, for no figure changes.
    """
    locked = lock(information_round)
    if not rules.can_redact_round(by, locked):
        raise PermissionDenied
    chosen = [text for text in texts_of(locked) if text.key in keys]
    if chosen:
        # A new version first, so that a form opened with the old text cannot bring it back.
        save(locked)
    for text in chosen:
        _take_out(locked, text, by=by, reason=reason)
    return locked


def _take_out(information_round: InformationRound, text: Text, *, by: User, reason: str) -> None:
    if text.key == DOCUMENT and information_round.document is not None:
        for document in _every_document(information_round):
            _empty(document, by=by, reason=reason)
    elif text.is_in_rows:
        rows = InformationRow.objects.filter(round=information_round, **{text.column: text.text})
        for row in rows:
            redact(row, [text.column], by=by, reason=reason)
    else:
        redact(information_round, [text.column], by=by, reason=reason)


def _every_document(information_round: InformationRound) -> QuerySet[StoredFile]:
    """Those that were replaced too: the history names them, and they are kept."""
    ids = {information_round.document_id}
    for history in history_models(InformationRound):
        versions = history._base_manager.filter(pgh_obj_id=information_round.pk)
        ids |= set(versions.values_list("document", flat=True))
    left = StoredFile.objects.filter(pk__in=[pk for pk in ids if pk])
    return left.exclude(state=StoredFile.State.REDACTED)


def _empty(document: StoredFile, *, by: User, reason: str) -> None:
    """A file's name may say as much as what is in it."""
    document.name, document.state = REDACTED, StoredFile.State.REDACTED
    document.save(update_fields=["name", "state"])
    StoredContent.objects.filter(file=document).delete()
    record("redaction.text_redacted", document, by=by, reason=reason, details={"fields": ["file"]})
