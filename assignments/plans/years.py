"""Open and closed years. A writer holds the year open; closing waits for every writer."""

from datetime import date

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User

# First half of the key of the advisory locks below; the second is centre and year.
LOCK_CLASS = 7140
# No activity is older, so no report is.
FIRST_YEAR = 2000


class YearClosedError(Exception):
    """The year's report is submitted: corrections are new rows with a reason."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _("Året %(year)s er lukket fordi årsrapporten er sendt inn.") % {"year": self.year}


class PeriodClosedError(YearClosedError):
    """A tiltak would enter or leave the report of a year that is submitted."""

    def __str__(self) -> str:
        return _(
            "Årsrapporten for %(year)s er sendt inn. Et tiltak kan ikke legges til i det året "
            "eller tas ut av det."
        ) % {"year": self.year}


def lock_key(centre_id: int, year: int) -> int:
    return centre_id * 10_000 + year


def hold_open(centre_id: int, *years: int) -> None:
    """Keep the centre's years open until the transaction ends. Raises YearClosedError: a submitted
    year stays closed, also when its report is returned (rule 30).

    A shared lock: writers do not wait for each other, only closing waits for them. Years are
    locked in order, so that two writers moving rows between years cannot wait in a circle.
    """
    with connection.cursor() as cursor:
        for year in sorted(set(years)):
            key = lock_key(centre_id, year)
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK_CLASS, key])
    closed = ClosedYear.objects.filter(centre=centre_id, year__in=years).order_by("year").first()
    if closed is not None:
        raise YearClosedError(closed.year)


def hold_if_open(centre_id: int, year: int) -> bool:
    """Keep the year open until the transaction ends; False when its report is submitted.

    For what a closed year does not stop, such as asking and answering: only the figures stay as
    they were (rule 30).
    """
    try:
        hold_open(centre_id, year)
    except YearClosedError:
        return False
    return True


def hold_period(centre_id: int, before: set[int], after: set[int]) -> None:
    """Keep open the years that a tiltak enters or leaves. Raises PeriodClosedError."""
    try:
        hold_open(centre_id, *(before ^ after))
    except YearClosedError as closed:
        raise PeriodClosedError(closed.year) from closed


def reportable_years(starts_on: date, ends_on: date | None) -> set[int]:
    """The years of a period that may have been reported: none later than this one."""
    this_year = timezone.localdate().year
    last = min(ends_on.year, this_year) if ends_on else this_year
    return set(range(max(starts_on.year, FIRST_YEAR), last + 1))


def is_closed(centre_id: int, year: int) -> bool:
    return ClosedYear.objects.filter(centre=centre_id, year=year).exists()


def close(centre: Centre, year: int, *, by: User) -> ClosedYear:
    """Close the year, after every writer that holds it open has ended. Safe to repeat.

    Must be called inside the transaction that submits the report.
    """
    with connection.cursor() as cursor:
        key = lock_key(centre.pk, year)
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, key])
    closed, _created = ClosedYear.objects.get_or_create(
        centre=centre, year=year, defaults={"closed_by": by}
    )
    return closed
