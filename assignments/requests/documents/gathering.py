"""Everything of a case that one reader may read, from a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Prefetch
from django.utils import timezone

from assignments.requests.models import (
    Attachment,
    CaseExport,
    HandOver,
    Holder,
    Message,
    Note,
    PartnerMunicipality,
    RequestEvent,
    SupportRequest,
)
from assignments.requests.voices import place_of
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality

RELATED = (
    "municipality__organisation",
    "centre__organisation",
    "asked_centre",
    "pointer_centre",
    "theme",
    "adviser",
    "decided_by",
    "submitted_by",
    "ended_by",
)


@dataclass(frozen=True)
class CaseFile:
    """A case as its reader sees it. `centre` is the reader's; None for the municipality's, and
    then no notes and none of their files are in it."""

    request: SupportRequest
    centre: Centre | None
    municipality: Municipality
    reader: User
    gathered_at: datetime
    events: list[RequestEvent]
    holders: list[Holder]
    hand_overs: list[HandOver]
    partners: list[PartnerMunicipality]
    messages: list[Message]
    notes: list[Note]
    files: list[Attachment]

    @classmethod
    def gather(cls, export: CaseExport) -> Self:
        """Of what the one who asked for it may read now."""
        reader, centre = export.made_by, export.centre
        requests = SupportRequest.objects.visible_to(reader).select_related(*RELATED)
        found = requests.get(pk=export.support_request_id)
        rows = Attachment.objects.order_by("pk")
        files = Prefetch("attachments", rows)
        notes = Note.objects.visible_to(reader).filter(support_request=found)
        notes = notes.select_related("centre", "author").prefetch_related(files)
        own = notes if centre else notes.none()
        return cls(
            request=found,
            centre=centre,
            municipality=place_of(reader, found) or found.municipality,
            reader=reader,
            gathered_at=timezone.now().replace(microsecond=0),
            events=list(found.events.select_related("centre")),
            holders=list(found.holders.select_related("centre", "assignment")),
            hand_overs=list(found.hand_overs.select_related("from_centre", "to_centre")),
            partners=list(found.partners.select_related("municipality")),
            messages=list(
                found.messages.select_related("centre", "municipality").prefetch_related(files)
            ),
            notes=list(own),
            files=list(rows.filter(support_request=found, message=None, note=None)),
        )

    @property
    def archive_maker(self) -> Organisation | None:
        """The party whose archive the export is for."""
        return self.centre.organisation if self.centre else self.municipality.organisation

    @property
    def has_reply(self) -> bool:
        """Whether a centre has decided; a withdrawn request may have been accepted before."""
        return self.request.decided_at is not None

    @property
    def all_files(self) -> list[Attachment]:
        """With the request, then with each message, then with each note."""
        return [*self.files, *_hanging_on(self.messages), *_hanging_on(self.notes)]


def _hanging_on(rows: Iterable[Message | Note]) -> list[Attachment]:
    return [file for row in rows for file in row.attachments.all()]
