"""Municipalities of the catchment that got no offer in the year («brukt», rules 8 and 10)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from assignments.coverage.models import Level, is_reached
from centres import catchments
from municipalities.models import Municipality
from reporting.models import AnnualReport


@dataclass(frozen=True)
class Unreached:
    """One of them, with the reason that the centre gives."""

    municipality_id: int
    code: str
    name: str
    county: str
    level: int
    # The latest day of kontakt or brukt in the year's figures, as they hold it.
    last_contact_on: str
    reason: str


def frozen(report: AnnualReport) -> list[dict[str, Any]]:
    """All of them in the order of their codes, by five queries."""
    return [
        {
            "code": row.code,
            "name": row.name,
            "county": row.county,
            "level": row.level,
            "reason": row.reason,
        }
        for row in rows(report)
    ]


def rows(report: AnnualReport) -> list[Unreached]:
    """By the report's own figures. None while nothing is counted, or without a catchment."""
    if not report.figures:
        return []
    counted = {row["code"]: row for row in report.figures["municipalities"]}
    reasons = dict(report.not_reached.values_list("municipality", "reason"))
    found = []
    for pk, code, name, county in catchment(report):
        known = counted.get(code, {})
        level = known.get("level", int(Level.UNKNOWN))
        if not is_reached(level):
            last = known.get("last_contact_on") or ""
            found.append(Unreached(pk, code, name, county, level, last, reasons.get(pk, "")))
    return found


def catchment(report: AnnualReport) -> list[tuple[int, str, str, str]]:
    """Id, code, name and county of the catchment's municipalities on 1 January (rule 10)."""
    if report.centre.is_national_only:
        return []
    ids = catchments.municipality_ids(report.centre, on=date(report.year, 1, 1))
    places = Municipality.objects.filter(pk__in=ids).order_by("code")
    return list(places.values_list("pk", "code", "name", "county__name"))
