"""The rows behind a figure, page by page: as the report has them, with today's titles."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from assignments.activities.models import Activity
from assignments.coverage.models import Level
from assignments.requests.models import SupportRequest
from reporting import formatting
from reporting.documents import listings, names
from reporting.drilldown import Behind
from reporting.models import AnnualReport
from reporting.report_page import rows_url

PER_PAGE = 50


def context(
    report: AnnualReport,
    behind: Behind,
    *,
    page: str | None,
    activities: QuerySet[Activity],
    requests: QuerySet[SupportRequest],
) -> dict[str, Any]:
    """`activities` and `requests` are what the reader may open; other rows have no link."""
    shown = Paginator(behind.activities, PER_PAGE).get_page(page)
    return {
        "behind": behind,
        "page_obj": shown,
        "activities": activity_rows(list(shown.object_list), activities),
        "requests": request_rows(behind.requests, requests),
        "places": [place_row(report, row) for row in behind.places],
    }


def activity_rows(rows: list[dict[str, Any]], visible: QuerySet[Activity]) -> list[dict[str, Any]]:
    found = visible.filter(pk__in=[row["id"] for row in rows])
    titles = dict(found.values_list("pk", "title"))
    kinds = listings.kind_names()
    return [
        {
            "id": row["id"],
            "title": titles.get(row["id"], ""),
            "day": date.fromisoformat(row["day"]),
            "kind": kinds.get(row["kind"], row["kind"]),
            "hours": formatting.decimal(Decimal(row["hours"])) if row["hours"] else "–",
            "attendances": "–" if row["attendances"] is None else row["attendances"],
            "municipalities": ", ".join(row["municipalities"]),
        }
        for row in rows
    ]


def request_rows(
    rows: list[dict[str, Any]], visible: QuerySet[SupportRequest]
) -> list[dict[str, Any]]:
    found = visible.filter(pk__in=[row["id"] for row in rows])
    numbers = dict(found.values_list("pk", "case_number"))
    themes = names.themes()
    return [
        {
            "case_number": numbers.get(row["id"], ""),
            "day": date.fromisoformat(row["day"]),
            "municipality": row["municipality"],
            "theme": themes.get(row["theme"], row["theme"]),
            "days": "–" if row["days_to_answer"] is None else row["days_to_answer"],
        }
        for row in rows
    ]


def place_row(report: AnnualReport, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "county": row["county"],
        "level": Level(row["level"]).label,
        "href": rows_url(report, "municipalities", row["code"]),
    }
