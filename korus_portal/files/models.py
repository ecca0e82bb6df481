"""Files that people give the portal: one row with what is known of each, the bytes apart.

Rows of other apps point here. Who may read a file is the business of the row that points at it:
there is no address that gives a file away by its own number.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import User


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def waiting(self) -> Self:
        return self.filter(state=StoredFile.State.QUARANTINED)


class StoredFile(models.Model):
    """What is known of a file. Its content never changes; another content is another file."""

    class State(models.TextChoices):
        QUARANTINED = "quarantined", _("venter på viruskontroll")
        CLEAN = "clean", _("kontrollert")
        NOT_SCANNED = "not_scanned", _("ikke viruskontrollert")
        INFECTED = "infected", _("stoppet av viruskontrollen")
        REDACTED = "redacted", _("sladdet")

    READABLE: ClassVar[frozenset[str]] = frozenset({State.CLEAN, State.NOT_SCANNED})

    name = models.CharField(_("filnavn"), max_length=200)
    # As found in the file itself, never as the browser said.
    content_type = models.CharField(max_length=100)
    # Bytes.
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=12, choices=State, default=State.QUARANTINED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=200, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    # Empty for what the portal made itself.
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("fil")
        verbose_name_plural = _("filer")
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                condition=models.Q(state="quarantined"),
                name="files_to_scan",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_readable(self) -> bool:
        return self.state in self.READABLE


class StoredContent(models.Model):
    """The bytes, apart from the row that lists read. Gone when the file is stopped or redacted."""

    file = models.OneToOneField(
        StoredFile, models.CASCADE, primary_key=True, related_name="content"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.file_id)
