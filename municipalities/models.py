"""Who is served: counties and municipalities over time, county governors, themes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import Organisation

# SSB's limit for a small municipality, in inhabitants (rules of counting, 25).
SMALL = 5000


def in_force(on: date) -> Q:
    """Rows valid on a day; an empty bound means unknown or not yet ended."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))


class Loaded(models.Model):
    """A row of the reference data that people may correct; the loader leaves what they entered."""

    # Names of the columns that a person has entered.
    entered = ArrayField(models.CharField(max_length=30), default=list, blank=True, editable=False)
    # Made in the portal: no file knows the row, and none can retire it.
    is_made_here = models.BooleanField(_("lagt til i portalen"), default=False, editable=False)

    class Meta:
        abstract = True


class CountyQuerySet(models.QuerySet["County"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(in_force(on))


class County(models.Model):
    """A county (fylke), one row per code that was ever in force. Written by the loader alone."""

    code = models.CharField(_("fylkesnummer"), max_length=2, unique=True)
    name = models.CharField(_("navn"), max_length=60)
    name_sami = models.CharField(_("samisk navn"), max_length=60, blank=True)
    name_kven = models.CharField(_("kvensk navn"), max_length=60, blank=True)
    valid_from = models.DateField(_("gyldig fra"), null=True, blank=True)
    valid_to = models.DateField(_("gyldig til"), null=True, blank=True)
    # Norwegian order as plain bytes, so that every server sorts alike (see names.sort_key).
    sort_key = models.BinaryField(editable=False)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("fylke")
        verbose_name_plural = _("fylker")

    def __str__(self) -> str:
        return self.name


class CountyChange(models.Model):
    """One county became, or gave land to, another on a day."""

    date = models.DateField(_("dato"))
    change_type = models.CharField(_("endring"), max_length=10)
    old_code = models.CharField(max_length=2)
    old_name = models.CharField(max_length=60)
    new_code = models.CharField(max_length=2)
    new_name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date", "old_code", "new_code"]
        verbose_name = _("fylkesendring")
        verbose_name_plural = _("fylkesendringer")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "change_type", "old_code", "new_code", "note"],
                name="municipalities_county_changes_stand_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.old_code} → {self.new_code}"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everyone may see every municipality: the register is public."""
        return self.all()

    def municipalities(self) -> Self:
        """Municipalities proper, without city districts."""
        return self.filter(kind=Municipality.Kind.MUNICIPALITY)

    def districts(self) -> Self:
        return self.filter(kind=Municipality.Kind.DISTRICT)

    def in_force(self, *, on: date) -> Self:
        """Municipalities (districts apart) in force on a day, in Norwegian order of name."""
        return self.municipalities().filter(in_force(on))

    def places_in_force(self, *, on: date) -> Self:
        """Municipalities and city districts in force on a day."""
        return self.filter(in_force(on))


class Municipality(models.Model):
    """A municipality or city district, one row per code that was ever in force."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("kommune")
        DISTRICT = "district", _("bydel")

    code = models.CharField(_("kommunenummer"), max_length=6, unique=True)
    kind = models.CharField(_("type"), max_length=12, choices=Kind)
    name = models.CharField(_("navn"), max_length=80)
    official_name = models.CharField(_("offisielt navn"), max_length=120, blank=True)
    name_sami = models.CharField(_("samisk navn"), max_length=80, blank=True)
    name_kven = models.CharField(_("kvensk navn"), max_length=80, blank=True)
    county = models.ForeignKey(
        County, models.PROTECT, related_name="municipalities", verbose_name=_("fylke")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="districts"
    )
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="municipality"
    )
    valid_from = models.DateField(_("gyldig fra"), null=True, blank=True)
    valid_to = models.DateField(_("gyldig til"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    area_km2 = models.DecimalField(
        _("areal (km²)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    area_basis = models.CharField(max_length=30, blank=True)
    population = models.PositiveIntegerField(_("innbyggere"), null=True, blank=True)
    population_date = models.DateField(_("innbyggere per"), null=True, blank=True)
    centrality_class = models.PositiveSmallIntegerField(_("sentralitet"), null=True, blank=True)
    centrality_index = models.PositiveSmallIntegerField(null=True, blank=True)
    language_form = models.CharField(
        _("språkform"), max_length=10, choices=Organisation.Language, blank=True
    )
    # None where the source is silent (1640 Røros).
    sami_admin_area = models.BooleanField(_("samisk forvaltningsområde"), null=True, blank=True)
    sort_key = models.BinaryField(editable=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        constraints = [
            models.CheckConstraint(
                name="municipalities_districts_have_a_parent",
                condition=Q(kind="municipality", parent=None, code__regex=r"^[0-9]{4}$")
                | Q(kind="district", parent__isnull=False, code__regex=r"^[0-9]{6}$"),
            ),
            models.CheckConstraint(
                name="municipalities_validity_runs_forwards",
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="municipalities_centrality_is_one_to_six",
                condition=Q(centrality_class=None) | Q(centrality_class__range=(1, 6)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:municipality_detail", args=[self.code])

    @property
    def is_district(self) -> bool:
        return self.kind == self.Kind.DISTRICT

    @property
    def counts_as_id(self) -> int:
        """What a row here gives a level: a district gives it to its municipality (rule 11)."""
        return self.parent_id or self.pk

    def is_in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or self.valid_to >= on
        )


class MunicipalityChange(models.Model):
    """One code became another on a day. A split has one row per receiver."""

    class Type(models.TextChoices):
        MERGE = "merge", _("sammenslått")
        SPLIT = "split", _("delt")
        RENUMBER = "renumber", _("nytt nummer")
        RENAME = "rename", _("nytt navn")
        BOUNDARY = "boundary", _("grensejustering")

    date = models.DateField(_("dato"))
    change_type = models.CharField(_("endring"), max_length=10, choices=Type)
    old = models.ForeignKey(Municipality, models.PROTECT, related_name="changes_from")
    old_name = models.CharField(max_length=120)
    new = models.ForeignKey(Municipality, models.PROTECT, related_name="changes_to")
    new_name = models.CharField(max_length=120)
    source = models.CharField(_("kilde"), max_length=300)

    class Meta:
        ordering = ["date", "old__code", "new__code"]
        verbose_name = _("kommuneendring")
        verbose_name_plural = _("kommuneendringer")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "change_type", "old", "new"],
                name="municipalities_changes_stand_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.old_name} → {self.new_name}"


class CountyGovernor(models.Model):
    """A Statsforvalter with its counties."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("navn"), max_length=120)
    counties: models.ManyToManyField[County, models.Model] = models.ManyToManyField(
        County, related_name="governors", verbose_name=_("fylker")
    )
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="governor")
    source = models.CharField(_("kilde"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("statsforvalter")
        verbose_name_plural = _("statsforvaltere")

    def __str__(self) -> str:
        return self.name


class TranslatedName(Loaded):
    """A closed list's row with its name in both written standards; retired, never deleted."""

    name_nb = models.CharField(_("navn (bokmål)"), max_length=160)
    name_nn = models.CharField(_("navn (nynorsk)"), max_length=160)
    retired_on = models.DateField(_("utgått"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_nn if get_language() == "nn" else self.name_nb


class ThemeQuerySet(models.QuerySet["Theme"]):
    def current(self) -> Self:
        return self.filter(retired_on=None)


@pghistory.track(model_name="ThemeHistory")
class Theme(TranslatedName):
    """A field of need, in two levels."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("hører til"),
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = _("tema")
        verbose_name_plural = _("temaer")


class HexTile(models.Model):
    """Where a municipality stands on the hexagon map of a structure."""

    structure = models.PositiveSmallIntegerField(_("kommunestruktur"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="tiles")
    column = models.SmallIntegerField()
    row = models.SmallIntegerField()

    class Meta:
        ordering = ["structure", "row", "column"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "municipality"], name="municipalities_one_tile_each"
            ),
            models.UniqueConstraint(
                fields=["structure", "column", "row"], name="municipalities_tiles_do_not_overlap"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure} {self.municipality_id}: {self.column},{self.row}"
