"""What a tiltak is for: policy, target groups, goals that can be measured, and its money."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.plans.choices import Education, Sector
from assignments.plans.models.tiltak import Assignment
from centres.grants.models import GrantLine
from korus_portal.accounts.models import User
from korus_portal.audit.history import with_removal


@pghistory.track(*with_removal(), model_name="PolicyAimHistory")
class PolicyAim(models.Model):
    """A plan, white paper, guideline or pathway that the tiltak helps to carry out."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("opptrappingsplan eller handlingsplan")
        WHITE_PAPER = "white_paper", _("stortingsmelding")
        GUIDELINE = "guideline", _("nasjonal faglig retningslinje")
        PATHWAY = "pathway", _("pakkeforløp")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="policy_aims")
    kind = models.CharField(_("type"), max_length=12, choices=Kind)
    title = models.CharField(_("tittel"), max_length=200)
    aim = models.CharField(_("mål eller kapittel"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "title", "pk"]
        verbose_name = _("politisk mål")

    def __str__(self) -> str:
        return self.title


@pghistory.track(*with_removal(), model_name="TargetGroupHistory")
class TargetGroup(models.Model):
    """Whom the tiltak is for: profession, sector and level of education; at least one of them."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="target_groups")
    profession = models.CharField(_("yrkesgruppe"), max_length=120, blank=True)
    sector = models.CharField(_("sektor"), max_length=30, choices=Sector, blank=True)
    education = models.CharField(_("utdanningsnivå"), max_length=20, choices=Education, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("målgruppe")
        constraints = [
            models.CheckConstraint(
                name="plans_a_target_group_says_whom",
                condition=~Q(profession="") | ~Q(sector="") | ~Q(education=""),
            )
        ]

    def __str__(self) -> str:
        return self.profession or str(self.get_sector_display())


@pghistory.track(*with_removal(), model_name="GoalHistory")
class Goal(models.Model):
    """What the tiltak is to achieve."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="goals")
    text = models.CharField(_("mål"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = _("mål")

    def __str__(self) -> str:
        return self.text


@pghistory.track(*with_removal(), model_name="GoalIndicatorHistory")
class GoalIndicator(models.Model):
    """How one can see that a goal is reached: from a baseline to a target, in a unit."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="indicators")
    name = models.CharField(_("indikator"), max_length=200)
    unit = models.CharField(_("enhet"), max_length=40)
    baseline = models.DecimalField(
        _("utgangspunkt"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(_("mål"), max_digits=12, decimal_places=2)
    due_year = models.PositiveSmallIntegerField(_("nås innen"))

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("indikator for måloppnåelse")

    def __str__(self) -> str:
        return self.name


@pghistory.track(*with_removal(), model_name="IndicatorResultHistory")
class IndicatorResult(models.Model):
    """Where an indicator stood at the end of a year, and how that is known."""

    indicator = models.ForeignKey(GoalIndicator, models.CASCADE, related_name="results")
    year = models.PositiveSmallIntegerField(_("år"))
    value = models.DecimalField(_("resultat"), max_digits=12, decimal_places=2)
    source = models.CharField(_("kilde"), max_length=300)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"], name="plans_one_result_per_indicator_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.value}"


@pghistory.track(*with_removal(), model_name="FundingHistory")
class Funding(models.Model):
    """The share of a tiltak, in per cent, that a budget line of a grant pays for."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="funding")
    line = models.ForeignKey(
        GrantLine, models.PROTECT, related_name="funding", verbose_name=_("budsjettlinje")
    )
    share = models.DecimalField(
        _("andel i prosent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["line"]
        verbose_name = _("finansiering")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "line"], name="plans_a_budget_line_pays_once"
            ),
            models.CheckConstraint(
                name="plans_shares_lie_above_0_and_up_to_100",
                condition=Q(share__gt=0, share__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.line_id}: {self.share} %"
