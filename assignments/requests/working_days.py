"""Working days in Norway: Monday to Friday, public holidays apart."""

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
