"""Saying what a satsing is in a year's report (rule 30 covers satsinger too)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.plans import rules
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import InitiativeYear
from assignments.plans.values import YearValues
from assignments.plans.years import hold_open
from centres.models import Centre, Initiative
from korus_portal.accounts.models import User


@transaction.atomic
def set_initiative_year(
    *,
    centre: Centre,
    initiative: Initiative,
    year: int,
    values: YearValues,
    version: int,
    by: User,
) -> InitiativeYear:
    """New, continued or changed. A submitted year no longer changes. The same twice is once.

    Raises PermissionDenied, YearClosedError, StaleVersionError.
    """
    if not rules.can_lead_centre(by, centre):
        raise PermissionDenied
    # Held against others who say it: the row may not be there yet, the centre's is.
    locked = Centre.objects.select_for_update(of=("self",), no_key=True).get(pk=centre.pk)
    hold_open(locked.pk, year)
    row = InitiativeYear.objects.filter(centre=locked, initiative=initiative, year=year).first()
    if row is not None and (row.status, row.change_text) == (values.status, values.change_text):
        return row
    if version != version_of(row):
        raise StaleVersionError
    row = row or InitiativeYear(centre=locked, initiative=initiative, year=year)
    row.status, row.change_text = values.status, values.change_text
    row.save()
    return row


def version_of(row: InitiativeYear | None) -> int:
    """How often it has been said: each time stands in the history."""
    return 0 if row is None else row.history.count()  # type: ignore[attr-defined]
