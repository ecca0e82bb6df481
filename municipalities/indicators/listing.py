"""The sources with what each measures, and how new its figures are."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, QuerySet

from korus_portal.accounts.access import Viewer
from municipalities.indicators.models import Indicator, IndicatorValue, Source


@dataclass
class Listed:
    """An indicator in the list, with its newest year among what the viewer may see."""

    indicator: Indicator
    newest: int | None


@dataclass
class ListedSource:
    source: Source
    newest: datetime | None = None
    indicators: list[Listed] = field(default_factory=list)


def sources(viewer: Viewer) -> list[ListedSource]:
    """Every source in use. Few queries, however many figures."""
    rows = Source.objects.visible_to(viewer).filter(retired_on=None)
    found = {source.pk: ListedSource(source) for source in rows}
    visible = IndicatorValue.objects.visible_to(viewer).filter(is_current=True).order_by()
    told = {
        pk: (year, applied_at)
        for pk, year, applied_at in visible.values_list("indicator").annotate(
            Max("year"), Max("batch__applied_at")
        )
    }
    for indicator in Indicator.objects.filter(source__in=found, retired_on=None):
        year, applied_at = told.get(indicator.pk, (None, None))
        held = found[indicator.source_id]
        held.indicators.append(Listed(indicator, year))
        if applied_at and (held.newest is None or held.newest < applied_at):
            held.newest = applied_at
    return list(found.values())


def indicators(viewer: Viewer) -> QuerySet[Indicator]:
    """What is measured is known to everyone, as the sources are."""
    return Indicator.objects.filter(source__in=Source.objects.visible_to(viewer)).select_related(
        "source"
    )


def years(viewer: Viewer, indicator: Indicator) -> list[int]:
    """The years with figures that the viewer may see, the newest first."""
    visible = IndicatorValue.objects.visible_to(viewer).filter(is_current=True)
    rows = visible.filter(indicator=indicator).order_by().values_list("year", flat=True)
    return sorted(set(rows.distinct()), reverse=True)


def structure_day(year: int, *, as_today: bool, today: date) -> date:
    """Municipalities as they were at the beginning of the year, or as they are."""
    return today if as_today else date(year, 1, 1)
