"""Taking personal details out of a case: its texts and files, wherever the portal kept them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.models import (
    Attachment,
    AttachmentContent,
    CaseExport,
    Note,
    RequestDraft,
    SupportRequest,
)
from assignments.requests.states import REDACT
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications import redaction
from korus_portal.notifications.redaction import REDACTED, is_left, redact

REDACTABLE = ("text", "reach", "reason", "pointer_text", "outcome_text")


@dataclass(frozen=True, slots=True)
class Redactable:
    """One text, or one file, that can be taken out. `key` names it in forms."""

    key: str
    label: str
    text: str
    row: Model
    # Empty for a file.
    field: str = ""

    @property
    def is_internal(self) -> bool:
        """A note, or a file on one: the municipality is not to learn of it from the timeline."""
        if isinstance(self.row, Attachment):
            return self.row.note_id is not None
        return isinstance(self.row, Note)


def redactable(support_request: SupportRequest, user: User) -> list[Redactable]:
    """What the person may take out: the owner's leader what the sides see, and each centre's
    leader the notes of that centre and the files on them."""
    found: list[Redactable] = []
    if rules.can_redact_request(user, support_request):
        found = [*_of_request(support_request), *_of_dialogue(support_request)]
        told = {one.text for one in found}
        found += [one for one in _of_timeline(support_request) if one.text not in told]
        found += _files(support_request.attachments.filter(note=None))
    for centre in _led_with_notes(support_request, user):
        found += _of_notes(support_request, centre)
    return [one for one in found if is_left(one.text)]


@transaction.atomic
def redact_case_texts(
    *, support_request: SupportRequest, keys: Collection[str], reason: str, by: User
) -> SupportRequest:
    """Take out what `keys` of `redactable` name; what is gone already is passed over.

    Reaches the rows' history, letters, drafts, made files and the timeline, which says why.
    """
    locked = steps.lock(support_request)
    if not can_redact_something(by, locked):
        raise PermissionDenied
    chosen = [one for one in redactable(locked, by) if one.key in keys]
    if not chosen:
        return locked
    for row, fields in _by_row(chosen):
        _take_out(row, fields, by=by, reason=reason)
    # No letter and no step ever told what stands in a note.
    _take_out_copies(locked, [one.text for one in chosen if one.field and not one.is_internal])
    if not all(one.is_internal for one in chosen):
        party = locked.centre.organisation
        steps.perform(REDACT, locked, by=by, for_party=party, text=reason)
    return SupportRequest.objects.get(pk=locked.pk)


def redact_request(
    *, support_request: SupportRequest, fields: list[str], reason: str, by: User
) -> SupportRequest:
    """Take texts out of the request itself. Raises ValueError for what is none of them."""
    if not fields or not set(fields) <= set(REDACTABLE):
        raise ValueError(fields)
    if not rules.can_redact_request(by, support_request):
        raise PermissionDenied
    return redact_case_texts(support_request=support_request, keys=fields, reason=reason, by=by)


def can_redact_something(user: User, support_request: SupportRequest) -> bool:
    if rules.can_redact_request(user, support_request):
        return True
    return bool(_led_with_notes(support_request, user))


def _led_with_notes(support_request: SupportRequest, user: User) -> list[Centre]:
    """Also a centre that has left the case: its notes are its own."""
    notes = support_request.notes.order_by().values("centre")
    centres = Centre.objects.filter(pk__in=notes).order_by("pk")
    return [centre for centre in centres if rules.leads(user, centre)]


def _of_request(found: SupportRequest) -> Iterator[Redactable]:
    for name in REDACTABLE:
        label = str(SupportRequest._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        yield Redactable(name, label, getattr(found, name), found, name)


def _of_dialogue(found: SupportRequest) -> Iterator[Redactable]:
    for message in found.messages.all():
        label = _("melding fra %(name)s") % {"name": message.author_name}
        yield Redactable(f"message-{message.pk}", label, message.text, message, "text")
    for row in found.hand_overs.select_related("to_centre"):
        names = {"kind": row.get_kind_display(), "centre": row.to_centre}
        why = _("begrunnelse: %(kind)s, %(centre)s") % names
        yield Redactable(f"hand_over-{row.pk}-reason", why, row.reason, row, "reason")
        answer = _("svar: %(kind)s, %(centre)s") % names
        yield Redactable(f"hand_over-{row.pk}-answer", answer, row.answer, row, "answer")


def _of_timeline(found: SupportRequest) -> Iterator[Redactable]:
    """But why something was taken out: that is to stay."""
    for event in found.events.exclude(kind=REDACT.event):
        label = _("tidslinjen: %(event)s") % {"event": event.get_kind_display()}
        yield Redactable(f"event-{event.pk}", label, event.text, event, "text")


def _of_notes(found: SupportRequest, centre: Centre) -> Iterator[Redactable]:
    notes = found.notes.filter(centre=centre)
    for note in notes.select_related("author"):
        label = _("internt notat fra %(name)s") % {"name": note.author}
        yield Redactable(f"note-{note.pk}", label, note.text, note, "text")
    yield from _files(found.attachments.filter(note__in=notes))


def _files(rows: QuerySet[Attachment]) -> Iterator[Redactable]:
    for row in rows.exclude(state=Attachment.State.REDACTED):
        yield Redactable(f"file-{row.pk}", _("vedlegg"), row.name, row)


def _by_row(chosen: list[Redactable]) -> list[tuple[Model, list[str]]]:
    """The trail tells once of each row."""
    found: dict[tuple[str, object], tuple[Model, list[str]]] = {}
    for one in chosen:
        key = (one.row._meta.label, one.row.pk)
        found.setdefault(key, (one.row, []))[1].append(one.field)
    return list(found.values())


def _take_out(row: Model, fields: list[str], *, by: User, reason: str) -> None:
    if isinstance(row, Attachment):
        _empty(row, by=by, reason=reason)
    else:
        redact(row, fields, by=by, reason=reason)


def _empty(row: Attachment, *, by: User, reason: str) -> None:
    """A file's name may say as much as what is in it."""
    redaction.redact_trail(row, [row.name])
    row.name, row.state = REDACTED, Attachment.State.REDACTED
    row.sha256 = row.finding = ""
    row.save(update_fields=["name", "state", "sha256", "finding"])
    AttachmentContent.objects.filter(attachment=row).delete()
    record("redaction.text_redacted", row, by=by, reason=reason, details={"fields": ["file"]})


def _take_out_copies(locked: SupportRequest, gone: list[str]) -> None:
    """What else was told in the same words, and files that may hold them."""
    locked.events.filter(text__in=gone).update(text=REDACTED)
    redaction.redact_letters(locked, gone)
    redaction.redact_trail(locked, gone)
    if locked.form_token:
        RequestDraft.objects.filter(form_token=locked.form_token).delete()
    CaseExport.objects.filter(support_request=locked).delete()
