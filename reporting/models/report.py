"""One version of a centre's annual report: where it stands, and its figures."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_directorate, parties
from korus_portal.accounts.models import Role, User
from korus_portal.jobs.models import Job


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre's own people; the directorate sees what was submitted."""
        own = Q(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))
        if is_directorate(user):
            return self.filter(own | Q(received_at__isnull=False))
        return self.filter(own)

    def living(self) -> Self:
        """One for each centre and year: what no later version has taken the place of."""
        return self.exclude(status__in=AnnualReport.LEFT)

    def received(self) -> Self:
        """In force at the directorate: submitted, and not taken or sent back."""
        return self.filter(status__in=[AnnualReport.Status.SUBMITTED, AnnualReport.Status.APPROVED])

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
        REVIEW = "review", _("til intern godkjenning")
        READY = "ready", _("klar for innsending")
        SUBMITTED = "submitted", _("sendt inn")
        RETURNED = "returned", _("sendt tilbake med merknader")
        APPROVED = "approved", _("godkjent")
        WITHDRAWN = "withdrawn", _("trukket tilbake")
        REOPENED = "reopened", _("gjenåpnet")

    class Attainment(models.TextChoices):
        """The directorate's assessment against the application and the letter."""

        REACHED = "reached", _("målene er nådd")
        MOSTLY = "mostly", _("målene er i hovedsak nådd")
        PARTLY = "partly", _("målene er delvis nådd")
        NOT = "not", _("målene er ikke nådd")

    # The centre's own until it is submitted; figures and texts stand still from the review on.
    OPEN: ClassVar[frozenset[str]] = frozenset({Status.DRAFT, Status.REVIEW})
    # A new version has taken their place.
    LEFT: ClassVar[frozenset[str]] = frozenset({Status.RETURNED, Status.WITHDRAWN, Status.REOPENED})

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("år"))
    number = models.PositiveSmallIntegerField(_("versjon"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    # The language of its documents unless the reader asks for the other.
    language = models.CharField(
        _("målform"), max_length=2, choices=User.Language, default=User.Language.BOKMAAL
    )
    # The year's figures with the ids of the rows behind them: refreshed by the draft job,
    # frozen at submission with their SHA-256 over the canonical JSON.
    figures = models.JSONField(_("tall"), default=dict)
    figures_sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField(_("tall hentet"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    # Empty when the portal opened the year's report itself.
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("sendt inn"), null=True, blank=True)
    # When the directorate had it: later than submission where another channel is the formal one.
    received_at = models.DateTimeField(_("mottatt"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    comment = models.TextField(_("merknader"), blank=True, max_length=8000)
    attainment = models.CharField(_("måloppnåelse"), max_length=10, choices=Attainment, blank=True)
    # Why a version was withdrawn or reopened.
    left_reason = models.CharField(_("hvorfor"), max_length=500, blank=True)
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
                condition=~Q(status__in=["returned", "withdrawn", "reopened"]),
                name="reporting_one_living_version_per_year",
            ),
            models.CheckConstraint(
                name="reporting_submitted_reports_are_frozen",
                condition=Q(status__in=["draft", "review"], submitted_at=None, submitted_by=None)
                | (
                    ~Q(status__in=["draft", "review"])
                    & Q(submitted_at__isnull=False, submitted_by__isnull=False)
                    & Q(figures_sha256__regex=r"^[0-9a-f]{64}$")
                ),
            ),
            models.CheckConstraint(
                name="reporting_decisions_say_who_and_when",
                condition=Q(
                    status__in=["draft", "review", "ready", "submitted", "withdrawn"],
                    decided_at=None,
                    decided_by=None,
                )
                | Q(
                    status__in=["returned", "approved", "reopened"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="reporting_the_directorate_decides_what_it_has_received",
                condition=Q(status__in=["draft", "review", "ready"], received_at=None)
                | Q(status="withdrawn")
                | Q(
                    status__in=["submitted", "returned", "approved", "reopened"],
                    received_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="reporting_versions_that_are_taken_back_say_why",
                condition=~Q(status__in=["withdrawn", "reopened"]) | ~Q(left_reason=""),
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

    @property
    def is_frozen(self) -> bool:
        """Submitted in the portal, whatever has become of it since: its figures stand (rule 27)."""
        return self.status not in self.OPEN
