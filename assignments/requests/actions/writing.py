"""What the sides write to each other, and what a centre writes for itself."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assignments.plans.conflicts import AlreadySentError
from assignments.requests import letters
from assignments.requests.actions import clarifying, steps
from assignments.requests.actions.errors import EndedError, MovedError
from assignments.requests.actions.files import attach
from assignments.requests.guest_letters import tell_guest
from assignments.requests.models import Message, Note, SupportRequest
from assignments.requests.states import Audience
from assignments.requests.voices import Voice, centre_of, had_earlier, voice_of
from korus_portal.accounts.models import User
from municipalities.models import Municipality


@transaction.atomic
def write_message(
    *,
    support_request: SupportRequest,
    by: User | None,
    text: str,
    form_token: UUID | None = None,
    files: Iterable[UploadedFile[bytes]] = (),
    municipality: Municipality | None = None,
) -> Message:
    """Write to the other side, which gets a letter. The same form sent twice is one message.

    `by` is None for the guest who asked, once that is confirmed. What the municipality writes
    while the centre waits for a clarification is the answer to it. Raises EndedError, MovedError,
    or AlreadySentError when the form was sent before with another text.
    """
    locked = steps.lock(support_request)
    voice = _voice(by, locked, municipality)
    first = Message.objects.filter(form_token=form_token).first() if form_token else None
    if first is not None:
        return _same_message(first, locked, by, text)
    if not locked.is_open:
        raise EndedError(locked)
    store = _answer if _is_answer(locked, voice) else _store
    message = store(locked, voice, by, text, form_token)
    attach(support_request=locked, uploads=files, by=by, message=message)
    return message


@transaction.atomic
def write_note(
    *,
    support_request: SupportRequest,
    by: User,
    text: str,
    is_shared: bool = False,
    form_token: UUID | None = None,
    files: Iterable[UploadedFile[bytes]] = (),
) -> Note:
    """Write an internal note of one's centre. Nobody is told, and the municipality never sees it.

    A note may be written in an ended case too. Raises MovedError and AlreadySentError.
    """
    locked = steps.lock(support_request)
    centre = centre_of(by, locked)
    if centre is None:
        raise _not_theirs(by, locked)
    first = Note.objects.filter(form_token=form_token).first() if form_token else None
    if first is not None:
        return _same_note(first, locked, by, text)
    note = Note.objects.create(
        support_request=locked,
        centre=centre,
        author=by,
        text=text,
        is_shared=is_shared,
        form_token=form_token,
    )
    attach(support_request=locked, uploads=files, by=by, note=note)
    return note


def _voice(by: User | None, locked: SupportRequest, municipality: Municipality | None) -> Voice:
    if by is None:
        if not locked.guest_email or not locked.is_confirmed:
            raise PermissionDenied
        place = municipality or locked.municipality
        return Voice(Message.Side.MUNICIPALITY, municipality=place)
    voice = voice_of(by, locked)
    if voice is None:
        raise _not_theirs(by, locked)
    return voice


def _not_theirs(by: User, locked: SupportRequest) -> Exception:
    """Whoever had the request until a moment ago is told where it went."""
    return MovedError(locked) if had_earlier(by, locked.case_number) else PermissionDenied()


def _is_answer(locked: SupportRequest, voice: Voice) -> bool:
    return locked.status == SupportRequest.Status.CLARIFYING and not voice.is_centre


def _answer(
    locked: SupportRequest, voice: Voice, by: User | None, text: str, form_token: UUID | None
) -> Message:
    """The step writes the message and its letters, and lets the clock run again."""
    return clarifying.answer_clarification(
        support_request=locked,
        by=by,
        text=text,
        form_token=form_token,
        municipality=voice.municipality,
    )


def _store(
    locked: SupportRequest, voice: Voice, by: User | None, text: str, form_token: UUID | None
) -> Message:
    message = Message.objects.create(
        support_request=locked,
        side=voice.side,
        centre=voice.centre,
        municipality=voice.municipality,
        author=by,
        author_name=by.name if by else locked.guest_name,
        text=text,
        form_token=form_token,
    )
    if voice.is_centre and locked.first_answered_at is None:
        locked.first_answered_at = locked.first_answer(timezone.now())
        locked.save(update_fields=["first_answered_at"])
    _tell(message, locked, voice)
    return message


def _tell(message: Message, locked: SupportRequest, voice: Voice) -> None:
    """A letter to the other side, which never holds the text. Nobody gets one about their own."""
    sender = voice.centre or voice.municipality
    other = Audience.MUNICIPALITY if voice.is_centre else Audience.HOLDERS
    people = {person.pk: person for person in letters.people(other, locked)}
    people.pop(message.author_id or 0, None)
    letters.write(locked, people.values(), "message", sender=sender)
    if voice.is_centre and locked.is_confirmed:
        tell_guest(locked, "message", sender=sender)


def _same_message(first: Message, locked: SupportRequest, by: User | None, text: str) -> Message:
    if first.support_request_id != locked.pk or first.author != by:
        raise PermissionDenied
    if first.text != text:
        raise AlreadySentError(first)
    return first


def _same_note(first: Note, locked: SupportRequest, by: User, text: str) -> Note:
    if first.support_request_id != locked.pk or first.author_id != by.pk:
        raise PermissionDenied
    if first.text != text:
        raise AlreadySentError(first)
    return first
