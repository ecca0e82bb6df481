"""Grants: the money a centre is given for a year, by budget line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.accounts.models import Organisation


class Grant(models.Model):
    """One grant letter: scheme, year and legal recipient."""

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="grants", verbose_name=_("senter")
    )
    scheme = models.CharField(_("tilskuddsordning"), max_length=200)
    year = models.PositiveSmallIntegerField(_("år"))
    # The host that signs for the money; its organisation number stands with the party.
    recipient = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tilskuddsmottaker"),
    )
    reference = models.CharField(_("referanse i tilskuddsbrevet"), max_length=120, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)

    class Meta:
        ordering = ["-year", "centre", "scheme", "pk"]
        verbose_name = _("tilskudd")
        verbose_name_plural = _("tilskudd")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "scheme", "year"], name="grants_one_letter_per_scheme_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.year}"


class GrantLine(models.Model):
    """A budget line of the letter: chapter, item and amount in whole kroner."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="lines")
    chapter = models.CharField(_("kapittel"), max_length=10)
    item = models.CharField(_("post"), max_length=10)
    amount = models.PositiveIntegerField(_("beløp i kroner"), null=True, blank=True)

    class Meta:
        ordering = ["grant", "chapter", "item"]
        verbose_name = _("budsjettlinje")
        verbose_name_plural = _("budsjettlinjer")
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "chapter", "item"], name="grants_a_budget_line_once"
            ),
            models.CheckConstraint(
                name="grants_a_line_has_chapter_and_item",
                condition=~Q(chapter="") & ~Q(item=""),
            ),
        ]

    def __str__(self) -> str:
        return _("kap. %(chapter)s post %(item)s") % {"chapter": self.chapter, "item": self.item}
