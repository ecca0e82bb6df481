"""What hangs on an activity: places, themes, who took part by numbers, and whose hours."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.activities.models.activity import Activity
from assignments.plans.choices import Attendee, Sector
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme


class ActivityMunicipality(models.Model):
    """A municipality that an activity was for, with its own attendances where recorded."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="activity_municipalities")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    attendances = models.PositiveIntegerField(_("deltakelser"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["municipality__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "municipality"], name="activities_a_municipality_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.municipality_id}"


class ActivityTheme(models.Model):
    """A theme of an activity; position 0 is the main theme and takes the hours (rule 21)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="activity_themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "theme"], name="activities_a_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.theme_id}"


class HeadCount(models.Model):
    """How many of those who took part came from a sector, or in a role. Never names."""

    class By(models.TextChoices):
        SECTOR = "sector", _("sektor")
        ROLE = "role", _("rolle")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="head_counts")
    by = models.CharField(max_length=8, choices=By)
    # A value of `Sector` or of `Attendee`, by `by`.
    key = models.CharField(max_length=30)
    number = models.PositiveIntegerField(_("antall"))

    class Meta:
        ordering: ClassVar[list[str]] = ["by", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "by", "key"], name="activities_a_head_count_once"
            ),
            models.CheckConstraint(
                name="activities_head_counts_are_of_a_known_group",
                condition=Q(by="sector", key__in=Sector.values)
                | Q(by="role", key__in=Attendee.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.by} {self.key}: {self.number}"


@pghistory.track(model_name="AdviserHoursHistory")
class AdviserHours(models.Model):
    """Hours of one adviser, where the centre has turned that on. Never leaves the centre."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="adviser_hours")
    adviser = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("rådgiver"))
    hours = models.DecimalField(_("timer"), max_digits=7, decimal_places=2)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "adviser"], name="activities_an_adviser_stands_once"
            ),
            models.CheckConstraint(
                name="activities_adviser_hours_are_positive", condition=Q(hours__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.adviser_id}: {self.hours}"
