"""Taking personal details out of what was written about an agreement."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.text import capfirst

from assignments.agreements import rules
from assignments.agreements.actions.keeping import lock
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredContent, StoredFile
from korus_portal.notifications.redaction import (
    REDACTED,
    history_models,
    is_left,
    redact,
)

OWN = (
    "title",
    "purpose",
    "special_needs",
    "special_needs_evidence",
    "ended_reason",
    "deleted_reason",
)
MADE = (AgreementDocument.Kind.PDF, AgreementDocument.Kind.DOCX)


@dataclass(frozen=True)
class Written:
    """One text and where it stands."""

    key: str
    label: str
    row: Model
    column: str

    @property
    def text(self) -> str:
        return str(getattr(self.row, self.column))


def texts_left(agreement: Agreement) -> list[Written]:
    """The texts that are not taken out yet."""
    found = [written("", agreement, column) for column in OWN]
    for row in agreement.plans.all():
        found += [written(f"plan-{row.pk}-", row, name) for name in ("plan", "evidence")]
    for commitment in agreement.commitments.all():
        found += [
            written(f"commitment-{commitment.pk}-", commitment, name) for name in ("text", "owner")
        ]
    for meeting in agreement.meetings.all():
        found += [
            written(f"meeting-{meeting.pk}-", meeting, name) for name in ("present", "summary")
        ]
    found += [written(f"check-{row.pk}-", row, "text") for row in agreement.verifications.all()]
    found += [written(f"text-{row.pk}-", row, "change") for row in agreement.texts.all()]
    return [one for one in found if is_left(one.text)]


def written(beginning: str, row: Model, column: str) -> Written:
    """Named so that a reader knows which: «Hva ble sagt og avtalt: Vi møttes for å …»."""
    name = capfirst(str(getattr(row._meta.get_field(column), "verbose_name", column)))
    start = " ".join(str(getattr(row, column)).split())[:60]
    return Written(f"{beginning}{column}", f"{name}: {start}", row, column)


def can_redact(user: User, agreement: Agreement) -> bool:
    return rules.leads(user, agreement) and bool(texts_left(agreement))


@transaction.atomic
def redact_texts(*, agreement: Agreement, keys: list[str], reason: str, by: User) -> Agreement:
    """Take texts out of the agreement, its versions, their histories and made documents.

    The hash of what was signed stays; a signed paper is taken out by hand by whoever holds it.
    """
    locked = lock(agreement)
    if not rules.leads(by, locked):
        raise PermissionDenied
    wanted = [one for one in texts_left(locked) if one.key in keys]
    if not wanted:
        return locked
    gone = sorted(set[str]().union(*(ever_written(one) for one in wanted)))
    for one in wanted:
        redact(one.row, [one.column], by=by, reason=reason)
        take_out_of_removed(locked, one, gone)
    for text in locked.texts.all():
        take_out_of(text, gone)
    take_out_of_versions(locked, gone)
    # A new version, so that a form opened with the old text cannot bring it back.
    locked.refresh_from_db(fields=["version"])
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked


def ever_written(one: Written) -> set[str]:
    """Every wording that the text has had: the older versions say the earlier ones."""
    found = {one.text}
    for history in history_models(type(one.row)):
        rows = history._base_manager.filter(pgh_obj_id=one.row.pk)
        found |= set(rows.values_list(one.column, flat=True))
    return {text for text in found if is_left(text)}


def take_out_of_removed(agreement: Agreement, one: Written, gone: list[str]) -> None:
    """A draft's rows are written anew each time it is saved: the removed ones said the same."""
    model: Any = type(one.row)
    if model is Agreement:
        return
    standing = model._base_manager.filter(agreement=agreement).values("pk")
    for history in history_models(model):
        rows = history._base_manager.filter(agreement=agreement.pk, **{f"{one.column}__in": gone})
        rows.exclude(pgh_obj_id__in=standing).update(**{one.column: REDACTED})


def take_out_of_versions(agreement: Agreement, gone: list[str]) -> None:
    """Every stored state of every version, also of those that were withdrawn."""
    for history in history_models(AgreementText):
        rows = history._base_manager.filter(agreement=agreement.pk)
        for pk, content, change in rows.values_list("pk", "content", "change"):
            told = {"content": without(content, gone), "change": without(change, gone)}
            if told != {"content": content, "change": change}:
                history._base_manager.filter(pk=pk).update(**told)


def take_out_of(text: AgreementText, gone: list[str]) -> None:
    """The frozen contents, and the documents made of them."""
    content = without(text.content, gone)
    if content == text.content:
        return
    text.content = content
    text.save(update_fields=["content"])
    files = text.documents.filter(kind__in=MADE).values_list("file", flat=True)
    StoredContent.objects.filter(file__in=list(files)).delete()
    StoredFile.objects.filter(pk__in=list(files)).update(state=StoredFile.State.REDACTED)


def without(value: Any, gone: list[str]) -> Any:
    """The same data with the texts replaced wherever they stand whole."""
    if isinstance(value, dict):
        return {name: without(one, gone) for name, one in value.items()}
    if isinstance(value, list):
        return [without(one, gone) for one in value]
    return REDACTED if isinstance(value, str) and value in gone else value
