"""The case as single papers, as an archive files them: who wrote what to whom, and when."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from assignments.requests.documents.gathering import CaseFile
from assignments.requests.models import Attachment, Message, Note

TEXT = "text/plain; charset=utf-8"


class Direction(StrEnum):
    """Seen from the party whose archive it is for."""

    IN = "Inngående dokument"
    OUT = "Utgående dokument"
    NOTE = "Arkivnotat"


@dataclass(frozen=True)
class Paper:
    """One entry of the journal with its text and its files. `key` names its file; `source` is
    what it was made from, the same in every export and on both sides."""

    key: str
    source: str
    title: str
    text: str
    at: datetime
    author: str
    sender: str
    receiver: str
    direction: Direction
    files: list[Attachment] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """The words as they were written, with letters that the PDF cannot show."""
        return (self.text.strip() + "\n").encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def papers_of(case: CaseFile) -> list[Paper]:
    """In the order of time."""
    papers = [_asked(case), *_decided(case), *_ended(case)]
    papers += [_written(case, message) for message in case.messages]
    papers += [_noted(note) for note in case.notes]
    return sorted(papers, key=lambda paper: paper.at)


def paths_of(papers: Iterable[Paper]) -> Iterator[tuple[Paper, str]]:
    """Each paper with the path of its text in the package."""
    for number, paper in enumerate(papers, start=1):
        yield paper, f"tekster/{number:03}-{paper.key}.txt"


def file_paths(case: CaseFile) -> dict[int, str]:
    """Id of each readable file → its path in the package."""
    readable = [file for file in case.all_files if file.is_readable]
    return {file.pk: f"vedlegg/{n:03}-{file.name}" for n, file in enumerate(readable, start=1)}


def _asked(case: CaseFile) -> Paper:
    found = case.request
    return Paper(
        key="henvendelse",
        source=f"request-{found.pk}",
        title=_("Henvendelse om %(theme)s") % {"theme": found.theme or _("støtte")},
        text=found.text,
        at=found.submitted_at,
        author=found.sender,
        sender=str(found.municipality),
        receiver=str(found.asked_centre),
        direction=_direction(case, from_centre=False),
        files=case.files,
    )


def _decided(case: CaseFile) -> Iterator[Paper]:
    found = case.request
    if found.decided_at is None:
        return
    declined = found.status == found.Status.DECLINED
    answer = _("Senteret kan ikke bistå") if declined else _("Senteret kan bistå")
    yield Paper(
        key="svar",
        source=f"decision-{found.pk}",
        title=answer,
        text=f"{answer}.\n\n{found.reason}",
        at=found.decided_at,
        author=str(found.decided_by or ""),
        sender=_decider(case),
        receiver=str(found.municipality),
        direction=_direction(case, from_centre=True),
    )


def _decider(case: CaseFile) -> str:
    """The centre that answered may have handed the case on since."""
    answers = [event for event in case.events if event.kind in ("accepted", "declined")]
    return str(answers[0].centre if answers else case.request.centre)


def _ended(case: CaseFile) -> Iterator[Paper]:
    found = case.request
    if found.ended_at is None or not found.outcome:
        return
    yield Paper(
        key="avslutning",
        source=f"ending-{found.pk}",
        title=_("Saken er avsluttet: %(outcome)s") % {"outcome": found.get_outcome_display()},
        text=found.outcome_text or found.get_outcome_display(),
        at=found.ended_at,
        author=str(found.ended_by or ""),
        sender=str(found.centre),
        receiver=str(found.municipality),
        direction=_direction(case, from_centre=True),
    )


def _written(case: CaseFile, message: Message) -> Paper:
    from_centre = message.side == Message.Side.CENTRE
    sides = (str(message.centre or message.municipality), str(case.request.municipality))
    sender = sides[0]
    receiver = sides[1] if from_centre else str(case.request.centre)
    kind = message.get_kind_display()
    return Paper(
        key="melding",
        source=f"message-{message.pk}",
        title=f"{kind[:1].upper()}{kind[1:]} {_('fra %(sender)s') % {'sender': sender}}",
        text=message.text,
        at=message.at,
        author=message.author_name,
        sender=sender,
        receiver=receiver,
        direction=_direction(case, from_centre=from_centre),
        files=list(message.attachments.all()),
    )


def _noted(note: Note) -> Paper:
    return Paper(
        key="notat",
        source=f"note-{note.pk}",
        title=_("Internt notat. Kan bli gjenstand for innsyn."),
        text=note.text,
        at=note.at,
        author=note.author.name,
        sender=str(note.centre),
        receiver="",
        direction=Direction.NOTE,
        files=list(note.attachments.all()),
    )


def _direction(case: CaseFile, *, from_centre: bool) -> Direction:
    """What a centre receives a municipality has sent."""
    return Direction.OUT if from_centre == (case.centre is not None) else Direction.IN
