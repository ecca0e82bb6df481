"""Taking personal details out of a letter or an application, for good."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from centres.grants import rules
from centres.grants.actions.keeping import demand, lock
from centres.grants.models import Grant
from centres.grants.texts import texts_of
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.files.models import StoredContent, StoredFile
from korus_portal.notifications.redaction import REDACTED, history_models, redact


@transaction.atomic
def redact_grant(*, grant: Grant, keys: Collection[str], reason: str, by: User) -> Grant:
    """Take points or files out, from the history too. Also what a submitted report rests on."""
    locked = lock(grant)
    demand(rules.can_redact(by, locked))
    chosen = [text for text in texts_of(locked) if text.key in keys]
    if chosen:
        # A new version first, so that a form opened with the old text cannot bring it back.
        locked.version += 1
        locked.save(update_fields=["version"])
    for text in chosen:
        if text.item is not None:
            redact(text.item, ["text"], by=by, reason=reason)
            continue
        for file in every_file(locked, text.key):
            empty(file, by=by, reason=reason)
    return locked


def every_file(grant: Grant, column: str) -> QuerySet[StoredFile]:
    """Those that were replaced too: the history names them, and they are kept."""
    ids = {getattr(grant, f"{column}_id")}
    for history in history_models(Grant):
        versions = history._base_manager.filter(pgh_obj_id=grant.pk)
        ids |= set(versions.values_list(column, flat=True))
    left = StoredFile.objects.filter(pk__in=[pk for pk in ids if pk])
    return left.exclude(state=StoredFile.State.REDACTED)


def empty(file: StoredFile, *, by: User, reason: str) -> None:
    """A file's name may say as much as what is in it."""
    file.name, file.state = REDACTED, StoredFile.State.REDACTED
    file.save(update_fields=["name", "state"])
    StoredContent.objects.filter(file=file).delete()
    record("redaction.text_redacted", file, by=by, reason=reason, details={"fields": ["file"]})
