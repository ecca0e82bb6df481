"""What was put right in years that were reported: in the next report, and beside the old figure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.activities import corrections
from assignments.activities.corrections import CorrectionRow
from assignments.activities.models import Activity
from assignments.plans.models import ClosedYear
from centres.models import Centre
from reporting import formatting
from reporting.documents.tables import Column, Table, Value
from reporting.models import AnnualReport

Figures = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One correction as the page and the documents show it."""

    day: str
    title: str
    what: str
    hours: str
    attendances: str
    reason: str
    href: str


def for_report(centre: Centre, year: int) -> list[CorrectionRow]:
    """Corrections to earlier years, made since the report before this one was submitted."""
    since = last_closed_at(centre, year)
    if since is None:
        return []
    until = closed_at(centre, year)
    rows = corrections.corrected_since(centre, since)
    return [row for row in rows if row.day.year < year and (until is None or row.at <= until)]


def last_closed_at(centre: Centre, year: int) -> datetime | None:
    """When the last year reported before this one was closed; a year may have no report."""
    rows = ClosedYear.objects.filter(centre=centre, year__lt=year).order_by("-year")
    return rows.values_list("closed_at", flat=True).first()


def closed_at(centre: Centre, year: int) -> datetime | None:
    rows = ClosedYear.objects.filter(centre=centre, year=year)
    return rows.values_list("closed_at", flat=True).first()


def frozen(row: CorrectionRow) -> Figures:
    """Numbers and the row's id: its texts stay in the row, where they can be redacted."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "day": row.day.isoformat(),
        "old_hours": None if row.old_hours is None else f"{row.old_hours:.2f}",
        "hours": None if row.hours is None else f"{row.hours:.2f}",
        "old_attendances": row.old_attendances,
        "attendances": row.attendances,
    }


def in_report(report: AnnualReport) -> list[Line]:
    """What the report says of earlier years; reports from before have nothing to say."""
    found: list[Figures] = report.figures.get("corrections", [])
    ids = [row["id"] for row in found]
    texts = {row.pk: row for row in Activity.objects.filter(pk__in=ids)}
    return [line_of(row, texts[row["id"]]) for row in found]


def since_submission(report: AnnualReport) -> list[CorrectionRow]:
    """What has been put right in the report's own year after its figures were frozen."""
    if report.submitted_at is None:
        return []
    rows = corrections.corrections_of(report.centre, report.year)
    return [row for row in rows if row.at > report.submitted_at]


def line_of(row: Figures, activity: Activity) -> Line:
    return Line(
        day=date_format(activity.starts_on, "j.n.Y"),
        title=activity.title,
        what=str(activity.get_correction_display()),
        hours=from_to(row["old_hours"], row["hours"]),
        attendances=from_to(row["old_attendances"], row["attendances"]),
        reason=activity.correction_reason,
        href=activity.get_absolute_url(),
    )


def from_to(old: str | int | None, new: str | int | None) -> str:
    """«40 → 43»; one number where nothing changed."""
    before, after = (
        "–" if value is None else formatting.decimal(str(value)) for value in (old, new)
    )
    return after if before == after else f"{before} → {after}"


def table(report: AnnualReport) -> list[Table]:
    """For the documents: nothing where nothing was put right."""
    lines = in_report(report)
    if not lines:
        return []
    columns = [
        Column(_("Aktivitet"), width=40),
        Column(_("Dato")),
        Column(_("Hva")),
        Column(_("Timer")),
        Column(_("Deltakelser")),
        Column(_("Hvorfor"), width=60),
    ]
    rows: list[list[Value]] = [
        [row.title, row.day, row.what, row.hours, row.attendances, row.reason] for row in lines
    ]
    note = _("Gjort siden forrige rapport ble sendt inn.")
    return [Table(_("Rettelser til tidligere år"), columns, rows, note)]
