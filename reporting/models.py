"""What came of it: annual grant reports with their entries, frozen figures and documents."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.models import Assignment, AssignmentYear
from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_directorate, parties
from korus_portal.accounts.models import Role, User
from korus_portal.jobs.models import Job


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre's own people; the directorate sees what was submitted."""
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        if is_directorate(user):
            return self.filter(own | ~Q(status=AnnualReport.Status.DRAFT))
        return self.filter(own)

    def for_list(self) -> Self:
        """Without the figures: they hold every row behind them."""
        joined = self.select_related("centre", "centre__organisation", "submitted_by")
        return joined.defer("figures")

    def for_content(self) -> Self:
        """With everything that a document says of the report itself."""
        return self.select_related(
            "centre__organisation", "started_by", "submitted_by", "decided_by"
        )

    def waiting_first(self) -> Self:
        """What the directorate has yet to decide stands on top, oldest first."""
        decided = Case(When(status=AnnualReport.Status.SUBMITTED, then=0), default=1)
        return self.order_by(decided, "-year", "submitted_at", "pk")


# Without the figures: they can be counted again until they are frozen, and change no more then.
@pghistory.track(model_name="AnnualReportHistory", exclude=["figures"])
class AnnualReport(models.Model):
    """One version of a centre's report for a year. A returned one stays; the next is a new row."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("utkast")
        SUBMITTED = "submitted", _("sendt inn")
        RETURNED = "returned", _("sendt tilbake med merknader")
        APPROVED = "approved", _("godkjent")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("år"))
    number = models.PositiveSmallIntegerField(_("versjon"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    introduction = models.TextField(_("om året"), blank=True, max_length=8000)
    # The year's figures with the ids of the rows behind them: refreshed by the draft job,
    # frozen at submission with their SHA-256 over the canonical JSON.
    figures = models.JSONField(_("tall"), default=dict)
    figures_sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField(_("tall hentet"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("sendt inn"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    comment = models.TextField(_("merknader"), blank=True, max_length=8000)
    version = models.PositiveIntegerField(default=1)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "centre", "-number"]
        verbose_name = _("årsrapport")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "number"], name="reporting_versions_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["centre", "year"],
                condition=~Q(status="returned"),
                name="reporting_one_living_version_per_year",
            ),
            models.CheckConstraint(
                name="reporting_submitted_reports_are_frozen",
                condition=Q(status="draft", submitted_at=None, submitted_by=None)
                | (
                    ~Q(status="draft")
                    & Q(submitted_at__isnull=False, submitted_by__isnull=False)
                    & Q(figures_sha256__regex=r"^[0-9a-f]{64}$")
                ),
            ),
            models.CheckConstraint(
                name="reporting_decisions_say_who_and_when",
                condition=Q(status__in=["draft", "submitted"], decided_at=None, decided_by=None)
                | Q(
                    status__in=["returned", "approved"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="reporting_a_returned_report_has_comments",
                condition=~Q(status="returned") | ~Q(comment=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.year} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("reporting:report_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


@pghistory.track(model_name="ReportEntryHistory", exclude=["figures"])
class ReportEntry(models.Model):
    """What the report says of one tiltak: brief by rule, at length where new or changed."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="entries")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="report_entries")
    status = models.CharField(
        _("status i året"), max_length=10, choices=AssignmentYear.Status, blank=True
    )
    change_text = models.TextField(blank=True)
    brief = models.TextField(_("kort omtale"), blank=True, max_length=4000)
    extended = models.TextField(_("utvidet omtale"), blank=True, max_length=20000)
    # What the job proposed: a text equal to it has not been edited by a person.
    proposed_brief = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment__title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "assignment"], name="reporting_one_entry_per_tiltak"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.assignment_id}"

    @property
    def needs_extended(self) -> bool:
        """The letter's rule: what is new or substantially changed is described at length."""
        return self.status in (AssignmentYear.Status.NEW, AssignmentYear.Status.CHANGED)


class ReportDocument(models.Model):
    """A finished document. Kept in the database: whole or not at all, and backed up with it."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=4, choices=Kind)
    language = models.CharField(max_length=2, choices=User.Language)
    # SHA-256 of everything that goes into the document: equal content is made once.
    content_key = models.CharField(max_length=64)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["report", "kind", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "language", "content_key"],
                name="reporting_equal_documents_are_made_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.language}"
