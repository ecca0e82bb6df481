"""When something was last written that the figures are counted from.

Figures follow their rows in the same transaction, so what is fresh is not the figure but its rows:
the newest event in their histories. One query for all of them, each by the primary key, and one
for a page however many figures stand on it.
"""

from datetime import datetime
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import connection
from django.http import HttpRequest

# The histories of what is counted. Attendances, municipalities and themes of an activity are
# written with the activity itself.
HISTORIES = (
    "activities.ActivityHistory",
    "activities.ActivityPartnerHistory",
    "requests.SupportRequestHistory",
    "requests.HolderHistory",
    "outreach.ContactHistory",
    "rounds.InformationRowHistory",
    "agreements.AgreementHistory",
)

NEWEST_OF = 'SELECT pgh_created_at FROM "{}" ORDER BY pgh_id DESC LIMIT 1'

_asked: WeakKeyDictionary[HttpRequest, datetime | None] = WeakKeyDictionary()


def newest_change() -> datetime | None:
    """The moment of the newest event; None where nothing has been written yet."""
    tables = [apps.get_model(name)._meta.db_table for name in HISTORIES]
    newest = ", ".join(f"({NEWEST_OF.format(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT greatest({newest})")
        (found,) = cursor.fetchone()
    return found if isinstance(found, datetime) else None


def of_page(request: HttpRequest | None) -> datetime | None:
    """The same, asked once for each page."""
    if request is None:
        return newest_change()
    if request not in _asked:
        _asked[request] = newest_change()
    return _asked[request]
