"""Demo requests: answered ones in the past, a few open ones now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.requests.facts import facts_of
from assignments.requests.models import (
    CaseCounter,
    HandOver,
    Holder,
    Message,
    RequestEvent,
    RequestFeedback,
    SupportRequest,
)
from assignments.requests.working_days import add_months, add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.pages.demo.cases import events_of, messages_of, offered, offers_of
from municipalities.models import Municipality, Theme

Status, Outcome = SupportRequest.Status, SupportRequest.Outcome
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
    ("capacity", "Vi har ikke kapasitet før etter sommeren. Ta gjerne kontakt igjen i august."),
    ("outside_field", "Dette ligger utenfor fagfeltet vårt. Statsforvalteren kan vise videre."),
]
OUTCOMES = [Outcome.HELPED, Outcome.HELPED, Outcome.HELPED, Outcome.PARTLY, Outcome.ELSEWHERE]
# The last ones, by days ago: the first is past its deadline, two are looked into.
OPEN = (21, 12, 9, 6, 4, 3, 1)
STATES = (
    "submitted",
    "clarifying",
    "in_triage",
    "submitted",
    "unconfirmed",
    "submitted",
    "submitted",
)


@dataclass(frozen=True)
class Made:
    """A request with the adviser who would have it."""

    row: SupportRequest
    adviser: User


def make_requests(
    asked: list[tuple[Centre, list[Municipality], User]],
    *,
    senders: dict[int, User],
    other: User,
    count: int,
    today: date,
    random: Random,
) -> int:
    """Store `count` requests spread over the years, with timeline, holders and facts."""
    numbers: dict[int, int] = {}
    made = []
    for day, open_as in days_and_states(count, today, random):
        centre, places, adviser = random.choice(asked)
        place = places[int(len(places) * random.random() ** 1.5)]
        numbers[day.year] = numbers.get(day.year, 0) + 1
        case_number = f"{day.year}-{numbers[day.year]:05}"
        row = request_of(case_number, centre, place, day, random)
        row.submitted_by = row.confirmed_by = senders.get(place.pk, other)
        answer(row, adviser, open_as, random)
        made.append(Made(row, adviser))
    store(made, numbers, random)
    return len(made)


def store(made: list[Made], numbers: dict[int, int], random: Random) -> None:
    rows = [one.row for one in made]
    SupportRequest.objects.bulk_create(rows)
    Holder.objects.bulk_create(owner_of(row) for row in rows)
    RequestEvent.objects.bulk_create(
        event for one in made for event in events_of(one.row, one.adviser)
    )
    Message.objects.bulk_create(
        message for one in made for message in messages_of(one.row, one.adviser)
    )
    offers = [offer for one in made for offer in offers_of(one.row, one.adviser, others(one, made))]
    HandOver.objects.bulk_create(offers)
    RequestEvent.objects.bulk_create(map(offered, offers))
    closed = [row for row in rows if row.status == Status.CLOSED and random.random() < 0.6]
    RequestFeedback.objects.bulk_create(feedback_on(row, random) for row in closed)
    Fact.objects.bulk_create(fact for row in rows for fact in facts_of(row))
    CaseCounter.objects.bulk_create(CaseCounter(year=y, last=n) for y, n in numbers.items())


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
        confirmed_at=noon(day),
        answer_due_on=add_working_days(day, centre.answer_days),
        interim_due_on=add_months(day, centre.interim_months),
    )


def answer(row: SupportRequest, adviser: User, open_as: str, random: Random) -> None:
    """Leave it open in a state, or answer it within some days: mostly with yes."""
    if open_as == "unconfirmed":
        row.submitted_by = row.confirmed_by = row.confirmed_at = None
        row.guest_name, row.guest_email = "Demo Uten Konto", "ansatt@kommune.example"
        return
    if open_as:
        row.status = open_as
        row.adviser = None if open_as == Status.SUBMITTED else adviser
        if open_as == Status.CLARIFYING:
            row.first_answered_at = row.submitted_at + timedelta(days=2)
            row.paused_on = timezone.localdate(row.first_answered_at)
        return
    answered = row.submitted_at + timedelta(days=random.randint(1, 16))
    row.adviser = row.decided_by = adviser
    row.decided_at = row.first_answered_at = min(answered, timezone.now())
    if random.random() < 0.85:
        help_with(row, adviser, random)
        return
    row.status = Status.DECLINED
    row.decline_code, row.reason = random.choice(REASONS)


def help_with(row: SupportRequest, adviser: User, random: Random) -> None:
    """Accepted; under way after a while, and closed when the help has been given."""
    assert row.decided_at is not None  # noqa: S101 - answered just above
    ended = row.decided_at + timedelta(days=random.randint(20, 150))
    is_old = row.decided_at < timezone.now() - timedelta(days=300)
    if ended < timezone.now() and (random.random() < 0.85 or is_old):
        row.status, row.ended_at, row.ended_by = Status.CLOSED, ended, adviser
        row.outcome = random.choice(OUTCOMES)
        return
    row.status = random.choice([Status.ACCEPTED, Status.UNDER_WAY])


def others(one: Made, made: list[Made]) -> Centre:
    """Another centre that is asked; the same when there is none."""
    centres = (other.row.centre for other in made)
    return next((centre for centre in centres if centre != one.row.centre), one.row.centre)


def owner_of(row: SupportRequest) -> Holder:
    helps = row.decided_at if row.status not in (Status.DECLINED,) else None
    return Holder(
        support_request=row,
        centre=row.centre,
        part=Holder.Part.OWNER,
        since=row.submitted_at,
        accepted_at=helps,
    )


def feedback_on(row: SupportRequest, random: Random) -> RequestFeedback:
    met_need, in_time, of_use = (random.choice([3, 4, 4, 5, 5]) for _n in range(3))
    return RequestFeedback(
        support_request=row,
        centre=row.centre,
        met_need=met_need,
        in_time=in_time,
        of_use=of_use,
        answered_at=row.ended_at or row.submitted_at,
        answered_by=row.submitted_by,
    )


def main_theme(centre: Centre) -> Theme | None:
    field = centre.centre_fields.select_related("theme").first()
    return field.theme if field else None


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
