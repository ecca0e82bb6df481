"""The rows behind a figure, page by page: as the report has them, with today's titles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityMunicipality, ActivityQuerySet
from assignments.agreements.models import AgreementQuerySet
from assignments.coverage.models import Level
from assignments.needs.models import NeedQuerySet
from assignments.plans.models import AssignmentQuerySet
from assignments.requests.models import SupportRequestQuerySet
from assignments.rounds.models import InformationRoundQuerySet
from centres.models import Initiative
from municipalities.models import Municipality, Theme
from reporting import formatting
from reporting.drilldown import Behind
from reporting.figures_page import rows_url
from reporting.models import AnnualReport

PER_PAGE = 50


@dataclass(frozen=True)
class Readable:
    """What the reader may open. A row outside it is counted and has no name."""

    activities: ActivityQuerySet
    requests: SupportRequestQuerySet
    assignments: AssignmentQuerySet
    agreements: AgreementQuerySet
    needs: NeedQuerySet
    rounds: InformationRoundQuerySet


@dataclass(frozen=True)
class Link:
    name: str
    href: str
    more: str = ""


@dataclass(frozen=True)
class LinkTable:
    caption: str
    rows: list[Link]
    # Rows that the reader may not open, or that are gone.
    hidden: int


def context(
    report: AnnualReport, behind: Behind, *, page: str | None, readable: Readable
) -> dict[str, Any]:
    rows = behind.activities or earlier_rows(behind.earlier, readable.activities)
    shown = Paginator(rows, PER_PAGE).get_page(page)
    return {
        "behind": behind,
        "page_obj": shown,
        "activities": activity_rows(list(shown.object_list), readable.activities),
        "requests": request_rows(behind.requests, readable.requests),
        "places": [place_row(report, row) for row in behind.places],
        "tables": [
            table for table in link_tables(report, behind, readable) if table.rows or table.hidden
        ],
    }


def link_tables(report: AnnualReport, behind: Behind, readable: Readable) -> list[LinkTable]:
    rounds = readable.rounds.filter(centre=report.centre_id, day__year=report.year, deleted_at=None)
    places = Municipality.objects.filter(code__in=behind.codes).order_by("sort_key", "code")
    agreements = readable.agreements.select_related("municipality").filter(pk__in=behind.agreements)
    needs = readable.needs.filter(pk__in=behind.needs).select_related("municipality", "theme")
    tiltak = readable.assignments.filter(pk__in=behind.assignments)
    return [
        table_of(_("Tiltak"), tiltak, behind.assignments),
        LinkTable(_("Satsinger"), initiative_rows(behind.initiatives), 0),
        table_of(_("Avtaler"), agreements, behind.agreements),
        table_of(_("Behov"), needs, behind.needs),
        table_of(_("Kommuner"), places, behind.codes),
        table_of(_("Informasjonsrunder"), rounds if behind.has_rounds else (), ()),
    ]


def table_of(caption: str, visible: Iterable[Any], wanted: Iterable[Any]) -> LinkTable:
    rows = [Link(str(row), row.get_absolute_url(), more_of(row)) for row in visible]
    return LinkTable(caption, rows, max(0, len(list(wanted)) - len(rows)))


def more_of(row: Any) -> str:
    """Where an agreement is, and when a round was."""
    if hasattr(row, "day"):
        return formatting.day(row.day)
    return str(row.municipality) if hasattr(row, "signed_at") else ""


def initiative_rows(ids: list[int]) -> list[Link]:
    found = Initiative.objects.filter(pk__in=ids).order_by("position", "pk")
    return [Link(str(row.name), "") for row in found]


def earlier_rows(ids: list[int], visible: ActivityQuerySet) -> list[dict[str, Any]]:
    """Activities of earlier years, in the shape of the report's own rows, as they are today."""
    if not ids:
        return []
    found = {row.pk: row for row in visible.filter(pk__in=ids).order_by("starts_on", "pk")}
    codes: dict[int, list[str]] = {pk: [] for pk in found}
    named = ActivityMunicipality.objects.filter(activity__in=found).order_by("municipality__code")
    for pk, code in named.values_list("activity", "municipality__code"):
        codes[pk].append(code)
    return [
        {
            "id": row.pk,
            "day": row.starts_on.isoformat(),
            "kind": row.kind,
            "hours": None if row.hours is None else f"{row.hours:.2f}",
            "attendances": row.attendances,
            "municipalities": codes[row.pk],
        }
        for row in found.values()
    ]


def activity_rows(rows: list[dict[str, Any]], visible: ActivityQuerySet) -> list[dict[str, Any]]:
    found = visible.filter(pk__in=[row["id"] for row in rows])
    titles = dict(found.values_list("pk", "title"))
    kinds = {kind.value: str(kind.label) for kind in Activity.Kind}
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
    rows: list[dict[str, Any]], visible: SupportRequestQuerySet
) -> list[dict[str, Any]]:
    found = visible.filter(pk__in=[row["id"] for row in rows])
    numbers = dict(found.values_list("pk", "case_number"))
    themes = {theme.code: theme.name for theme in Theme.objects.all()} if rows else {}
    return [
        {
            "case_number": numbers.get(row["id"], ""),
            "day": date.fromisoformat(row["day"]),
            "municipality": row["municipality"],
            "theme": themes.get(row["theme"], row["theme"] or _("Uten tema")),
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
