"""What is said in the margin of a report, what is typed and not saved, and waived warnings.

A `target` names a text of the report: `section:introduction`, `entry:t12:brief`,
`entry:s3:extended`, `answer:41`, `account:7`, or `report` for the whole (see `targets.py`).
"""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, is_directorate, parties
from korus_portal.accounts.models import Role, User
from korus_portal.audit.history import with_removal
from reporting.models.report import AnnualReport


class TypedText(models.Model):
    """What somebody has typed into a form of the report and not saved. Not in the history."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="typed_texts")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    target = models.CharField(max_length=60)
    # By field name; the version that the fields were opened on stands beside.
    fields = models.JSONField(default=dict)
    base_version = models.PositiveIntegerField()
    typed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-typed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "user", "target"], name="reporting_one_typed_text_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.user_id} {self.target}"


class ReportCommentQuerySet(models.QuerySet["ReportComment"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre reads its own and what the directorate was told; the directorate, of reports
        it has received, what it was told and its own notes. Nobody at the centre reads those."""
        audience = ReportComment.Audience
        held = parties(user, Role.ADVISER, Role.LEADER)
        own = Q(report__centre__organisation__in=held)
        theirs = own & ~Q(audience=audience.OFFICE)
        if is_directorate(user):
            received = Q(report__received_at__isnull=False) & ~Q(audience=audience.CENTRE)
            theirs |= received & ~own
        return self.filter(theirs)


@pghistory.track(model_name="ReportCommentHistory")
class ReportComment(models.Model):
    """A remark beside a text, for the own centre or for the directorate too."""

    class Audience(models.TextChoices):
        CENTRE = "centre", _("bare senteret")
        DIRECTORATE = "directorate", _("senteret og Helsedirektoratet")
        # The directorate's own working notes until it decides.
        OFFICE = "office", _("bare Helsedirektoratet")

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="comments")
    target = models.CharField(max_length=60)
    audience = models.CharField(_("hvem kan lese"), max_length=12, choices=Audience)
    text = models.TextField(_("kommentar"), max_length=2000)
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = ReportCommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["written_at", "pk"]
        verbose_name = _("kommentar")
        constraints = [
            models.CheckConstraint(
                name="reporting_a_comment_says_something", condition=~Q(text="")
            ),
            models.CheckConstraint(
                name="reporting_resolved_comments_say_who_and_when",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.target}"


@pghistory.track(*with_removal(), model_name="CheckWaiverHistory")
class CheckWaiver(models.Model):
    """A warning that somebody has looked at and lets stand, with the reason."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="waivers")
    # Which check, and what it spoke of: the same warning about another row is another warning.
    check_name = models.CharField(max_length=80)
    key = models.CharField(max_length=80, blank=True)
    reason = models.CharField(_("begrunnelse"), max_length=500)
    waived_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "check_name", "key"]
        verbose_name = _("varsel som får stå")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "check_name", "key"], name="reporting_a_warning_is_waived_once"
            ),
            models.CheckConstraint(name="reporting_waivers_say_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.check_name} {self.key}"
