"""Open and closed years. A writer holds the year open; closing waits for every writer."""

from django.db import connection
from django.utils.translation import gettext as _

from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User

# First half of the key of the advisory locks below; the second is centre and year.
LOCK_CLASS = 7140


class YearClosedError(Exception):
    """The year's report is submitted: corrections are new rows with a reason."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _("Året %(year)s er lukket fordi årsrapporten er sendt inn.") % {"year": self.year}


def lock_key(centre_id: int, year: int) -> int:
    return centre_id * 10_000 + year


def hold_open(centre_id: int, *years: int) -> None:
    """Keep the centre's years open until the transaction ends. Raises YearClosedError.

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
