"""What has changed in a year's rows since its report was submitted, and why (rule 27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from reporting import corrections, tabs
from reporting.comparing import numbers
from reporting.comparing.numbers import Pair
from reporting.models import AnnualReport, Recount

# A page never shows more rows; the figures above count all.
MOST = 200


@dataclass(frozen=True)
class Change:
    """One row that counts otherwise today."""

    title: str
    href: str
    day: str
    what: str
    hours: str
    attendances: str
    why: str


def context(report: AnnualReport, user: User, activities: QuerySet[Activity]) -> dict[str, Any]:
    """The frozen figures beside those of today (rule 27). `activities` are those that the reader
    may open."""
    recount = Recount.objects.filter(report=report).first()
    found: dict[str, Any] = {
        "report": report,
        "recount": recount,
        "tabs": tabs.of_report(report, "compare_today"),
        "corrected_since": corrections.since_submission(report),
        "job": job_under_way(report, user),
    }
    if recount is None:
        return found
    own, today = report.figures, recount.figures
    changes = list(row_changes(own, today, activities))
    return {
        **found,
        "figures": numbers.key_pairs(own, today),
        "tables": [table for table in numbers.tables(own, today) if table.rows],
        "changes": changes[:MOST],
        "more": max(0, len(changes) - MOST),
        "requests": request_counts(own, today),
    }


def job_under_way(report: AnnualReport, user: User) -> Job | None:
    return Job.objects.visible_to(user).unfinished().filter(key=f"report:{report.pk}:today").first()


def row_changes(
    own: dict[str, Any], today: dict[str, Any], visible: QuerySet[Activity]
) -> Iterator[Change]:
    """Rows that were added, replaced, withdrawn or counted otherwise, by day."""
    before = {row["id"]: row for row in own["rows"]}
    after = {row["id"]: row for row in today["rows"]}
    changed = [pk for pk in {**before, **after} if before.get(pk) != after.get(pk)]
    rows = visible.filter(pk__in=changed).select_related("corrected_by")
    texts = {row.pk: row for row in rows}
    changed.sort(key=lambda pk: ((after.get(pk) or before[pk])["day"], pk))
    for pk in changed:
        yield change(before.get(pk), after.get(pk), texts.get(pk))


def change(
    old: dict[str, Any] | None, new: dict[str, Any] | None, activity: Activity | None
) -> Change:
    row = new or old or {}
    return Change(
        title=activity.title if activity else _("(slettet etterpå)"),
        href=activity.get_absolute_url() if activity else "",
        day=row["day"],
        what=_("lagt til")
        if old is None
        else _("teller ikke lenger")
        if new is None
        else _("endret"),
        hours=corrections.from_to(value(old, "hours"), value(new, "hours")),
        attendances=corrections.from_to(value(old, "attendances"), value(new, "attendances")),
        why=reason(activity),
    )


def what_of(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    if old is None:
        return _("lagt til")
    return _("teller ikke lenger") if new is None else _("endret")


def value(row: dict[str, Any] | None, key: str) -> Any:
    return row[key] if row else None


def reason(activity: Activity | None) -> str:
    """Of the correction itself, or of the one that took the row's place."""
    if activity is None:
        return ""
    later = getattr(activity, "corrected_by", None)
    return activity.correction_reason or (later.correction_reason if later else "")


def request_counts(own: dict[str, Any], today: dict[str, Any]) -> dict[str, int]:
    before = {row["id"] for row in own["request_rows"]}
    after = {row["id"] for row in today["request_rows"]}
    return {"added": len(after - before), "gone": len(before - after)}


def panel(report: AnnualReport) -> dict[str, Any] | None:
    """For the report's own page: which key figures differ today, with the way to why."""
    if not report.is_frozen:
        return None
    recount = Recount.objects.filter(report=report).first()
    differing: list[Pair] = []
    if recount is not None:
        pairs = numbers.key_pairs(report.figures, recount.figures)
        differing = [row for row in pairs if not row.is_same]
    return {
        "href": reverse("reporting:compare_today", args=[report.pk]),
        "counted_at": recount.counted_at if recount else None,
        "differing": differing,
    }
