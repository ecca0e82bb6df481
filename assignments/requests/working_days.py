"""Working days in Norway: Monday to Friday, public holidays apart."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in public_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`; with 0 the day itself, or the next working day."""
    found = day
    while n > 0:
        found += ONE_DAY
        n -= is_working_day(found)
    while not is_working_day(found):
        found += ONE_DAY
    return found


def add_months(day: date, n: int) -> date:
    """The same day `n` months later, or the last day of that month; the next working day if free.

    31 January and one month give the last of February.
    """
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    found = date(year, month, min(day.day, monthrange(year, month)[1]))
    return found if is_working_day(found) else add_working_days(found, 0)


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))
