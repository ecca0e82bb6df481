"""What stands in the panels of dialogue, notes and files on the page of a case."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from assignments.requests import guest
from assignments.requests.forms.dialogue import WriteMessageForm, WriteNoteForm
from assignments.requests.models import Attachment, CaseExport, Message, Note, SupportRequest
from assignments.requests.voices import Voice, voice_of
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User


def dialogue_context(support_request: SupportRequest, user: Viewer) -> dict[str, Any]:
    """For somebody who may read the whole case. `notes` is None for who is no centre that has it.

    A fixed number of queries, however long the dialogue is.
    """
    voice = voice_of(user, support_request)
    may_write = voice is not None and support_request.is_open
    return {
        "dialogue": list(messages_of(support_request)),
        "own_side": voice.side if voice else "",
        "message_form": message_form() if may_write else None,
        "case_files": list(files_of(support_request)),
        "exports": list(exports_of(support_request, user)),
        **_notes(support_request, user, voice),
    }


def guest_context(support_request: SupportRequest) -> dict[str, Any]:
    """The same for an employee without an account, who has the personal link."""
    key = guest.key_of(support_request)
    return {
        "dialogue": list(messages_of(support_request)),
        "own_side": Message.Side.MUNICIPALITY,
        "message_form": message_form() if support_request.is_open else None,
        "message_url": reverse("requests:guest_write", args=[key]),
        "guest_key": key,
        "case_files": list(files_of(support_request)),
        "exports": None,
        "notes": None,
    }


def message_form() -> WriteMessageForm:
    return WriteMessageForm(auto_id="melding_%s")


def note_form() -> WriteNoteForm:
    return WriteNoteForm(auto_id="notat_%s")


def messages_of(support_request: SupportRequest) -> QuerySet[Message]:
    rows = support_request.messages.select_related("centre", "municipality")
    return rows.prefetch_related(Prefetch("attachments", Attachment.objects.order_by("pk")))


def files_of(support_request: SupportRequest) -> QuerySet[Attachment]:
    """Those that came with the request itself."""
    return support_request.attachments.filter(message=None, note=None)


def files_for_guest(support_request: SupportRequest) -> QuerySet[Attachment]:
    """Those of the request, and of its messages once the municipality stands behind it."""
    if support_request.is_confirmed:
        return support_request.attachments.filter(note=None)
    return files_of(support_request)


def exports_of(support_request: SupportRequest, user: Viewer) -> QuerySet[CaseExport]:
    """The finished files that the person asked for."""
    made = CaseExport.objects.visible_to(user).filter(made_at__isnull=False)
    return made.filter(support_request=support_request)


def _notes(support_request: SupportRequest, user: Viewer, voice: Voice | None) -> dict[str, Any]:
    if voice is None or not voice.is_centre or not isinstance(user, User):
        return {"notes": None}
    rows = Note.objects.visible_to(user).filter(support_request=support_request)
    rows = rows.select_related("centre", "author")
    files = Prefetch("attachments", Attachment.objects.order_by("pk"))
    return {"notes": list(rows.prefetch_related(files)), "note_form": note_form()}
