"""Taking personal details out of a text, wherever the portal has kept it."""

import re
from typing import Any

import pghistory.models
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_noop

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter, Notice

# Stored as it stands, in whatever language the page was, so that it is known again everywhere.
REDACTED = gettext_noop("[sladdet]")


def is_left(text: str) -> bool:
    """Whether there is a text that could be taken out."""
    return text.strip() not in ("", REDACTED)


@transaction.atomic
def redact(row: Model, fields: list[str], *, by: User, reason: str) -> None:
    """Replace the texts of `fields` in the row and wherever it was kept; say that and why.

    Who may do it is the caller's rule; the caller holds the row's lock.
    """
    gone = [str(getattr(row, field)) for field in fields if str(getattr(row, field)).strip()]
    for field in fields:
        setattr(row, field, REDACTED)
    row.save(update_fields=fields)
    changes: dict[str, Any] = dict.fromkeys(fields, REDACTED)
    for history in history_models(type(row)):
        history._base_manager.filter(pgh_obj_id=row.pk).update(**changes)
    redact_letters(row, gone)
    redact_trail(row, gone)
    record("redaction.text_redacted", row, by=by, reason=reason, details={"fields": fields})


def history_models(model: type[Model]) -> list[type[Model]]:
    """The tables in which pghistory keeps the versions of `model`'s rows."""
    return [
        found
        for found in pghistory.models.Event.__subclasses__()
        if getattr(found, "pgh_tracked_model", None) is model
    ]


def redact_letters(row: Model, gone: list[str]) -> None:
    """Take the texts out of every notice about the row and every letter that tells it, the
    daily ones too, sent or not."""
    about = {"object_type": row._meta.label_lower, "object_id": str(row.pk)}
    notices = Notice.objects.filter(**about)
    for notice in notices.select_for_update():
        notice.text = without(gone, notice.text)
        notice.save(update_fields=["text"])
    telling = Letter.objects.filter(Q(**about) | Q(pk__in=notices.values("letter")))
    for letter in telling.select_for_update():
        letter.subject = without(gone, letter.subject)
        letter.body = without(gone, letter.body)
        letter.save(update_fields=["subject", "body"])


def without(gone: list[str], text: str) -> str:
    """The text without each of `gone`, also where a subject had put it on one line, and without
    the lines, of subjects and lists of them, that hold only how one of them begins."""
    for told in gone:
        text = text.replace(told, REDACTED).replace(" ".join(told.split()), REDACTED)
        beginning = " ".join(told.strip().partition("\n")[0].split())
        text = re.sub(rf"(?m)^(- )?{re.escape(beginning)}$", rf"\g<1>{REDACTED}", text)
    return text


def redact_trail(row: Model, gone: list[str]) -> None:
    """Take the texts out of what the trail calls the row, and out of the reasons it keeps."""
    about = Event.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
    about.filter(object_text__in=[text[:300] for text in gone]).update(object_text=REDACTED)
    about.filter(reason__in=gone).update(reason=REDACTED)
