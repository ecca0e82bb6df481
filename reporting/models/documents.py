"""Finished documents, kept in the database: whole or not at all, and backed up with it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.models.report import AnnualReport


class ReportDocumentQuerySet(models.QuerySet["ReportDocument"]):
    def of_submitted(self) -> Self:
        """Made after the version was submitted: what was made of the draft is no such document."""
        return self.filter(made_at__gte=models.F("report__submitted_at"))


class ReportDocument(models.Model):
    """A finished document of one version of a report."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        XLSX = "xlsx", "XLSX"
        JSON = "json", "JSON"
        # The frozen data set: a ZIP with one CSV for each table.
        CSV = "csv", "CSV"
        # For the archive: the documents with metadata in the words of Noark 5.
        ARCHIVE = "archive", "ZIP"

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=8, choices=Kind)
    language = models.CharField(max_length=2, choices=User.Language)
    # SHA-256 of everything that goes into the document: equal content is made once.
    content_key = models.CharField(max_length=64)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReportDocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "kind", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "language", "content_key"],
                name="reporting_equal_documents_are_made_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.language}"


class NationalDocument(models.Model):
    """A finished document of the national summary of one kind of centre and year."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    year = models.PositiveSmallIntegerField()
    # Empty is all kinds.
    centre_kind = models.CharField(max_length=20, choices=Centre.Kind, blank=True)
    kind = models.CharField(max_length=4, choices=Kind)
    language = models.CharField(max_length=2, choices=User.Language)
    content_key = models.CharField(max_length=64)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "centre_kind", "kind", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "centre_kind", "kind", "language", "content_key"],
                name="reporting_equal_summaries_are_made_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.centre_kind} {self.kind}"
