"""What is counted: facts, one for each counted row and place, and the summary rows kept from them.

Written only by `coverage.actions`, in the transaction of whatever changed. Read by everybody.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Initiative, MandateTask
from municipalities.models import County, Municipality, Theme


class Level(models.IntegerChoices):
    """How far a row brings a municipality (rule 4). Levels nest: brukt ⊂ kontakt ⊂ kjent."""

    UNKNOWN = 0, _("ikke kjent")
    KNOWN = 1, _("kjent")
    CONTACTED = 2, _("kontakt")
    USED = 3, _("brukt")


def is_reached(level: int) -> bool:
    """«Nådd» and «fått et tilbud» mean brukt, everywhere (rule 8)."""
    return level >= Level.USED


# Status codes in exports (rules.md, words on screen).
LEVEL_CODES = {
    Level.UNKNOWN: "ikke_kjent",
    Level.KNOWN: "kjent",
    Level.CONTACTED: "kontakt",
    Level.USED: "brukt",
}


class Structure(models.TextChoices):
    """In which municipal structure a figure stands."""

    THEN = "then", _("slik den var")
    TODAY = "today", _("slik den er i dag")


class Slice(models.TextChoices):
    """What a summary row is cut by, besides place, centre and year."""

    NONE = "none", _("alt")
    THEME = "theme", _("tema")
    INITIATIVE = "initiative", _("satsing")
    MANDATE_TASK = "mandate_task", _("oppgave")


class Side(models.TextChoices):
    """On which side of the services those are whom the work was for."""

    MUNICIPAL = "municipal", _("kommunal side")
    SPECIALIST = "specialist", _("spesialisthelsetjenesten")
    COUNTY_AUTHORITY = "county_authority", _("fylkeskommunen")
    STATE = "state", _("staten")
    OTHER = "other", _("andre")


class Cut(models.TextChoices):
    """What work is cut by that belongs to no place."""

    SIDE = "side", _("side")
    # Key: a value of CoursePhase, a colon, a value of LifeStage; either may be empty.
    COURSE = "course", _("forløp og livsløp")


# Written by the database where an older version of the portal, still running while a newer one is
# put in, does not know the column.
NO_SIDES = Value([], ArrayField(models.CharField(max_length=16)))


class Fact(models.Model):
    """One counted row × place × centre × theme.

    Hours and attendances stand on the first theme's row only; further themes count the source
    alone (rule 21). `place` is empty for what belongs to no municipality: research, and
    attendances that were not recorded per municipality (rule 17).
    """

    class Source(models.TextChoices):
        ACTIVITY = "activity", _("aktivitet")
        REQUEST = "request", _("henvendelse")
        OUTREACH = "outreach", _("besvart kontakt")
        ROUND = "round", _("informasjonsrunde")
        AGREEMENT = "agreement", _("avtale")

    source_kind = models.CharField(max_length=10, choices=Source)
    source_id = models.BigIntegerField()
    day = models.DateField()
    year = models.PositiveSmallIntegerField()
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    centre_kind = models.CharField(max_length=20, choices=Centre.Kind)
    # The municipality of the day; for a row on a district its municipality (rule 11).
    place_then = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    # Today's municipality; the old one where a split leaves it undistributed (rule 23).
    place_today = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    mandate_task = models.ForeignKey(MandateTask, models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    hours = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    attendances = models.PositiveIntegerField(null=True)
    # Linked to another centre's row as the same event: counts for its own centre, and in what
    # several centres did only by its hours (rule 19).
    is_linked = models.BooleanField(default=False, db_default=False)
    # The source that it is linked to. A centre that was in several rows of one event has it once.
    linked_to = models.BigIntegerField(null=True)
    # Values of Side, in their order: equal parts of the hours belong to each. Activities alone.
    sides = ArrayField(
        models.CharField(max_length=16, choices=Side), default=list, db_default=NO_SIDES
    )
    # Values of CoursePhase and LifeStage, which lie above; empty where not told.
    course_phase = models.CharField(max_length=20, blank=True, default="", db_default="")
    life_stage = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "source_kind",
                    "source_id",
                    "year",
                    "centre",
                    "place_then",
                    "district",
                    "theme",
                    "initiative",
                    "mandate_task",
                ],
                nulls_distinct=False,
                name="coverage_a_fact_stands_once",
            ),
            models.CheckConstraint(
                name="coverage_facts_without_place_give_no_level",
                condition=Q(place_then__isnull=False, place_today__isnull=False)
                | Q(place_then=None, place_today=None, district=None, level=0),
            ),
        ]
        indexes = [
            models.Index(fields=["place_then", "year"], name="coverage_fact_then"),
            models.Index(fields=["place_today", "year"], name="coverage_fact_today"),
            models.Index(
                fields=["district", "year"],
                condition=Q(district__isnull=False),
                name="coverage_fact_district",
            ),
            models.Index(fields=["centre", "year"], name="coverage_fact_centre"),
            models.Index(
                fields=["linked_to"],
                condition=Q(linked_to__isnull=False),
                name="coverage_fact_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_kind} {self.source_id} {self.place_then_id} {self.theme_id}"

    @property
    def event_id(self) -> int:
        """What counts once at a centre: rows of the same event are one (rule 19)."""
        return self.linked_to or self.source_id


Row = TypeVar("Row", bound=models.Model)


class DoneByQuerySet(models.QuerySet[Row]):
    """Rows of one centre, of the centres of a kind, or of any."""

    def by(self, *, centre: Centre | None = None, kind: str = "") -> Self:
        """What one centre did, what those of a kind did, or what any centre did: once (rule 9)."""
        if centre is not None:
            return self.filter(centre=centre)
        return self.filter(centre=None, kind=kind)


class CoverageRowQuerySet(DoneByQuerySet["CoverageRow"]):
    def of_year(self, year: int, *, structure: str = Structure.THEN) -> Self:
        return self.filter(year=year, structure=structure)

    def whole(self) -> Self:
        """Not cut by theme, initiative or task."""
        return self.filter(slice=Slice.NONE, slice_key=0)

    def sliced(self, by: str, key: int) -> Self:
        """Of one theme, initiative or mandate task."""
        return self.filter(slice=by, slice_key=key)

    def municipalities(self) -> Self:
        return self.filter(place__kind=Municipality.Kind.MUNICIPALITY)

    def districts(self) -> Self:
        return self.filter(place__kind=Municipality.Kind.DISTRICT)

    def counties(self) -> Self:
        return self.filter(county__isnull=False)

    def country(self) -> Self:
        return self.filter(place=None, county=None)


class CoverageRow(models.Model):
    """The summary of all facts of one place, doer, year and slice.

    The place is a municipality or district (`place`), a county (`county`) or the country (neither).
    The doer is one centre (`centre`), the centres of a kind (`kind`) or any (neither).
    """

    structure = models.CharField(max_length=5, choices=Structure)
    year = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    county = models.ForeignKey(County, models.PROTECT, null=True, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    slice = models.CharField(max_length=12, choices=Slice)
    # Id of the theme, initiative or mandate task; 0 where the slice is none.
    slice_key = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.UNKNOWN)
    activities = models.PositiveIntegerField(default=0)
    # How many of them have hours: empty hours are unknown, not 0 (rule 15).
    activities_with_hours = models.PositiveIntegerField(default=0)
    hours = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    attendances = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    # In force at least one day of the year, signed by both (rule 26).
    agreements = models.PositiveIntegerField(default=0, db_default=0)
    last_contact_on = models.DateField(null=True)

    objects = CoverageRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "structure",
                    "year",
                    "place",
                    "county",
                    "centre",
                    "kind",
                    "slice",
                    "slice_key",
                ],
                nulls_distinct=False,
                name="coverage_one_row_per_key",
            ),
            models.CheckConstraint(
                name="coverage_a_row_has_one_place",
                condition=Q(place=None) | Q(county=None),
            ),
            models.CheckConstraint(
                name="coverage_a_row_has_one_doer",
                condition=Q(centre=None) | Q(kind=""),
            ),
            models.CheckConstraint(
                name="coverage_slices_have_a_key",
                condition=Q(slice="none", slice_key=0) | (~Q(slice="none") & Q(slice_key__gt=0)),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "structure", "year"], name="coverage_row_place"),
            models.Index(
                fields=["structure", "year", "slice", "slice_key", "centre", "kind"],
                name="coverage_row_doer",
            ),
        ]

    def __str__(self) -> str:
        where = self.place_id or self.county_id or "country"
        return f"{self.structure} {self.year} {where} {self.centre_id or self.kind or 'any'}"


class WorkRow(models.Model):
    """Hours and activities of one doer and year, cut by what belongs to no place.

    The doer is one centre (`centre`), the centres of a kind (`kind`) or any (neither). An activity
    for two sides stands in the rows of both, with half its hours in each; the key is empty where
    nothing was told.
    """

    year = models.PositiveSmallIntegerField()
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    cut = models.CharField(max_length=6, choices=Cut)
    key = models.CharField(max_length=41, blank=True)
    activities = models.PositiveIntegerField(default=0, db_default=0)
    # How many of them have hours: empty hours are unknown, not 0 (rule 15).
    activities_with_hours = models.PositiveIntegerField(default=0, db_default=0)
    hours = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)

    objects = DoneByQuerySet["WorkRow"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "centre", "kind", "cut", "key"],
                nulls_distinct=False,
                name="coverage_one_work_row_per_key",
            ),
            models.CheckConstraint(
                name="coverage_work_has_one_doer", condition=Q(centre=None) | Q(kind="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.centre_id or self.kind or 'any'} {self.cut} {self.key}"
