"""Making all facts and coverage rows anew from what they are worked out from: activities, requests,
answered contacts, information rounds and agreements."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Max, Prefetch

from assignments.activities.facts import build
from assignments.activities.models import Activity, ActivityPartner
from assignments.agreements.facts import facts_of as facts_of_agreement
from assignments.agreements.models import Agreement
from assignments.coverage import actions
from assignments.coverage.models import Fact
from assignments.outreach.facts import facts_of as facts_of_contact
from assignments.outreach.models import Contact
from assignments.requests.facts import facts_of
from assignments.requests.models import SupportRequest
from assignments.rounds.facts import facts_of as facts_of_round
from assignments.rounds.models import InformationRound
from centres.basis import start as count_anew_as_job
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from municipalities import structure
from municipalities.models import MunicipalityChange

BATCH = 1000
A_MONTH = timedelta(days=31)


def rebuild_coverage(work: Work) -> None:
    """As a job. It holds the job's row, so that a second worker cannot rebuild beside it."""
    with transaction.atomic():
        work.hold()
        rebuild()


def rebuild() -> int:
    """Count everything anew; writers wait meanwhile, readers do not. Returns how many rows stand.

    Asked for when reference data have moved a municipality, or changed the kind of a centre or of
    a recipient (centres/basis.py), and when a new structure comes into force.
    """
    return actions.rebuild_from(all_facts)


def follow_structure(*, today: date) -> Job | None:
    """Today's structure has changed without anybody writing: changes that were loaded before their
    day (rule 23). Counted once for each such day, also when nobody looked on the day itself."""
    changes = MunicipalityChange.objects.filter(date__range=(today - A_MONTH, today))
    day = changes.aggregate(last=Max("date"))["last"]
    if day is None or Job.objects.filter(key=f"rebuild_coverage:{day}").exists():
        return None
    return count_anew_as_job(f"{day}")


def all_facts() -> Iterator[Fact]:
    yield from facts_of_all_activities()
    # What came after the year was reported stays outside its figures (rule 30): the rows say so.
    requests = SupportRequest.objects.select_related("municipality", "asked_centre").order_by("pk")
    related = ("holders__centre", "partners__municipality")
    for request in requests.prefetch_related(*related).iterator(BATCH):
        yield from facts_of(request)
    reached = Contact.objects.counting().order_by("pk")
    related = ("approach__municipality", "approach__centre")
    for contact in reached.select_related(*related).iterator(BATCH):
        yield from facts_of_contact(contact)
    rounds = InformationRound.objects.filter(deleted_at=None).order_by("pk")
    for one in rounds.select_related("centre").iterator(BATCH):
        yield from facts_of_round(one)
    agreements = Agreement.objects.signed().order_by("pk")
    for agreement in agreements.select_related("centre", "municipality").iterator(BATCH):
        yield from facts_of_agreement(agreement)


def facts_of_all_activities() -> Iterator[Fact]:
    rows = Activity.objects.counting().select_related("centre", "assignment").order_by("pk")
    accepted = ActivityPartner.objects.filter(state=ActivityPartner.State.ACCEPTED)
    activities = rows.prefetch_related(
        "activity_municipalities__municipality",
        "activity_themes",
        "organisations",
        Prefetch("partners", accepted.select_related("centre")),
    ).iterator(BATCH)
    while batch := list(islice(activities, BATCH)):
        yield from facts_of_activities(batch)


def facts_of_activities(activities: list[Activity]) -> Iterator[Fact]:
    """The same as one by one, but today's municipalities are asked for once.

    Only partners that have accepted may be prefetched.
    """
    named = {row.pk: list(row.activity_municipalities.all()) for row in activities}
    places = {row.municipality.counts_as_id for rows in named.values() for row in rows}
    today = structure.place_today_ids(places)
    for activity in activities:
        themes = [row.theme_id for row in activity.activity_themes.all()]
        partners = list(activity.partners.all())
        kinds = [organisation.kind for organisation in activity.organisations.all()]
        yield from build(activity, named[activity.pk], themes, today, partners, organisations=kinds)
