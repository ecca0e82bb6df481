"""One grant of a year: what was applied for, what the letter gives, and what it asks for."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.accounts.access import Viewer, is_administrator, is_directorate, parties
from korus_portal.accounts.models import Organisation, Role
from korus_portal.audit.history import with_removal
from korus_portal.files.models import StoredFile


class GrantQuerySet(models.QuerySet["Grant"]):
    def visible_to(self, user: Viewer) -> Self:
        """The centre's own people, the directorate that gives it, and the administrator."""
        if is_directorate(user) or is_administrator(user):
            return self
        own = parties(user, Role.ADVISER, Role.LEADER)
        return self.filter(centre__organisation__in=own)

    def of_year(self, centre: Centre, year: int) -> Self:
        return self.filter(centre=centre, year=year)


@pghistory.track(model_name="GrantHistory")
class Grant(models.Model):
    """One grant letter: scheme, year and one legal recipient. Amounts are whole kroner."""

    class Channel(models.TextChoices):
        """Where the report must be handed in to count as received."""

        PORTAL = "portal", _("her i portalen")
        ALTINN = "altinn", _("Altinn")
        OTHER = "other", _("annen kanal")

    # Helsedirektoratet's usual limit: above it an auditor confirms the accounts.
    AUDITOR_FROM: ClassVar[int] = 200_000

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
    applied_on = models.DateField(_("søknadsdato"), null=True, blank=True)
    applied_amount = models.PositiveIntegerField(_("søkt beløp i kroner"), null=True, blank=True)
    application_reference = models.CharField(_("referanse i søknaden"), max_length=120, blank=True)
    application = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("søknad"),
    )
    letter_on = models.DateField(_("brevdato"), null=True, blank=True)
    letter = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tilskuddsbrev"),
    )
    # As the letter says; the portal's usual day where it says nothing.
    report_due_on = models.DateField(_("rapporteringsfrist i brevet"), null=True, blank=True)
    report_channel = models.CharField(
        _("hvor rapporten skal leveres"), max_length=10, choices=Channel, default=Channel.PORTAL
    )
    auditor_from = models.PositiveIntegerField(
        _("revisor bekrefter fra (kroner)"), default=AUDITOR_FROM
    )
    is_demo = models.BooleanField(_("demodata"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "centre", "scheme", "pk"]
        verbose_name = _("tilskudd")
        verbose_name_plural = _("tilskudd")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "scheme", "year"], name="grants_one_letter_per_scheme_and_year"
            ),
            models.CheckConstraint(
                name="grants_a_report_is_due_after_its_year",
                condition=Q(report_due_on=None) | Q(report_due_on__year__gt=models.F("year")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("grants:grant_detail", args=[self.pk])


@pghistory.track(*with_removal(), model_name="GrantLineHistory")
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


@pghistory.track(*with_removal(), model_name="GrantItemHistory")
class GrantItem(models.Model):
    """A numbered point of the letter that the report must answer."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("mål")
        CRITERION = "criterion", _("kriterium for måloppnåelse")
        REQUIREMENT = "requirement", _("krav")

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="items")
    kind = models.CharField(_("type"), max_length=12, choices=Kind)
    # As printed in the letter: «3.2», «4 b».
    number = models.CharField(_("punkt"), max_length=12)
    text = models.CharField(_("tekst"), max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["grant", "position", "pk"]
        verbose_name = _("punkt i brevet")
        verbose_name_plural = _("punkter i brevet")
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="grants_an_item_once"),
            models.CheckConstraint(
                name="grants_an_item_has_number_and_text", condition=~Q(number="") & ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


@pghistory.track(*with_removal(), model_name="ApplicationLineHistory")
class ApplicationLine(models.Model):
    """A line of the application's budget (salaries, travel …): what the accounts follow."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="application_lines")
    name = models.CharField(_("budsjettpost i søknaden"), max_length=160)
    amount = models.PositiveIntegerField(_("budsjett i kroner"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["grant", "position", "pk"]
        verbose_name = _("budsjettpost i søknaden")
        verbose_name_plural = _("budsjettposter i søknaden")
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "name"], name="grants_an_application_line_once"
            ),
            models.CheckConstraint(
                name="grants_an_application_line_has_a_name", condition=~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
