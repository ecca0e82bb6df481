"""The values themselves, as applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer, parties
from municipalities.indicators.lineage import ids_belonging_to
from municipalities.indicators.models.batches import Batch
from municipalities.indicators.models.marks import Mark, is_number
from municipalities.indicators.models.sources import Indicator, Opening, Source, owned_ids
from municipalities.models import County, Municipality


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def current(self) -> Self:
        """The latest applied value of each indicator, place and year.

        A value under embargo waits beside the one it replaces. From its date on it alone stands.
        """
        newer = (
            IndicatorValue.objects.filter(
                is_current=True,
                embargo_until__lte=timezone.localdate(),
                indicator=OuterRef("indicator"),
                year=OuterRef("year"),
                batch__applied_at__gt=OuterRef("batch__applied_at"),
            )
            .annotate(place=Coalesce("municipality", 0), area=Coalesce("county", 0))
            .filter(
                place=Coalesce(OuterRef("municipality"), 0), area=Coalesce(OuterRef("county"), 0)
            )
        )
        return self.filter(~Exists(newer), is_current=True)

    def visible_to(self, user: Viewer) -> Self:
        """Rules.md: an embargoed value is the importer's alone until its date; municipal figures
        of a source that is not open to all show to the municipality itself, and to whom the
        owner has opened them. What has become a municipality, or a part of it, is its own."""
        held = parties(user)
        free = Q(embargo_until=None) | Q(embargo_until__lte=timezone.localdate())
        own = Q(batch__imported_by=user.pk) if user.pk else Q(pk__in=[])
        open_to_all = Q(indicator__source__publication=Source.Publication.PUBLIC)
        may_see = open_to_all | Q(municipality=None) | own_figures(held) | opened_figures(held)
        return self.filter((free & may_see) | own)


def own_figures(held: Collection[int]) -> Q:
    """Figures of the municipalities that the person belongs to, and of their districts."""
    return Q(municipality__in=owned_ids(held)) if held else Q(pk__in=[])


def opened_figures(held: Collection[int]) -> Q:
    """Figures that are opened for everybody, or for one of the person's organisations."""
    rows = Opening.objects.in_force().filter(Q(receiver=None) | Q(receiver__in=held))
    found, by_source = Q(pk__in=[]), defaultdict(set)
    for source, municipality in rows.values_list("source", "municipality").order_by().distinct():
        by_source[source].add(municipality)
    named = {pk for places in by_source.values() for pk in places if pk is not None}
    members = ids_belonging_to(named)
    for source, places in by_source.items():
        narrowed = Q(indicator__source=source)
        if None not in places:
            narrowed &= Q(municipality__in=set().union(*(members[pk] for pk in places)))
        found |= narrowed
    return found


class IndicatorValue(models.Model):
    """What an indicator was in a municipality, a county, or the country, in a year.

    The municipality is the one the source named (its code of the year, or of the structure the
    file stands in): pages carry it forward by the chain of changes. Both places empty: the country.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="indicator_values"
    )
    county = models.ForeignKey(County, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    value = models.DecimalField(_("verdi"), max_digits=14, decimal_places=4, null=True)
    mark = models.CharField(_("merke"), max_length=2, choices=Mark, blank=True)
    original_code = models.CharField(_("kode i filen"), max_length=20, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="values")
    embargo_until = models.DateField(_("sperrefrist"), null=True)
    # False when a later batch says otherwise, or when its own was withdrawn. One that waits for its
    # date leaves the older one current (see standing.py).
    is_current = models.BooleanField(default=True)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("indikatorverdi")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "indicator", "municipality", "county", "year"],
                nulls_distinct=False,
                name="indicators_a_batch_says_it_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "municipality", "county", "year", "embargo_until"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="indicators_one_current_value_each",
            ),
            models.CheckConstraint(name="indicators_marks", condition=is_number()),
            models.CheckConstraint(
                name="indicators_one_place_at_most",
                condition=Q(municipality=None) | Q(county=None),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "indicator", "year"], name="indicators_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.municipality_id} {self.year}"
