"""How far a method has come in each municipality, over time, and how true to it the use is."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.models.tiltak import Assignment
from korus_portal.accounts.models import User
from korus_portal.audit.history import with_removal
from municipalities.models import Municipality


class Method(models.Model):
    """A method that services take into use. Only some have a scale of fidelity."""

    name = models.CharField(_("navn"), max_length=120, unique=True)
    fidelity_scale = models.CharField(_("skala for metodetrofasthet"), max_length=120, blank=True)
    fidelity_min = models.DecimalField(
        _("laveste verdi"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    fidelity_max = models.DecimalField(
        _("høyeste verdi"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(_("demodata"), default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("metode")
        constraints = [
            models.CheckConstraint(
                name="plans_a_scale_has_both_ends",
                condition=Q(fidelity_scale="", fidelity_min=None, fidelity_max=None)
                | (~Q(fidelity_scale="") & Q(fidelity_max__gt=F("fidelity_min"))),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_scale(self) -> bool:
        return bool(self.fidelity_scale)


@pghistory.track(*with_removal(), model_name="ImplementationStepHistory")
class ImplementationStep(models.Model):
    """A stage that a municipality had come to on a day. The latest one holds."""

    class Stage(models.TextChoices):
        EXPLORATION = "exploration", _("utforsking")
        INSTALLATION = "installation", _("installering")
        INITIAL = "initial", _("første implementering")
        FULL = "full", _("full implementering")
        SUSTAINED = "sustained", _("vedlikehold")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="steps")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune")
    )
    method = models.ForeignKey(
        Method, models.PROTECT, related_name="steps", verbose_name=_("metode")
    )
    stage = models.CharField(_("fase"), max_length=14, choices=Stage)
    day = models.DateField(_("dato"))
    fidelity = models.DecimalField(
        _("metodetrofasthet"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(_("hvordan vi vet det"), max_length=300, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["municipality", "method", "-day", "-pk"]
        verbose_name = _("implementeringsfase")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "municipality", "method", "day"],
                name="plans_one_stage_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.method_id} {self.day}: {self.stage}"
