"""A sheet of activities: the file, its rows as read, and what became of them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.activities.models.activity import Activity
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User
from korus_portal.files.models import StoredFile


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))


class ImportBatch(models.Model):
    """One file: read, looked through, then taken in whole or not at all."""

    class State(models.TextChoices):
        READING = "reading", _("leses")
        READY = "ready", _("klar til å tas inn")
        FAULTY = "faulty", _("har feil")
        APPLYING = "applying", _("tas inn")
        APPLIED = "applied", _("tatt inn")
        DISCARDED = "discarded", _("forkastet")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("senter"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    # What is wrong with the file as a whole, in plain words.
    problem = models.CharField(max_length=500, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    # Rows that stood in a file taken in before: they are left out.
    known_count = models.PositiveIntegerField(default=0)
    applied_count = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-pk"]
        verbose_name = _("import av aktiviteter")
        constraints = [
            models.CheckConstraint(
                name="activities_applied_imports_say_who_and_when",
                condition=Q(state="applied", applied_at__isnull=False, applied_by__isnull=False)
                | (~Q(state="applied") & Q(applied_at=None)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.uploaded_at:%Y-%m-%d}"


class ImportRow(models.Model):
    """A row of the file, its cells as text, and what is wrong with which of them."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    # As the sheet numbers it: the heading is row 1.
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    # {column: [sentences]}
    faults = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    has_faults = models.BooleanField(default=False)
    has_warnings = models.BooleanField(default=False)
    # SHA-256 of what the row says: the same row is not taken in twice.
    fingerprint = models.CharField(max_length=64, blank=True)
    is_known = models.BooleanField(default=False)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="import_row"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="activities_a_row_once")
        ]
        indexes = [models.Index(fields=["fingerprint"], name="activities_import_fingerprint")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
