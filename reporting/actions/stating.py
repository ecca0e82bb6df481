"""Saying what a satsing of the report is in its year."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.plans.actions.initiatives import set_initiative_year
from assignments.plans.models import InitiativeYear
from assignments.plans.values import YearValues
from korus_portal.accounts.models import User
from reporting.actions.starting import refresh_report
from reporting.models import ReportEntry


@transaction.atomic
def set_initiative_status(
    *, entry: ReportEntry, values: YearValues, version: int, by: User
) -> InitiativeYear:
    """Store it and count the year again: the report takes it with its other figures.

    Raises PermissionDenied, NotADraftError, YearClosedError, StaleVersionError.
    """
    report, initiative = entry.report, entry.initiative
    if initiative is None:
        raise PermissionDenied
    refresh_report(report=report, by=by)
    return set_initiative_year(
        centre=report.centre,
        initiative=initiative,
        year=report.year,
        values=values,
        version=version,
        by=by,
    )
