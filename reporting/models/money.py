"""The accounts of a report: one for each grant, by the lines of the application. Whole kroner."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.grants.models import ApplicationLine, Grant, OtherIncome
from korus_portal.audit.history import with_removal
from korus_portal.files.models import StoredFile
from korus_portal.notifications.redaction import REDACTED
from reporting.models.report import AnnualReport


@pghistory.track(model_name="AccountHistory")
class Account(models.Model):
    """What became of one grant's money. Empty is not filled in, not 0."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="accounts")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="accounts")
    carried_in = models.PositiveIntegerField(
        _("overført fra i fjor (kroner)"), null=True, blank=True
    )
    carried = models.PositiveIntegerField(
        _("søkes overført til neste år (kroner)"), null=True, blank=True
    )
    repaid = models.PositiveIntegerField(_("betalt tilbake (kroner)"), null=True, blank=True)
    comment = models.TextField(_("merknad til regnskapet"), blank=True, max_length=4000)
    auditor = models.CharField(_("revisor"), max_length=160, blank=True)
    audited_on = models.DateField(_("bekreftet dato"), null=True, blank=True)
    audit_statement = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revisorbekreftelse"),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "grant"]
        verbose_name = _("regnskap")
        constraints = [
            models.UniqueConstraint(fields=["report", "grant"], name="reporting_a_grant_once"),
            models.CheckConstraint(
                name="reporting_a_confirmed_account_says_who_and_when",
                condition=Q(auditor="", audited_on=None)
                | (~Q(auditor="") & Q(audited_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.grant_id}"


@pghistory.track(model_name="AccountLineHistory")
class AccountLine(models.Model):
    """What a line of the application's budget came to, and why it differs."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="lines")
    line = models.ForeignKey(ApplicationLine, models.PROTECT, related_name="account_lines")
    actual = models.IntegerField(_("regnskap (kroner)"), null=True, blank=True)
    reason = models.CharField(_("hvorfor avvik"), max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["account", "line__position", "pk"]
        verbose_name = _("regnskapslinje")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "line"], name="reporting_an_account_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.line_id}: {self.actual}"


@pghistory.track(*with_removal(), model_name="SharedCostHistory")
class SharedCost(models.Model):
    """A cost that several grants or incomes pay for together; never more than it came to."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="shared_costs")
    name = models.CharField(_("kostnad"), max_length=160)
    amount = models.PositiveIntegerField(_("hele kostnaden (kroner)"))

    class Meta:
        ordering: ClassVar[list[str]] = ["report", "pk"]
        verbose_name = _("delt kostnad")
        constraints = [
            # Several may be redacted.
            models.UniqueConstraint(
                fields=["report", "name"],
                condition=~Q(name=REDACTED),
                name="reporting_a_cost_once",
            ),
            models.CheckConstraint(name="reporting_a_cost_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*with_removal(), model_name="SharedCostPartHistory")
class SharedCostPart(models.Model):
    """What one grant or one other income pays of a shared cost."""

    cost = models.ForeignKey(SharedCost, models.CASCADE, related_name="parts")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    income = models.ForeignKey(OtherIncome, models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.PositiveIntegerField(_("andel (kroner)"))

    class Meta:
        ordering: ClassVar[list[str]] = ["cost", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cost", "grant"], name="reporting_a_grant_pays_once"),
            models.UniqueConstraint(
                fields=["cost", "income"], name="reporting_an_income_pays_once"
            ),
            models.CheckConstraint(
                name="reporting_a_part_is_paid_by_one",
                condition=Q(grant__isnull=False, income=None) | Q(grant=None, income__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost_id}: {self.amount}"
