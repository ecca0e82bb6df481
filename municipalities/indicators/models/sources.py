"""What is measured, by whom, and who may see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, is_administrator, parties
from korus_portal.accounts.models import Organisation, User
from municipalities.indicators.lineage import ids_belonging_to
from municipalities.models import Municipality, Theme, TranslatedName


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: Viewer) -> Self:
        """Everyone may know which sources there are; their figures have rules of their own."""
        return self.all()

    def importable_by(self, user: Viewer) -> Self:
        """The administrator imports everything, others what their organisation keeps."""
        if is_administrator(user):
            return self.all()
        return self.filter(keepers__in=parties(user)).distinct()


@pghistory.track(model_name="SourceHistory")
class Source(TranslatedName):
    """Who publishes the figures: Ungdata, BrukerPlan, IS 24/8, KOSTRA, public-health profiles."""

    class Publication(models.TextChoices):
        PUBLIC = "public", _("åpne for alle")
        OPENED = "opened", _("bare for dem eieren har åpnet for")

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    publisher = models.CharField(_("utgiver"), max_length=160)
    url = models.URLField(_("nettsted"), blank=True)
    licence = models.CharField(_("lisens"), max_length=160, blank=True)
    periodicity_nb = models.CharField(_("hvor ofte (bokmål)"), max_length=120, blank=True)
    periodicity_nn = models.CharField(_("hvor ofte (nynorsk)"), max_length=120, blank=True)
    publication = models.CharField(
        _("hvem som får se kommunetall"), max_length=10, choices=Publication
    )
    publication_note_nb = models.CharField(max_length=300, blank=True)
    publication_note_nn = models.CharField(max_length=300, blank=True)
    # Whether what is said of the source was read at the source itself.
    is_verified = models.BooleanField(_("bekreftet"), default=False)
    keepers: models.ManyToManyField[Organisation, models.Model] = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("kan importere")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        verbose_name = _("kilde")
        verbose_name_plural = _("kilder")

    @property
    def periodicity(self) -> str:
        return self.periodicity_nn if get_language() == "nn" else self.periodicity_nb

    @property
    def publication_note(self) -> str:
        return self.publication_note_nn if get_language() == "nn" else self.publication_note_nb


@pghistory.track(model_name="IndicatorHistory")
class Indicator(TranslatedName):
    """One thing measured, with its definition, unit and direction."""

    class Direction(models.TextChoices):
        HIGHER_IS_WORSE = "higher_is_worse", _("høyere tall tyder på større behov")
        LOWER_IS_WORSE = "lower_is_worse", _("lavere tall tyder på større behov")
        NEUTRAL = "neutral", _("sier ikke noe om behov alene")

    class Use(models.TextChoices):
        """What the indicator says in the list of municipalities to call."""

        NEED = "need", _("behov")
        INEQUALITY = "inequality", _("sosial ulikhet")
        STAFFING = "staffing", _("fagfolk per innbygger")
        BACKGROUND = "background", _("bakgrunn")

    class Unit(models.TextChoices):
        PERCENT = "percent", _("prosent")
        NUMBER = "number", _("antall")
        PER_1000 = "per_1000", _("per 1 000 innbyggere")
        PER_10000 = "per_10000", _("per 10 000 innbyggere")
        RATIO = "ratio", _("forholdstall")

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="indicators", verbose_name=_("kilde")
    )
    code = models.SlugField(_("kode"), max_length=60, unique=True)
    definition_nb = models.TextField(_("definisjon (bokmål)"))
    definition_nn = models.TextField(_("definisjon (nynorsk)"))
    unit = models.CharField(_("enhet"), max_length=10, choices=Unit)
    decimals = models.PositiveSmallIntegerField(_("desimaler"), default=1)
    direction = models.CharField(_("retning"), max_length=20, choices=Direction)
    use = models.CharField(_("brukes til"), max_length=12, choices=Use, default=Use.BACKGROUND)
    # Counts may be added when municipalities merge; shares and rates may not (rule 23).
    is_additive = models.BooleanField(_("kan legges sammen"), default=False)
    themes: models.ManyToManyField[Theme, models.Model] = models.ManyToManyField(
        Theme, related_name="indicators", blank=True, verbose_name=_("temaer")
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "code"]
        verbose_name = _("indikator")
        verbose_name_plural = _("indikatorer")
        constraints = [
            models.CheckConstraint(
                name="indicators_only_numbers_are_added_up",
                condition=Q(is_additive=False) | Q(unit="number"),
            )
        ]

    @property
    def definition(self) -> str:
        return self.definition_nn if get_language() == "nn" else self.definition_nb


def owned_ids(held: Collection[int]) -> set[int]:
    """Municipalities of these organisations and their districts, with what became them."""
    if not held:
        return set()
    owned = Q(organisation__in=held) | Q(parent__organisation__in=held)
    ids = Municipality.objects.filter(owned).order_by().values_list("pk", flat=True)
    return set().union(*ids_belonging_to(list(ids)).values())


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user: Viewer) -> Self:
        """The administrator, whoever keeps the source, the municipality and the receiver."""
        if is_administrator(user):
            return self
        held = parties(user)
        own = Q(municipality__in=owned_ids(held))
        return self.filter(Q(source__keepers__in=held) | own | Q(receiver__in=held)).distinct()

    def in_force(self) -> Self:
        return self.filter(ended_at=None)


@pghistory.track(model_name="OpeningHistory")
class Opening(models.Model):
    """The owner has opened a municipality's figures of a source, with a reference to where."""

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="openings", verbose_name=_("kilde")
    )
    # Empty: the figures of every municipality.
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kommune"),
    )
    # Empty: opened for everybody.
    receiver = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("åpnet for"),
    )
    reference = models.CharField(_("referanse"), max_length=200)
    opened_at = models.DateTimeField(_("åpnet"), default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("lukket"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("åpning")
        constraints = [
            models.CheckConstraint(
                name="indicators_ended_openings_say_by_whom",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="indicators_openings_have_a_reference", condition=~Q(reference="")
            ),
            models.UniqueConstraint(
                fields=["source", "municipality", "receiver"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="indicators_an_opening_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.municipality_id} → {self.receiver_id}"
