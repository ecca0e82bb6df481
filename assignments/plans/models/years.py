"""What a tiltak was in each year, and the years that are closed to change."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.models.tiltak import Assignment
from centres.models import Centre, Initiative
from korus_portal.accounts.models import User


@pghistory.track(model_name="AssignmentYearHistory")
class AssignmentYear(models.Model):
    """What a tiltak was in one year's report: new, continued, or continued with a change."""

    class Status(models.TextChoices):
        NEW = "new", _("nytt")
        CONTINUED = "continued", _("videreført")
        CHANGED = "changed", _("videreført med vesentlig dreining")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    status = models.CharField(_("status i året"), max_length=10, choices=Status)
    change_text = models.TextField(_("hva er endret"), blank=True, max_length=4000)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "year"], name="plans_one_status_per_year"
            ),
            models.CheckConstraint(
                name="plans_a_change_says_what_changed",
                condition=~Q(status="changed") | ~Q(change_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.year}: {self.get_status_display()}"


@pghistory.track(model_name="InitiativeYearHistory")
class InitiativeYear(models.Model):
    """What a satsing was at one centre in one year's report (rule 30 covers them too)."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="initiative_years")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    status = models.CharField(_("status i året"), max_length=10, choices=AssignmentYear.Status)
    change_text = models.TextField(_("hva er endret"), blank=True, max_length=4000)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "initiative", "year"],
                name="plans_one_status_per_initiative_and_year",
            ),
            models.CheckConstraint(
                name="plans_a_changed_initiative_says_what_changed",
                condition=~Q(status="changed") | ~Q(change_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.initiative_id} {self.year}"


class ClosedYear(models.Model):
    """A centre's year whose report is submitted: nobody changes its rows any more."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="closed_years")
    year = models.PositiveSmallIntegerField(_("år"))
    closed_at = models.DateTimeField(_("lukket"), default=timezone.now)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["centre", "year"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year"], name="plans_a_year_closes_once")
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}"
