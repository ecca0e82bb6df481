"""That a centre must report a year: a row with a due date, made before the year has ended."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_directorate, parties
from korus_portal.accounts.models import Role, User
from reporting.models.report import AnnualReport


class ReportObligationQuerySet(models.QuerySet["ReportObligation"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre's own people, and the directorate."""
        if is_directorate(user):
            return self
        return self.filter(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))

    def with_last_day(self) -> Self:
        """`last_day`: the due date, or the day that an extension gave."""
        return self.annotate(last_day=Coalesce("extended_to", "due_on"))

    def with_received(self) -> Self:
        """`received_at`: when the directorate first had the report; None while it has not."""
        first = handed_in().order_by("received_at").values("received_at")[:1]
        return self.annotate(received_at=models.Subquery(first))

    def unmet(self) -> Self:
        """The directorate has never had the year's report, or the centre took it back.

        A report that was sent back with comments, or opened again, was handed in all the same.
        """
        return self.exclude(models.Exists(handed_in()))

    def met(self) -> Self:
        """The others."""
        return self.filter(models.Exists(handed_in()))

    def due_by(self, day: date) -> Self:
        return self.with_last_day().filter(last_day__lte=day)

    def overdue(self, *, today: date) -> Self:
        return self.unmet().with_last_day().filter(last_day__lt=today)

    def in_order(self) -> Self:
        """The newest year first, and in it what is due first."""
        return self.with_last_day().order_by("-year", "last_day", "centre__short_name", "pk")


def handed_in() -> models.QuerySet[AnnualReport]:
    """Of an obligation: the versions that the directorate has had, but for those taken back."""
    versions = AnnualReport.objects.filter(
        centre=models.OuterRef("centre"), year=models.OuterRef("year"), received_at__isnull=False
    )
    return versions.exclude(status=AnnualReport.Status.WITHDRAWN)


@pghistory.track(model_name="ReportObligationHistory")
class ReportObligation(models.Model):
    """One centre's duty to report one year. The due date never moves; an extension says why."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="report_obligations")
    year = models.PositiveSmallIntegerField(_("år"))
    # When the portal opens the report and drafts it.
    opens_on = models.DateField(_("åpnes"))
    due_on = models.DateField(_("frist"))
    extended_to = models.DateField(_("utsatt til"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    # Letters that have gone out: 30 and 7 are days left, -1 is overdue; and the day on which the
    # directorate was told.
    reminded = models.JSONField(default=list)

    objects = ReportObligationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "centre"]
        verbose_name = _("rapporteringsplikt")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year"], name="reporting_one_obligation_per_year"
            ),
            models.CheckConstraint(
                name="reporting_a_report_is_due_after_it_opens",
                condition=Q(due_on__gt=F("opens_on"), due_on__year__gt=F("year")),
            ),
            models.CheckConstraint(
                name="reporting_an_extension_is_later",
                condition=Q(extended_to=None) | Q(extended_to__gt=F("due_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:obligation_detail", args=[self.pk])


@pghistory.track(model_name="ExtensionHistory")
class Extension(models.Model):
    """A later day that the centre asks for, with the reason, and the directorate's decision."""

    class State(models.TextChoices):
        ASKED = "asked", _("søkt")
        GRANTED = "granted", _("innvilget")
        REFUSED = "refused", _("avslått")

    obligation = models.ForeignKey(ReportObligation, models.CASCADE, related_name="extensions")
    wanted_on = models.DateField(_("ny frist det søkes om"))
    reason = models.TextField(_("begrunnelse"), max_length=2000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    granted_to = models.DateField(_("innvilget til"), null=True, blank=True)
    decision = models.TextField(_("begrunnelse for vedtaket"), blank=True, max_length=2000)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["obligation", "pk"]
        verbose_name = _("utsettelse")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state="asked"),
                name="reporting_one_extension_is_asked_for_at_a_time",
            ),
            models.CheckConstraint(
                name="reporting_extensions_say_why_and_who_decided",
                condition=~Q(reason="")
                & (
                    Q(state="asked", decided_at=None, decided_by=None, granted_to=None)
                    | (
                        Q(state="granted", granted_to__isnull=False, decided_at__isnull=False)
                        & Q(decided_by__isnull=False)
                        & ~Q(decision="")
                    )
                    | (
                        Q(state="refused", granted_to=None, decided_at__isnull=False)
                        & Q(decided_by__isnull=False)
                        & ~Q(decision="")
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.state}"
