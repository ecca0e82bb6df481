"""Files of a case: what people attach, and the case as one file."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.requests.models.dialogue import Message, Note
from assignments.requests.models.request import SupportRequest
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Viewer) -> Self:
        """With the request, or with the note it hangs on: a note's file is as internal as it."""
        requests = SupportRequest.objects.visible_to(user).order_by()
        notes = Note.objects.visible_to(user).order_by()
        return self.filter(Q(note=None, support_request__in=requests) | Q(note__in=notes))

    def waiting(self) -> Self:
        return self.filter(state=Attachment.State.QUARANTINED)


class Attachment(models.Model):
    """A file on a request, a message or a note. Downloaded through an access rule alone."""

    class State(models.TextChoices):
        QUARANTINED = "quarantined", _("venter på viruskontroll")
        CLEAN = "clean", _("kontrollert")
        NOT_SCANNED = "not_scanned", _("ikke viruskontrollert")
        INFECTED = "infected", _("stoppet av viruskontrollen")
        REDACTED = "redacted", _("sladdet")

    READABLE: ClassVar[frozenset[str]] = frozenset({State.CLEAN, State.NOT_SCANNED})

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    note = models.ForeignKey(
        Note, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    name = models.CharField(_("filnavn"), max_length=200)
    # As found in the file itself, never as the browser said.
    content_type = models.CharField(max_length=100)
    # Bytes.
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.QUARANTINED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=200, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="requests_a_file_hangs_on_one_thing", condition=Q(message=None) | Q(note=None)
            )
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                condition=Q(state="quarantined"),
                name="requests_files_to_scan",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_readable(self) -> bool:
        return self.state in self.READABLE


class AttachmentContent(models.Model):
    """The bytes, apart from the row that lists read. Gone when the file is redacted."""

    attachment = models.OneToOneField(
        Attachment, models.CASCADE, primary_key=True, related_name="content"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.attachment_id)


class CaseExportQuerySet(models.QuerySet["CaseExport"]):
    def visible_to(self, user: Viewer) -> Self:
        """Whoever asked for it, as long as the request may be read; with a centre's notes in it,
        only while the person works there."""
        requests = SupportRequest.objects.visible_to(user).order_by()
        at = parties(user, Role.ADVISER, Role.LEADER)
        reads_notes = Q(centre=None) | Q(centre__organisation__in=at)
        return self.filter(reads_notes, made_by=user.pk, support_request__in=requests)


class CaseExport(models.Model):
    """A whole case as one file: PDF, metadata in Noark terms, attachments. Made by a job."""

    support_request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="exports")
    # Of which centre internal notes are in it; none for a municipality.
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    # Bytes.
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = CaseExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.support_request_id} {self.asked_at:%Y-%m-%d}"


class CaseExportPart(models.Model):
    """A piece of the file: it is written and read a megabyte at a time, however large it is."""

    export = models.ForeignKey(CaseExport, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "number"], name="requests_a_part_of_an_export_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"
