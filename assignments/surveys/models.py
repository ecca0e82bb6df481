"""The municipalities' own surveys: rounds of Ungdata and BrukerPlan, and what comes after."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.access import in_reach_of
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities.models import Municipality


class SurveyRoundQuerySet(models.QuerySet["SurveyRound"]):
    def visible_to(self, user: Viewer) -> Self:
        """The municipality itself, the centres of its catchment and its county governor."""
        return self.filter(in_reach_of(user))

    def for_list(self) -> Self:
        return self.select_related("municipality")


@pghistory.track(model_name="SurveyRoundHistory")
class SurveyRound(models.Model):
    """One round of a survey in a municipality: planned, then carried out, then presented."""

    class Survey(models.TextChoices):
        UNGDATA = "ungdata", "Ungdata"
        BRUKERPLAN = "brukerplan", "BrukerPlan"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="survey_rounds", verbose_name=_("kommune")
    )
    survey = models.CharField(_("undersøkelse"), max_length=12, choices=Survey)
    year = models.PositiveSmallIntegerField(_("år"))
    # Empty while the round is planned.
    carried_out_on = models.DateField(_("gjennomført"), null=True, blank=True)
    presented_on = models.DateField(_("lagt fram for kommunen"), null=True, blank=True)
    parties = models.CharField(_("partene i avtalen"), max_length=300, blank=True)
    reference = models.CharField(_("kilde"), max_length=300, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "survey", "pk"]
        verbose_name = _("undersøkelse")
        verbose_name_plural = _("undersøkelser")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "survey", "year"], name="surveys_one_round_a_year"
            ),
            models.CheckConstraint(
                name="surveys_presented_after_it_was_carried_out",
                condition=Q(presented_on=None)
                | Q(carried_out_on__isnull=False, presented_on__gte=models.F("carried_out_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_survey_display()} {self.year} {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:round_detail", args=[self.pk])


@pghistory.track(model_name="FollowUpTaskHistory")
class FollowUpTask(models.Model):
    """What a round is to be followed up by: a task with an owner and a day."""

    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="tasks")
    text = models.CharField(_("oppgave"), max_length=300)
    # A function («folkehelsekoordinator»), not a person's name.
    owner = models.CharField(_("ansvarlig funksjon"), max_length=120)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["done_on", "due_on", "pk"]
        verbose_name = _("oppfølgingsoppgave")

    def __str__(self) -> str:
        return self.text
