"""How an agreement is kept: meetings, and what both sides say of it once a year."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.agreements.models.agreement import Agreement, Commitment
from korus_portal.accounts.models import User


@pghistory.track(model_name="FollowUpMeetingHistory")
class FollowUpMeeting(models.Model):
    """A meeting where both sides looked at how it goes."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="meetings")
    held_on = models.DateField(_("dato"))
    # Functions, not names.
    present = models.CharField(_("hvem var med"), max_length=300)
    summary = models.TextField(_("hva ble sagt og avtalt"), max_length=3000)
    next_on = models.DateField(_("neste møte"), null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        verbose_name = _("oppfølgingsmøte")

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.held_on}"


@pghistory.track(model_name="VerificationHistory")
class Verification(models.Model):
    """What one side says, once a year, of whether the agreement is kept."""

    class Result(models.TextChoices):
        KEPT = "kept", _("følges")
        PARTLY = "partly", _("følges delvis")
        NOT_KEPT = "not_kept", _("følges ikke")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="verifications")
    year = models.PositiveSmallIntegerField(_("år"))
    side = models.CharField(max_length=12, choices=Commitment.Side)
    result = models.CharField(_("resultat"), max_length=10, choices=Result)
    text = models.TextField(_("begrunnelse"), blank=True, max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "side"]
        verbose_name = _("årlig kontroll")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year", "side"], name="agreements_each_side_once_a_year"
            ),
            models.CheckConstraint(
                name="agreements_what_is_not_kept_says_why",
                condition=Q(result="kept") | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.year} {self.side}: {self.result}"


class Reminder(models.Model):
    """That both sides have been told of something once. Written with the letters."""

    class Kind(models.TextChoices):
        VERIFY = "verify", _("årlig kontroll mangler")
        LATE = "late", _("forpliktelse over fristen")
        ENDING = "ending", _("avtalen går snart ut")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    # Of which one: the year of a verification, the last day, or the commitment and its due date.
    about = models.CharField(max_length=40)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("påminnelse om avtale")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "about"], name="agreements_a_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.kind} {self.about}"
