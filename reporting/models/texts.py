"""What people write in a report: sections, one entry for each tiltak and satsing, and answers.

All texts are rich text (see `korus_portal.design.rich_text`), stored as it was typed.
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.activities.models import Activity
from assignments.agreements.models import Agreement
from assignments.plans.models import Assignment, AssignmentYear
from centres.grants.models import GrantItem
from centres.models import Initiative, MandateTask
from korus_portal.accounts.models import User
from reporting.models.report import AnnualReport


class Written(models.Model):
    """A part of the report that somebody writes, and how far it has come."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("ikke påbegynt")
        WRITING = "writing", _("under arbeid")
        READY = "ready", _("klar")

    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ansvarlig"),
    )
    state = models.CharField(
        _("hvor langt"), max_length=12, choices=State, default=State.NOT_STARTED
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


@pghistory.track(model_name="ReportSectionHistory")
class ReportSection(Written):
    """A chapter of the report as a whole; every report has each of them."""

    class Key(models.TextChoices):
        INTRODUCTION = "introduction", _("Om året")
        ATTAINMENT = "attainment", _("Måloppnåelse")
        DEVIATIONS = "deviations", _("Avvik og endringer")
        COOPERATION = "cooperation", _("Samarbeid")
        USER_PARTICIPATION = "user_participation", _("Brukermedvirkning")
        NOT_REACHED = "not_reached", _("Kommuner som ikke er nådd")
        NEXT_YEAR = "next_year", _("Prioriteringer neste år")

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sections")
    key = models.CharField(_("del"), max_length=20, choices=Key)
    body = models.TextField(_("tekst"), blank=True, max_length=20000)
    # What the job proposed: a text equal to it has not been edited by a person.
    proposed_body = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "pk"]
        verbose_name = _("del av rapporten")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="reporting_a_section_once")
        ]

    def __str__(self) -> str:
        return str(self.get_key_display())


@pghistory.track(model_name="ReportEntryHistory", exclude=["figures"])
class ReportEntry(Written):
    """What the report says of one tiltak or satsing: brief, at length where new or changed."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="entries")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="report_entries"
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="report_entries"
    )
    status = models.CharField(
        _("status i året"), max_length=10, choices=AssignmentYear.Status, blank=True
    )
    change_text = models.TextField(blank=True)
    brief = models.TextField(_("kort omtale"), blank=True, max_length=4000)
    extended = models.TextField(_("utvidet omtale"), blank=True, max_length=20000)
    # What the job proposed: a text equal to it has not been edited by a person.
    proposed_brief = models.TextField(blank=True)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment__title", "initiative__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "assignment"], name="reporting_one_entry_per_tiltak"
            ),
            models.UniqueConstraint(
                fields=["report", "initiative"], name="reporting_one_entry_per_initiative"
            ),
            models.CheckConstraint(
                name="reporting_an_entry_is_of_a_tiltak_or_a_satsing",
                condition=Q(assignment__isnull=False, initiative=None)
                | Q(assignment=None, initiative__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.subject_key}"

    @property
    def title(self) -> str:
        """Of the tiltak, or the satsing; both must have been read with the entry."""
        if self.assignment is not None:
            return self.assignment.title
        return str(self.initiative.name) if self.initiative is not None else ""

    @property
    def subject_key(self) -> str:
        """«t12» is tiltak 12, «s3» is satsing 3: what figures and hashes name an entry by."""
        return f"t{self.assignment_id}" if self.assignment_id else f"s{self.initiative_id}"

    @property
    def needs_extended(self) -> bool:
        """The letter's rule: what is new or substantially changed is described at length."""
        return self.status in (AssignmentYear.Status.NEW, AssignmentYear.Status.CHANGED)


@pghistory.track(model_name="ReportAnswerHistory")
class ReportAnswer(Written):
    """The answer to one point of a letter, or to one standing duty of the mandate."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="answers")
    item = models.ForeignKey(
        GrantItem, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    task = models.ForeignKey(MandateTask, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.TextField(_("svar"), blank=True, max_length=8000)

    class Meta:
        ordering: ClassVar[list[str]] = ["item__grant", "item__position", "task__position", "pk"]
        verbose_name = _("svar på punkt")
        constraints = [
            models.UniqueConstraint(fields=["report", "item"], name="reporting_an_item_once"),
            models.UniqueConstraint(fields=["report", "task"], name="reporting_a_duty_once"),
            models.CheckConstraint(
                name="reporting_an_answer_is_to_a_point_or_a_duty",
                condition=Q(item__isnull=False, task=None) | Q(item=None, task__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.item_id or self.task_id}"


class AnswerLink(models.Model):
    """A row that an answer points to: an activity, a tiltak or an agreement of the centre."""

    answer = models.ForeignKey(ReportAnswer, models.CASCADE, related_name="links")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["answer", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "activity"], name="reporting_an_activity_is_linked_once"
            ),
            models.UniqueConstraint(
                fields=["answer", "assignment"], name="reporting_a_tiltak_is_linked_once"
            ),
            models.UniqueConstraint(
                fields=["answer", "agreement"], name="reporting_an_agreement_is_linked_once"
            ),
            models.CheckConstraint(
                name="reporting_a_link_points_to_one_row",
                condition=Q(activity__isnull=False, assignment=None, agreement=None)
                | Q(activity=None, assignment__isnull=False, agreement=None)
                | Q(activity=None, assignment=None, agreement__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.activity_id or self.assignment_id or self.agreement_id}"
