"""Making the rows that say which centre must report which year, before the year has ended."""

from datetime import date

from reporting.models import ReportObligation
from reporting.obligations import due_dates, opens_on


def make_obligations(*, today: date) -> int:
    """Rows of this year and the year before that are missing. Returns how many there were.

    Run every day: a centre whose letter is registered late gets its row the day after.
    """
    return sum(make_obligations_of(year=year) for year in (today.year, today.year - 1))


def make_obligations_of(*, year: int) -> int:
    """A row that is there is left alone: its due date never moves. Two workers make one row."""
    made = ReportObligation.objects.filter(year=year).values_list("centre", flat=True)
    there = set(made)
    missing = [
        ReportObligation(centre_id=centre, year=year, opens_on=opens_on(year), due_on=day)
        for centre, day in due_dates(year).items()
        if centre not in there
    ]
    ReportObligation.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
