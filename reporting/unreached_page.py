"""The page of municipalities that were not reached. Reads, decides nothing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.dateparse import parse_date

from assignments.coverage.models import Level
from assignments.needs.models import NeedQuerySet
from assignments.outreach import gathering
from assignments.outreach.score import strongest
from korus_portal.accounts.models import User
from reporting import formatting, rules, tabs, unreached
from reporting.models import AnnualReport, NotReached

# Of the reasons on the call list, the weightiest.
TOP = 2


@dataclass(frozen=True)
class Row:
    municipality_id: int
    code: str
    name: str
    county: str
    level: str
    last_contact: str
    needs: int
    call_reasons: list[str]
    reason: str
    reason_text: str


def context(
    report: AnnualReport, user: User, needs: NeedQuerySet, *, typed: dict[int, str] | None = None
) -> dict[str, Any]:
    """`needs` are those that the reader may see; `typed` is what was refused, by municipality."""
    can_write = report.is_draft and rules.can_write_report(user, report)
    is_own = rules.can_write_report(user, report)
    rows = shown_rows(report, user, needs, is_own=is_own)
    return {
        "report": report,
        "tabs": tabs.of_report(report, "unreached"),
        "rows": [(row, (typed or {}).get(row.municipality_id, row.reason)) for row in rows],
        "without": sum(not row.reason for row in rows),
        "reasons": NotReached.Reason.choices,
        "can_write": can_write,
        "is_own": is_own,
        "has_figures": bool(report.figures),
        "has_catchment": bool(rows) or bool(unreached.catchment(report)),
    }


def shown_rows(report: AnnualReport, user: User, needs: NeedQuerySet, *, is_own: bool) -> list[Row]:
    found = rows_of(report)
    counts = open_needs(needs, [row["code"] for row in found])
    called = call_reasons(report, user) if is_own and report.is_draft else {}
    labels = dict(NotReached.Reason.choices)
    return [
        Row(
            municipality_id=row["id"],
            code=row["code"],
            name=row["name"],
            county=row["county"],
            level=str(Level(row["level"]).label),
            last_contact=day(row["last_contact_on"]),
            needs=counts.get(row["code"], 0),
            call_reasons=called.get(row["code"], []),
            reason=row["reason"],
            reason_text=str(labels.get(row["reason"], "")),
        )
        for row in found
    ]


def rows_of(report: AnnualReport) -> list[dict[str, Any]]:
    """As they were frozen; of a draft as they are now (rule 27)."""
    if report.is_frozen and "not_reached" in report.figures:
        frozen: list[dict[str, Any]] = report.figures["not_reached"]
        contacts = {row["code"]: row["last_contact_on"] for row in report.figures["municipalities"]}
        return [
            {**row, "id": 0, "last_contact_on": contacts.get(row["code"]) or ""} for row in frozen
        ]
    return [
        {
            "id": row.municipality_id,
            "code": row.code,
            "name": row.name,
            "county": row.county,
            "level": row.level,
            "last_contact_on": row.last_contact_on,
            "reason": row.reason,
        }
        for row in unreached.rows(report)
    ]


def day(text: str) -> str:
    found = parse_date(text) if text else None
    return formatting.day(found) if found else "–"


def open_needs(needs: NeedQuerySet, codes: list[str]) -> dict[str, int]:
    rows = needs.open().filter(municipality__code__in=codes).order_by()
    return dict(rows.values_list("municipality__code").annotate(count=Count("pk")))


def call_reasons(report: AnnualReport, user: User) -> dict[str, list[str]]:
    """What speaks for calling each municipality today, by its code."""
    found = gathering.gather(report.centre, user, on=timezone.localdate())
    weights = gathering.weights_of(report.centre)
    return {
        row.place.code: [part.reason for part in strongest(row.parts, weights, at_most=TOP)]
        for row in found
    }
