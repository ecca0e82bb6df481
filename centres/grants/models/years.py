"""What a centre's year is staffed and paid by, beside the grants."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.history import with_removal
from korus_portal.notifications.redaction import REDACTED


@pghistory.track(model_name="CentreYearHistory")
class CentreYear(models.Model):
    """Full-time equivalents (årsverk) of a centre's year: agreed, and filled on average."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    # Empty is unknown, not 0.
    fte_agreed = models.DecimalField(
        _("avtalte årsverk"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    fte_filled = models.DecimalField(
        _("besatte årsverk"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["centre", "year"]
        verbose_name = _("senterets år")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year"], name="grants_one_row_per_centre_and_year"
            ),
            models.CheckConstraint(
                name="grants_fte_are_not_negative",
                condition=(Q(fte_agreed=None) | Q(fte_agreed__gte=0))
                & (Q(fte_filled=None) | Q(fte_filled__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}"


@pghistory.track(*with_removal(), model_name="OtherIncomeHistory")
class OtherIncome(models.Model):
    """Money of a centre's year that is not in a letter registered here, in whole kroner."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="other_income")
    year = models.PositiveSmallIntegerField(_("år"))
    source = models.CharField(_("hvem pengene kommer fra"), max_length=160)
    amount = models.PositiveIntegerField(_("beløp i kroner"))
    # A public grant may not pay again for what another public grant has paid in full.
    is_public_grant = models.BooleanField(_("offentlig tilskudd"), default=False)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["centre", "year", "pk"]
        verbose_name = _("annen inntekt")
        verbose_name_plural = _("andre inntekter")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "source"],
                # Several may be redacted.
                condition=~Q(source=REDACTED),
                name="grants_an_income_once",
            ),
            models.CheckConstraint(name="grants_an_income_says_from_whom", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.source
