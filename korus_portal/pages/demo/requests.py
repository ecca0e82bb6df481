"""Demo requests: answered ones in the past, a few open ones now."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.requests.facts import facts_of
from assignments.requests.models import CaseCounter, RequestEvent, SupportRequest
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme

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
    span = (today - date(2024, 1, 8)).days
    days = sorted(random.randrange(span - OPEN[0]) for _n in range(count))
    days += [span - back for back in OPEN]
    numbers: dict[int, int] = {}
    made = []
    for place_in_line, offset in enumerate(days, start=len(OPEN) - len(days)):
        day = date(2024, 1, 8) + timedelta(days=offset)
        centre, places, adviser = random.choice(asked)
        place = places[int(len(places) * random.random() ** 1.5)]
        numbers[day.year] = numbers.get(day.year, 0) + 1
        made.append(
            request_of(
                f"{day.year}-{numbers[day.year]:05}",
                centre=centre,
                place=place,
                by=senders.get(place.pk, other),
                adviser=adviser,
                day=day,
                open_as=STATES[place_in_line] if place_in_line >= 0 else "",
                random=random,
            )
        )
    SupportRequest.objects.bulk_create(made)
    RequestEvent.objects.bulk_create(event for row in made for event in events_of(row))
    Fact.objects.bulk_create(fact for row in made for fact in facts_of(row))
    CaseCounter.objects.bulk_create(CaseCounter(year=y, last=n) for y, n in numbers.items())
    return len(made)


def request_of(
    case_number: str,
    *,
    centre: Centre,
    place: Municipality,
    by: User,
    adviser: User,
    day: date,
    open_as: str,
    random: Random,
) -> SupportRequest:
    at = noon(day)
    accepted = random.random() < 0.85
    row = SupportRequest(
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
        submitted_at=at,
        submitted_by=by,
        answer_due_on=add_working_days(day, centre.answer_days),
        status=open_as or "submitted",
    )
    if open_as == "in_triage":
        row.adviser = adviser
    if not open_as:
        answered = at + timedelta(days=random.randint(1, 16))
        row.status = "accepted" if accepted else "declined"
        row.adviser = row.decided_by = adviser
        row.decided_at = row.first_answered_at = min(answered, timezone.now())
        row.reason = "" if accepted else random.choice(REASONS)
    return row


def events_of(row: SupportRequest) -> list[RequestEvent]:
    events = [
        RequestEvent(
            support_request=row,
            kind=RequestEvent.Kind.SUBMITTED,
            at=row.submitted_at,
            by=row.submitted_by,
            by_organisation=row.municipality.name,
        )
    ]
    if row.status == "in_triage" and row.adviser:
        events.append(
            RequestEvent(
                support_request=row,
                kind=RequestEvent.Kind.TAKEN,
                at=row.submitted_at + timedelta(days=1),
                by=row.adviser,
                by_organisation=row.centre.name,
            )
        )
    if row.decided_at and row.decided_by:
        events.append(
            RequestEvent(
                support_request=row,
                kind=RequestEvent.Kind(row.status),
                at=row.decided_at,
                by=row.decided_by,
                by_organisation=row.centre.name,
                text=row.reason,
            )
        )
    return events


def main_theme(centre: Centre) -> Theme | None:
    field = centre.centre_fields.select_related("theme").first()
    return field.theme if field else None


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
