"""Municipalities of the catchment that got no offer in the year, each with a reason."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import User
from korus_portal.audit.history import with_removal
from municipalities.models import Municipality
from reporting.models.report import AnnualReport


@pghistory.track(*with_removal(), model_name="NotReachedHistory")
class NotReached(models.Model):
    """Why a municipality was not reached («brukt», rule 8). One text for all is a section."""

    class Reason(models.TextChoices):
        NO_CAPACITY_THERE = "no_capacity_there", _("kommunen hadde ikke kapasitet")
        NO_CAPACITY_HERE = "no_capacity_here", _("senteret hadde ikke kapasitet")
        NO_NEED = "no_need", _("kommunen meldte ikke behov")
        NO_ANSWER = "no_answer", _("kommunen svarte ikke")
        OTHER_CENTRE = "other_centre", _("kommunen fikk tilbud fra et annet senter")
        PLANNED = "planned", _("planlagt neste år")
        NOT_ASKED = "not_asked", _("kommunen ble ikke kontaktet")

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="not_reached")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    reason = models.CharField(_("årsak"), max_length=20, choices=Reason)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "municipality__code"]
        verbose_name = _("kommune som ikke er nådd")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "municipality"], name="reporting_one_reason_per_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.municipality_id}: {self.reason}"
