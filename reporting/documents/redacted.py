"""Redactions of rows that a report's documents name: they are no texts of the report itself."""

from collections.abc import Iterator

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from assignments.activities.models import Activity, ActivityPartner
from assignments.agreements.models import Agreement
from assignments.plans.models import Assignment
from centres.grants.models import GrantItem
from korus_portal.audit.models import Event
from reporting.models import AnnualReport


def of_others(report: AnnualReport) -> QuerySet[Event]:
    """Titles of activities, tiltak and agreements, and points of the letters."""
    wanted = Q()
    for rows in named(report):
        ids = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
        wanted |= Q(object_type=rows.model._meta.label_lower, object_id__in=ids)
    return Event.objects.filter(wanted, kind="redaction.text_redacted")


def named(
    report: AnnualReport,
) -> Iterator[QuerySet[Activity | Assignment | Agreement | GrantItem]]:
    """Some more than are named: a document too many is made again, none is kept too long."""
    centre, year = report.centre_id, report.year
    shared = ActivityPartner.objects.filter(centre=centre).values("activity")
    own = Q(centre=centre) | Q(pk__in=shared)
    yield Activity.objects.filter(own, starts_on__year=year)
    yield Assignment.objects.filter(centre=centre)
    yield Agreement.objects.filter(centre=centre)
    yield GrantItem.objects.filter(grant__centre=centre, grant__year=year)
