"""The same activity on several dates: one row for each, made together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from assignments.activities import rules
from assignments.activities.actions.writing import log_activity
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues
from centres.models import Centre
from korus_portal.accounts.models import User


@transaction.atomic
def log_series(
    *,
    centre: Centre,
    values: ActivityValues,
    dates: Iterable[date],
    by: User,
    is_confirmed: bool = False,
    token: UUID | None = None,
) -> list[Activity]:
    """All of them or none, in order. Dates to come are kept as drafts (rule 1).

    Every row has a token made of the form's and its date, so the same form makes each row once.
    """
    form = token or uuid4()
    days = sorted({values.starts_on, *dates})
    return [
        log_activity(
            centre=centre,
            values=moved(values, day),
            by=by,
            is_confirmed=is_confirmed and rules.can_count_from(day),
            token=form if day == values.starts_on else uuid5(form, day.isoformat()),
            series=uuid5(form, "series"),
        )
        for day in days
    ]


def moved(values: ActivityValues, day: date) -> ActivityValues:
    """On another day, and as many days long."""
    last = values.ends_on
    ends_on = None if last is None else day + (last - values.starts_on)
    return replace(values, starts_on=day, ends_on=ends_on)
