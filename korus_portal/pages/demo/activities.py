"""Demo activities: uneven on purpose, so that some municipalities are never reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from assignments.activities.facts import build
from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from assignments.coverage.models import Fact
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.pages.demo.recipients import cross_themes, draw_recipients, place_in_course
from municipalities import structure
from municipalities.models import Municipality, Theme

FIRST_DAY = date(2024, 1, 8)
KINDS = [
    (Activity.Kind.COURSE, 18),
    (Activity.Kind.PROFESSIONAL_DAY, 8),
    (Activity.Kind.GUIDANCE, 22),
    (Activity.Kind.CONSULTATION, 10),
    (Activity.Kind.NETWORK_MEETING, 12),
    (Activity.Kind.IMPLEMENTATION_SUPPORT, 10),
    (Activity.Kind.MAPPING, 5),
    (Activity.Kind.PRESENTATION, 6),
    (Activity.Kind.CONTACT_MEETING, 9),
    (Activity.Kind.DIALOGUE_MEETING, 5),
    (Activity.Kind.DEVELOPMENT_WORK, 4),
    (Activity.Kind.RESEARCH_SUMMARY, 2),
    (Activity.Kind.RESEARCH, 2),
    (Activity.Kind.DISSEMINATION, 4),
    (Activity.Kind.TEACHING, 3),
]
PLACELESS = {Activity.Kind.RESEARCH, Activity.Kind.RESEARCH_SUMMARY, Activity.Kind.DISSEMINATION}
GATHERINGS = {
    Activity.Kind.COURSE,
    Activity.Kind.PROFESSIONAL_DAY,
    Activity.Kind.NETWORK_MEETING,
    Activity.Kind.PRESENTATION,
    Activity.Kind.TEACHING,
}


@dataclass
class Ground:
    """What one centre's activities are drawn from."""

    centre: Centre
    by: User
    assignments: list[Assignment]
    themes: dict[int, list[Theme]]
    places: list[Municipality]


@dataclass
class Batch:
    """Rows made together and stored by a few bulk inserts."""

    activities: list[Activity]
    municipalities: list[ActivityMunicipality]
    themes: list[ActivityTheme]
    # With whom besides the municipalities.
    recipients: list[tuple[Activity, Organisation]] = field(default_factory=list)


def make_activities(grounds: Sequence[Ground], count: int, today: date, random: Random) -> int:
    """Store about `count` activities with their facts. Returns how many were made."""
    batch = Batch([], [], [])
    weights = [3 if ground.centre.kind == Centre.Kind.KORUS else 1 for ground in grounds]
    days = (date(2026, 12, 20) - FIRST_DAY).days
    for _number in range(count):
        day = FIRST_DAY + timedelta(days=random.randrange(days))
        ground = random.choices(grounds, weights)[0]
        draw(ground, day, batch, random)
    drop_the_future(batch, today)
    # Drawn apart, so that the activities stay as they were.
    apart = Random(len(grounds))  # noqa: S311 - synthetic data
    place_in_course(batch.activities, apart)
    batch.recipients = draw_recipients(batch.activities, apart)
    batch.themes += cross_themes(batch.activities, apart)
    store(batch)
    return len(batch.activities)


def draw(ground: Ground, day: date, batch: Batch, random: Random) -> None:
    """One activity of one centre, on a working day."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    kind = random.choices([kind for kind, _w in KINDS], [weight for _k, weight in KINDS])[0]
    assignment = random.choice(ground.assignments)
    digital = random.random() < 0.3
    places = [] if kind in PLACELESS else pick(ground.places, kind, random)
    activity = Activity(
        centre=ground.centre,
        kind=kind,
        title=f"{kind.label.capitalize()}: {assignment.title}"[:160],
        starts_on=day,
        hours=hours(kind, random),
        form=Activity.Form.DIGITAL if digital else Activity.Form.ON_SITE,
        assignment=assignment,
        mandate_task=assignment.mandate_task,
    )
    confirm(activity, ground.by)
    batch.activities.append(activity)
    batch.municipalities += served(activity, places, random)
    batch.themes += [
        ActivityTheme(activity=activity, theme=theme, position=position)
        for position, theme in enumerate(ground.themes[assignment.pk])
    ]


def confirm(activity: Activity, by: User) -> None:
    """Registered and confirmed by the same person on its first day."""
    activity.status = Activity.Status.CONFIRMED
    activity.registered_by = activity.confirmed_by = by
    activity.registered_at = activity.confirmed_at = at_noon(activity.starts_on)


def served(
    activity: Activity, places: list[Municipality], random: Random
) -> list[ActivityMunicipality]:
    """The places of an activity; most gatherings know how many came from each."""
    is_gathering = activity.kind in GATHERINGS
    rows = [
        ActivityMunicipality(
            activity=activity,
            municipality=place,
            attendances=random.randint(2, 18) if is_gathering and random.random() < 0.9 else None,
        )
        for place in places
    ]
    if is_gathering:
        activity.attendances = sum(row.attendances or 0 for row in rows) + random.choice([0, 0, 3])
    return rows


def pick(places: list[Municipality], kind: str, random: Random) -> list[Municipality]:
    """Few places are asked for often, many seldom, the last of the list never."""
    many = {Activity.Kind.COURSE: 4, Activity.Kind.NETWORK_MEETING: 6}.get(Activity.Kind(kind), 1)
    reachable = max(1, int(len(places) * 0.8))
    found = {int(reachable * random.random() ** 1.7) for _n in range(random.randint(1, many))}
    return [places[index] for index in sorted(found)]


def hours(kind: str, random: Random) -> Decimal | None:
    """Quarter hours; now and then unknown."""
    if random.random() < 0.05:
        return None
    low, high = (8, 60) if kind in PLACELESS or kind in GATHERINGS else (2, 16)
    return Decimal(random.randint(low * 4, high * 4)) / 4


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001


def drop_the_future(batch: Batch, today: date) -> None:
    """Nothing is confirmed before its first day (rule 1)."""
    batch.activities = [row for row in batch.activities if row.starts_on <= today]
    batch.municipalities = [row for row in batch.municipalities if row.activity.starts_on <= today]
    batch.themes = [row for row in batch.themes if row.activity.starts_on <= today]


def store(batch: Batch) -> None:
    """Insert in bulk; the facts are counted from the rows at hand."""
    batch.activities.sort(key=lambda row: row.starts_on)
    Activity.objects.bulk_create(batch.activities, batch_size=2000)
    ActivityMunicipality.objects.bulk_create(batch.municipalities, batch_size=5000)
    ActivityTheme.objects.bulk_create(batch.themes, batch_size=5000)
    through: Any = Activity.organisations.through
    through.objects.bulk_create(
        through(activity_id=activity.pk, organisation_id=organisation.pk)
        for activity, organisation in batch.recipients
    )
    Fact.objects.bulk_create(facts(batch), batch_size=5000)


def facts(batch: Batch) -> Iterator[Fact]:
    named: dict[int, list[ActivityMunicipality]] = {}
    for row in batch.municipalities:
        named.setdefault(row.activity.pk, []).append(row)
    themes: dict[int, list[int]] = {}
    for link in batch.themes:
        themes.setdefault(link.activity.pk, []).append(link.theme_id)
    today = structure.place_today_ids(
        {row.municipality.counts_as_id for row in batch.municipalities}
    )
    kinds: dict[int, list[str]] = {}
    for activity, organisation in batch.recipients:
        kinds.setdefault(activity.pk, []).append(organisation.kind)
    for activity in batch.activities:
        pk = activity.pk
        places, about = named.get(pk, []), themes.get(pk, [])
        yield from build(activity, places, about, today, organisations=kinds.get(pk, []))
