"""Several centres in one activity, and two rows that look like the same thing."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.activities.models.activity import Activity
from centres.models import Centre
from korus_portal.accounts.models import User


@pghistory.track(model_name="ActivityPartnerHistory")
class ActivityPartner(models.Model):
    """A centre that is said to have taken part. It counts for it once it has accepted (rule 18)."""

    class State(models.TextChoices):
        ASKED = "asked", _("spurt")
        ACCEPTED = "accepted", _("med")
        DECLINED = "declined", _("var ikke med")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="partners")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("senter"))
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # The partner's own hours, registered by itself; empty is unknown.
    hours = models.DecimalField(_("timer"), max_digits=7, decimal_places=2, null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        verbose_name = _("samarbeidende senter")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "centre"], name="activities_a_partner_stands_once"
            ),
            models.CheckConstraint(
                name="activities_partners_answers_say_who_and_when",
                condition=Q(state="asked", answered_at=None, answered_by=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="activities_only_accepting_partners_have_hours",
                condition=Q(hours=None) | Q(state="accepted", hours__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.centre_id}"


@pghistory.track(model_name="OverlapHistory")
class Overlap(models.Model):
    """What was decided about two rows that look alike. One answer for each pair, kept."""

    class Outcome(models.TextChoices):
        JOINT = "joint", _("felles arbeid")
        SAME_EVENT = "same_event", _("samme arrangement")
        SEPARATE = "separate", _("hver sin aktivitet")

    # The lower number first, so that a pair has one row.
    first = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    second = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    outcome = models.CharField(_("avgjørelse"), max_length=12, choices=Outcome)
    reason = models.CharField(_("begrunnelse"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]
        verbose_name = _("overlapp")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="activities_a_pair_once"),
            models.CheckConstraint(
                name="activities_the_older_row_stands_first", condition=Q(first__lt=F("second"))
            ),
            models.CheckConstraint(
                name="activities_separate_rows_say_why",
                condition=~Q(outcome="separate") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}: {self.outcome}"
