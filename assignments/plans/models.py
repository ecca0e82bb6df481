"""What the work is planned as: tiltak, and the years that are closed to change."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.access import Viewer, is_administrator, is_directorate, parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre's own people; the directorate and the administrator see all."""
        if is_directorate(user) or is_administrator(user):
            return self
        return self.filter(centre__organisation__in=parties(user, Role.ADVISER, Role.LEADER))

    def running_in(self, year: int) -> Self:
        return self.filter(starts_on__year__lte=year).filter(
            Q(ends_on=None) | Q(ends_on__year__gte=year)
        )

    def for_list(self) -> Self:
        themes = "assignment_themes__theme__parent"
        return self.select_related("centre", "initiative").prefetch_related(themes)


@pghistory.track(model_name="AssignmentHistory")
class Assignment(models.Model):
    """A tiltak: what grant money pays for. Made by the leader, in `plans.actions`."""

    title = models.CharField(_("tittel"), max_length=160)
    description = models.TextField(_("kort om tiltaket"), blank=True, max_length=4000)
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="assignments", verbose_name=_("senter")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("satsing"),
    )
    themes: models.ManyToManyField[Theme, AssignmentTheme] = models.ManyToManyField(
        Theme, through="AssignmentTheme", related_name="+", verbose_name=_("temaer")
    )
    mandate_task = models.ForeignKey(
        MandateTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hovedoppgave i samfunnsoppdraget"),
    )
    municipalities: models.ManyToManyField[Municipality, models.Model] = models.ManyToManyField(
        Municipality, blank=True, related_name="assignments", verbose_name=_("kommuner")
    )
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # One form sent twice (a double click, a lost answer) makes one tiltak.
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "title", "pk"]
        verbose_name = _("tiltak")
        constraints = [
            models.CheckConstraint(
                name="plans_a_tiltak_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:assignment_detail", args=[self.pk])


class AssignmentTheme(models.Model):
    """A theme of a tiltak; position 0 is the main theme."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="assignment_themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "theme"], name="plans_a_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.theme_id}"


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
