"""Who approved a report inside the centre, how it was handed in, and what the directorate said."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.grants.models import Grant
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.history import with_removal
from reporting.models.report import AnnualReport
from reporting.models.texts import ReportAnswer


@pghistory.track(*with_removal(), model_name="ApproverHistory")
class Approver(models.Model):
    """Somebody at the centre who approves the report before it leaves the house."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="approvers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("godkjenner"))
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)
    # SHA-256 of what was approved: texts, figures, accounts. Another content is another approval.
    content_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "pk"]
        verbose_name = _("godkjenner")
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="reporting_an_approver_once"),
            models.CheckConstraint(
                name="reporting_approvals_say_of_what",
                condition=Q(approved_at=None, content_sha256="")
                | Q(approved_at__isnull=False, content_sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.user_id}"


@pghistory.track(model_name="SubmissionHistory")
class Submission(models.Model):
    """How a version was handed in: who signed for the recipient, and by which channel."""

    report = models.OneToOneField(AnnualReport, models.CASCADE, related_name="submission")
    # As they were on the day: the organisation may be renamed, the report is frozen.
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recipient_name = models.CharField(_("tilskuddsmottaker"), max_length=200)
    recipient_number = models.CharField(_("organisasjonsnummer"), max_length=9, blank=True)
    signed_by = models.CharField(_("hvem har signert"), max_length=120)
    signed_as = models.CharField(_("stilling eller fullmakt"), max_length=120)
    signed_on = models.DateField(_("signert dato"))
    channel = models.CharField(_("kanal"), max_length=10, choices=Grant.Channel)
    # Of the other channel: what it calls the report, and the day it was handed in there.
    reference = models.CharField(_("referanse"), max_length=120, blank=True)
    handed_in_on = models.DateField(_("levert dato"), null=True, blank=True)
    handed_in_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("innsending")
        constraints = [
            models.CheckConstraint(
                name="reporting_a_submission_says_who_signed",
                condition=~Q(signed_by="") & ~Q(signed_as="") & ~Q(recipient_name=""),
            ),
            models.CheckConstraint(
                name="reporting_another_channel_has_reference_and_date",
                condition=Q(reference="", handed_in_on=None, handed_in_by=None)
                | (~Q(reference="") & Q(handed_in_on__isnull=False, handed_in_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.recipient_name}"


@pghistory.track(model_name="ItemAssessmentHistory")
class ItemAssessment(models.Model):
    """What the directorate holds of one answer, kept and shown over the years."""

    answer = models.OneToOneField(ReportAnswer, models.CASCADE, related_name="assessment")
    attainment = models.CharField(
        _("måloppnåelse"), max_length=10, choices=AnnualReport.Attainment, blank=True
    )
    comment = models.TextField(_("merknad"), blank=True, max_length=2000)
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("vurdering av punkt")
        constraints = [
            models.CheckConstraint(
                name="reporting_an_assessment_says_something",
                condition=~Q(attainment="") | ~Q(comment=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.attainment}"


@pghistory.track(model_name="SupplementHistory")
class Supplement(models.Model):
    """More that the directorate asks for while the report stays as it was submitted."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="supplements")
    question = models.TextField(_("hva direktoratet ber om"), max_length=4000)
    wanted_by = models.DateField(_("svarfrist"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("svar"), blank=True, max_length=8000)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "pk"]
        verbose_name = _("tillegg til rapporten")
        constraints = [
            models.CheckConstraint(
                name="reporting_an_answered_supplement_says_who_and_when",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.pk}"


class ReopeningRight(models.Model):
    """The special right to reopen an approved report, given to one person at the directorate."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    reason = models.CharField(_("hvorfor"), max_length=300)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-given_at"]
        verbose_name = _("rett til å gjenåpne rapporter")
        verbose_name_plural = _("retter til å gjenåpne rapporter")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None),
                name="reporting_a_person_has_the_right_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
