"""Letters before the last day and when it has gone, each once. Swept by beat.

What was told stands in the obligation's row and is written with the letters, under its lock.
"""

from datetime import date, timedelta

from django.db import transaction

from reporting.actions.locking import lock_obligation
from reporting.due_letters import tell, tell_directorate, writers_of
from reporting.models import ReportObligation
from reporting.obligations import OVERDUE, STEPS, is_met, last_day, reached

FIRST = timedelta(days=max(STEPS))
# In `reminded`, before the day on which the directorate was told.
DIRECTORATE = "directorate"


def remind(*, today: date) -> int:
    """Tell what is due. Returns how many obligations their centre was told about."""
    near = ReportObligation.objects.unmet().due_by(today + FIRST)
    found = list(near.order_by("pk").values_list("pk", flat=True))
    told = sum(remind_one(pk, today=today) for pk in found)
    remind_directorate(today=today)
    return told


@transaction.atomic
def remind_one(pk: int, *, today: date) -> bool:
    """Look again under the lock: another worker may have been first, or the report be in."""
    locked = lock_obligation(pk)
    new = [step for step in reached(locked, today) if step not in locked.reminded]
    if not new or is_met(locked):
        return False
    locked.reminded = [*locked.reminded, *new]
    locked.save(update_fields=["reminded"])
    left = (last_day(locked) - today).days
    name = "report_overdue" if OVERDUE in new else "report_due_soon"
    tell(name, locked, writers_of(locked), locked.get_absolute_url(), days=abs(left))
    return True


@transaction.atomic
def remind_directorate(*, today: date) -> bool:
    """One letter a day at most, of what has become overdue since the last."""
    overdue = ReportObligation.objects.overdue(today=today).select_related("centre")
    held = list(overdue.select_for_update(of=("self",)).order_by("pk"))
    mark = f"{DIRECTORATE} {today.isoformat()}"
    if ReportObligation.objects.filter(reminded__contains=[mark]).exists():
        return False
    new = [row for row in held if not is_told(row)]
    for row in new:
        row.reminded = [*row.reminded, mark]
        row.save(update_fields=["reminded"])
    if new:
        tell_directorate(new)
    return bool(new)


def is_told(obligation: ReportObligation) -> bool:
    return any(str(step).startswith(DIRECTORATE) for step in obligation.reminded)
