"""Reading what the national summary is made of, in a fixed number of queries."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db import models
from django.db.models import F, JSONField, Value
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from assignments.activities.models import Activity
from centres.models import Centre
from municipalities.models import Municipality
from reporting import overdue
from reporting.models import AnnualReport, ReportObligation
from reporting.national import figures
from reporting.national.figures import Summary
from reporting.national.source import Place, Source, Structure
from reporting.overdue import Standing

# Nothing national is counted from these, and they are long.
LEFT_OUT = ["request_rows", "kinds", "roles", "courses", "cooperation", "feedback"]
KEPT_FOR = 60 * 60 * 24 * 7


@dataclass(frozen=True)
class Missing:
    """A centre that is not in the figures, and why one would look for it."""

    centre: Centre
    # Empty when the centre has no obligation in the portal.
    last_day: date | None
    is_late: bool


@dataclass(frozen=True)
class Choice:
    """Empty kind is all kinds."""

    year: int
    kind: str = ""


def received(choice: Choice) -> list[AnnualReport]:
    """The reports in force, in the order of the centres: the national figures are counted from
    what these froze, and from nothing else (rule 27)."""
    found = AnnualReport.objects.received().filter(year=choice.year)
    if choice.kind:
        found = found.filter(centre__kind=choice.kind)
    return list(found.for_list().order_by("centre__kind", "centre__short_name", "pk"))


def summary(choice: Choice, reports: list[AnnualReport]) -> Summary:
    """Frozen figures never change, so that equal reports are counted once and remembered."""
    structure = structure_of(choice.year)
    key = summary_key(reports, structure)
    found: Summary | None = cache.get(key)
    if found is None:
        found = figures.combine(sources(reports), structure)
        cache.set(key, found, KEPT_FOR)
    return found


def sources(reports: list[AnnualReport]) -> Iterator[Source]:
    """One report's figures at a time."""
    without = Value(LEFT_OUT, output_field=ArrayField(models.TextField()))
    trimmed = CombinedExpression(F("figures"), "-", without, output_field=JSONField())
    for report in reports:
        rows = AnnualReport.objects.filter(pk=report.pk).annotate(trimmed=trimmed)
        yield Source(report.pk, rows.values_list("trimmed", flat=True).get())


def income_sources(reports: list[AnnualReport]) -> dict[int, list[str]]:
    """By report: from whom its incomes come. Texts: they may have been redacted since."""
    rows = AnnualReport.objects.filter(pk__in=[report.pk for report in reports])
    told = rows.order_by().values_list("pk", "figures__money__other_income")
    return {pk: [row["source"] for row in incomes or []] for pk, incomes in told}


def summary_key(reports: list[AnnualReport], structure: Structure) -> str:
    digest = hashlib.sha256(code_hash())
    for report in reports:
        digest.update(f"{report.pk}:{report.figures_sha256};".encode())
    digest.update(repr(structure).encode())
    return f"national:{digest.hexdigest()}"


def code_hash() -> bytes:
    """A changed way of counting counts again."""
    here = Path(__file__).parent
    names = ("effort.py", "figures.py", "money.py", "reach.py", "source.py", "standing.py")
    return b"".join(hashlib.sha256((here / name).read_bytes()).digest() for name in names)


class Row(NamedTuple):
    """A municipality or district as it is read."""

    code: str
    kind: str
    name: str
    county: str
    county_name: str
    city: str | None


def structure_of(year: int) -> Structure:
    """Municipalities and districts in force on 1 January (rules 10 and 11), and linked rows."""
    places = Municipality.objects.places_in_force(on=date(year, 1, 1)).order_by("code")
    fields = ("code", "kind", "name", "county__code", "county__name", "parent__name")
    rows = [Row(*row) for row in places.values_list(*fields)]
    whole = [row for row in rows if row.kind == Municipality.Kind.MUNICIPALITY]
    parts = [row for row in rows if row.kind == Municipality.Kind.DISTRICT]
    return Structure(
        counties={row.county: row.county_name for row in whole},
        municipalities={row.code: Place(row.name, row.county) for row in whole},
        districts={row.code: Place(row.name, row.county, row.city or "") for row in parts},
        leads=leads_of(year),
    )


def leads_of(year: int) -> dict[int, int]:
    """Linked row → the row that leads (rule 19). A lead that was corrected after it was frozen
    has a new row; the frozen figures know the one it replaced."""
    linked = Activity.objects.filter(starts_on__year=year).exclude(same_event_as=None)
    found: dict[int, int] = {}
    rows = linked.values_list("pk", "same_event_as", "same_event_as__corrects").order_by("pk")
    for pk, lead, corrected in rows:
        if lead is None:
            continue
        found[pk] = corrected or lead
        if corrected:
            found[lead] = corrected
    return found


def missing(choice: Choice, reports: list[AnnualReport]) -> list[Missing]:
    """Centres with an obligation, or in operation in the year, whose report is not in force."""
    centres = Centre.objects.all()
    if choice.kind:
        centres = centres.filter(kind=choice.kind)
    days = last_days(choice.year)
    at_work = centres.active(on=date(choice.year, 1, 1)) | centres.filter(pk__in=days)
    there = [report.centre_id for report in reports]
    today = timezone.localdate()
    return [
        Missing(centre, days.get(centre.pk), days.get(centre.pk, today) < today)
        for centre in at_work.exclude(pk__in=there).order_by("kind", "short_name")
    ]


def late(choice: Choice) -> list[Standing]:
    """Not there after the last day, or received after it."""
    return overdue.rows(year=choice.year, kind=choice.kind)


def last_days(year: int) -> dict[int, date]:
    """By centre: the due date, or the day that an extension gave."""
    rows = ReportObligation.objects.filter(year=year)
    return {row.centre_id: row.extended_to or row.due_on for row in rows}


def years() -> list[int]:
    """Years with a received report or an obligation, newest first."""
    reported = AnnualReport.objects.received().order_by().values_list("year", flat=True)
    owed = ReportObligation.objects.order_by().values_list("year", flat=True)
    return sorted({*reported.distinct(), *owed.distinct()}, reverse=True)


def opening_year() -> int | None:
    """The newest year with a received report, or else with an obligation."""
    reported = AnnualReport.objects.received().aggregate(newest=models.Max("year"))["newest"]
    return reported or next(iter(years()), None)
