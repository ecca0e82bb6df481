"""What was put right after a year was reported: the old figure beside the new (rule 30)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from assignments.activities.models import Activity
from assignments.plans.numbers import shown_number
from centres.models import Centre


@dataclass(frozen=True)
class CorrectionRow:
    """One correction. The old numbers are empty for what was registered afterwards, the new ones
    for what was withdrawn."""

    pk: int
    title: str
    what: str
    kind: str
    day: date
    old_day: date | None
    old_hours: Decimal | None
    hours: Decimal | None
    old_attendances: int | None
    attendances: int | None
    reason: str
    who: str
    at: datetime
    url: str
    old_url: str
    # A later correction stands in its place.
    is_replaced: bool

    @property
    def shown_hours(self) -> tuple[str, str]:
        return shown_number(self.old_hours), shown_number(self.hours)

    @property
    def shown_attendances(self) -> tuple[str, str]:
        return shown_number(self.old_attendances), shown_number(self.attendances)


def corrections_of(centre: Centre, year: int) -> list[CorrectionRow]:
    """All corrections into and out of the year, oldest first. One query."""
    of_year = Q(starts_on__year=year) | Q(corrects__starts_on__year=year)
    return [correction_row(row) for row in corrections().filter(of_year, centre=centre)]


def corrected_since(centre: Centre, since: datetime) -> list[CorrectionRow]:
    """The same, of any year, made after a moment: for the next report."""
    rows = corrections().filter(centre=centre, registered_at__gt=since)
    return [correction_row(row) for row in rows]


def chain_of(activity: Activity) -> list[CorrectionRow]:
    """The corrections that the row is part of, oldest first; a few at most, one by one."""
    rows: list[Activity] = []
    older: Activity | None = corrections().filter(pk=activity.pk).first()
    while older is not None:
        rows.insert(0, older)
        older = corrections().filter(pk=older.corrects_id).first() if older.corrects_id else None
    newer = corrections().filter(corrects=activity.pk).first()
    while newer is not None:
        rows.append(newer)
        newer = corrections().filter(corrects=newer.pk).first()
    return [correction_row(row) for row in rows]


def corrections() -> QuerySet[Activity]:
    rows = Activity.objects.exclude(correction="").filter(deleted_at=None)
    return rows.select_related("corrects", "registered_by").order_by("registered_at", "pk")


def correction_row(row: Activity) -> CorrectionRow:
    old, is_withdrawn = row.corrects, row.correction == Activity.Correction.VOIDS
    return CorrectionRow(
        pk=row.pk,
        title=row.title,
        what=str(row.get_correction_display()),
        kind=row.correction,
        day=row.starts_on,
        old_day=old.starts_on if old else None,
        old_hours=old.hours if old else None,
        hours=None if is_withdrawn else row.hours,
        old_attendances=old.attendances if old else None,
        attendances=None if is_withdrawn else row.attendances,
        reason=row.correction_reason,
        who=row.registered_by.name,
        at=row.registered_at,
        url=row.get_absolute_url(),
        old_url=old.get_absolute_url() if old else "",
        is_replaced=row.is_replaced,
    )
