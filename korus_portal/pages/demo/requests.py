"""Demo requests: answered ones in the past, a few open ones now."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.requests.facts import facts_of
from assignments.requests.models import CaseCounter, RequestEvent, SupportRequest
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme

FIRST_DAY = date(2024, 1, 8)
TEXTS = [
    "Vi skal starte en arbeidsgruppe om rusforebygging og trenger hjelp til å komme i gang.",
    "Vi ønsker opplæring for ansatte som møter ungdom, gjerne over to halve dager.",
    "Vi har fått nye resultater fra Ungdata og vil drøfte hva de betyr for oss.",
    "Vi trenger veiledning til rådgivende enhet for russaker.",
    "Vi vil revidere rusmiddelpolitisk handlingsplan og ønsker innspill.",
    "Vi ønsker støtte til å ta i bruk motiverende samtale i tjenesten.",
]
REASONS = [
    "Vi har ikke kapasitet før etter sommeren. Ta gjerne kontakt igjen i august.",
    "Dette ligger utenfor fagfeltet vårt. Statsforvalteren kan vise videre.",
]
# The last ones, by days ago: the first is past its deadline, the second under vurdering.
OPEN = (21, 9, 6, 3, 1)
STATES = ("submitted", "in_triage", "submitted", "submitted", "submitted")


def make_requests(
    asked: list[tuple[Centre, list[Municipality], User]],
    *,
    senders: dict[int, User],
    other: User,
    count: int,
    today: date,
    random: Random,
) -> int:
    """Store `count` requests spread over the years, with timeline and facts."""
    numbers: dict[int, int] = {}
    made = []
    for day, open_as in days_and_states(count, today, random):
        centre, places, adviser = random.choice(asked)
        place = places[int(len(places) * random.random() ** 1.5)]
        numbers[day.year] = numbers.get(day.year, 0) + 1
        case_number = f"{day.year}-{numbers[day.year]:05}"
        row = request_of(case_number, centre, place, day, random)
        row.submitted_by = senders.get(place.pk, other)
        answer(row, adviser, open_as, random)
        made.append(row)
    SupportRequest.objects.bulk_create(made)
    RequestEvent.objects.bulk_create(event for row in made for event in events_of(row))
    Fact.objects.bulk_create(fact for row in made for fact in facts_of(row))
    CaseCounter.objects.bulk_create(CaseCounter(year=y, last=n) for y, n in numbers.items())
    return len(made)


def days_and_states(count: int, today: date, random: Random) -> list[tuple[date, str]]:
    """When each was sent, in order; the last ones are open still and have a state."""
    span = (today - FIRST_DAY).days
    answered = sorted(random.randrange(span - OPEN[0]) for _n in range(count))
    days = [*((offset, "") for offset in answered)]
    days += [(span - back, state) for back, state in zip(OPEN, STATES, strict=True)]
    return [(FIRST_DAY + timedelta(days=offset), state) for offset, state in days]


def request_of(
    case_number: str, centre: Centre, place: Municipality, day: date, random: Random
) -> SupportRequest:
    return SupportRequest(
        case_number=case_number,
        municipality=place,
        centre=centre,
        asked_centre=centre,
        theme=main_theme(centre),
        text=random.choice(TEXTS) + " (Demotekst.)",
        wished_form=random.choice(SupportRequest.WishedForm.values),
        urgency=random.choice(SupportRequest.Urgency.values),
        reach="Ring sentralbordet, eller svar i portalen.",
        language="nn" if place.language_form == "nynorsk" else "nb",
        submitted_at=noon(day),
        answer_due_on=add_working_days(day, centre.answer_days),
    )


def answer(row: SupportRequest, adviser: User, open_as: str, random: Random) -> None:
    """Leave it open in a state, or answer it within some days: mostly with yes."""
    if open_as:
        row.status = open_as
        row.adviser = adviser if open_as == "in_triage" else None
        return
    accepted = random.random() < 0.85
    answered = row.submitted_at + timedelta(days=random.randint(1, 16))
    row.status = "accepted" if accepted else "declined"
    row.adviser = row.decided_by = adviser
    row.decided_at = row.first_answered_at = min(answered, timezone.now())
    row.reason = "" if accepted else random.choice(REASONS)


def events_of(row: SupportRequest) -> list[RequestEvent]:
    """The timeline: sent, and then taken or answered."""
    helper, sent = row.centre.name, row.submitted_at
    place = row.municipality.name
    found = [event(row, "submitted", at=sent, by=row.submitted_by, by_organisation=place)]
    if row.status == "in_triage":
        taken = sent + timedelta(days=1)
        found.append(event(row, "taken", at=taken, by=row.adviser, by_organisation=helper))
    if row.decided_at:
        decided: dict[str, Any] = {"at": row.decided_at, "by": row.decided_by, "text": row.reason}
        found.append(event(row, row.status, by_organisation=helper, **decided))
    return found


def event(row: SupportRequest, kind: str, **values: Any) -> RequestEvent:
    return RequestEvent(support_request=row, kind=RequestEvent.Kind(kind), **values)


def main_theme(centre: Centre) -> Theme | None:
    field = centre.centre_fields.select_related("theme").first()
    return field.theme if field else None


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
