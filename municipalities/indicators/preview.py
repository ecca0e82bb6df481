"""A batch before it is applied: what would come in, in a few counts and a few rows."""

from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Q

from municipalities.indicators import wording
from municipalities.indicators.actions import reading
from municipalities.indicators.carrying import Shown
from municipalities.indicators.incoming.places import place_names
from municipalities.indicators.incoming.tables import text
from municipalities.indicators.models import Batch, Indicator, Mark, StagedValue
from municipalities.models import County

SAMPLE_ROWS = 5
SHOWN_VALUES = 20


@dataclass(frozen=True)
class Sample:
    """The top of a file, for whoever says what its columns are."""

    headings: tuple[str, ...]
    rows: list[list[str]]


def sample(batch: Batch) -> Sample:
    table = reading.opened(batch)
    width = len(table.headings)
    rows = [
        [text(cell)[:60] for cell in cells[:width]]
        for _line, cells in islice(table.rows, SAMPLE_ROWS)
    ]
    return Sample(table.headings, rows)


def counts(batch: Batch) -> list[tuple[str, int, int, int, int]]:
    """Indicator, year, values, suppressed, missing: what the file says in all."""
    names = {one.pk: one.name for one in Indicator.objects.filter(source=batch.source_id)}
    staged = StagedValue.objects.filter(batch=batch).order_by("indicator", "year")
    return [
        (names[pk], *numbers)
        for pk, *numbers in staged.values_list("indicator", "year").annotate(
            all=Count("pk"),
            hidden=Count("pk", filter=Q(mark=Mark.SUPPRESSED)),
            missing=Count("pk", filter=Q(mark__in=[Mark.MISSING, Mark.NOT_APPLICABLE])),
        )
    ]


def values(batch: Batch, *, is_carried: bool) -> list[tuple[int, str, str, int, str, str]]:
    """Some rows as they would come in: line, code in the file, place, year, indicator, figure.

    `is_carried` asks for those alone whose code was that of another year.
    """
    by_id = {one.pk: one for one in Indicator.objects.filter(source=batch.source_id)}
    counties = dict(County.objects.values_list("pk", "name"))
    names = place_names()
    staged = StagedValue.objects.filter(batch=batch).order_by("line", "pk")
    columns = ("line", "original_code", "municipality", "county", "year", "indicator")
    found = []
    for row in staged.values_list(*columns, "value", "mark").iterator():
        line, original, place, county, year, pk, value, mark = row
        code, name = names.get(place, ("", counties.get(county, "Hele landet")))
        if is_carried and (not code or code == original):
            continue
        figure = wording.figure(Shown(value, mark, year), by_id[pk])
        found.append((line, original, f"{code} {name}".strip(), year, by_id[pk].name, figure))
        if len(found) == SHOWN_VALUES:
            break
    return found
