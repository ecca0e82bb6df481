"""From a choice to rows: the queue narrowed, and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone

from assignments.access import with_own_past
from assignments.requests.models import PartnerMunicipality, SupportRequest, SupportRequestQuerySet
from assignments.requests.queue.choice import (
    ALL,
    ELSEWHERE,
    NOBODY,
    WAITING,
    Answered,
    Choice,
    Confirmed,
    Mark,
    Part,
)
from assignments.requests.queue.marks import Marks
from centres.models import Centre
from municipalities import structure
from municipalities.models import Municipality

# Where a request stands: late, then whom the centre has reached least, the others, and the ended.
LATE, FIRST, OTHERS, ENDED = range(4)


def narrowed(
    rows: SupportRequestQuerySet, choice: Choice, *, centre: Centre, marks: Marks
) -> SupportRequestQuerySet:
    rows = rows.with_next_due().filter(status_of(choice.status))
    for condition in conditions_of(choice, centre, marks):
        rows = rows.filter(condition)
    return rows


def in_order(rows: SupportRequestQuerySet, marks: Marks) -> SupportRequestQuerySet:
    """The rule on the page: late ones, then never reached or small, then the earliest due date.

    Those without a date stand last in their group, the oldest first; of ended ones the newest.
    """
    is_open = Q(status__in=SupportRequest.OPEN)
    group = Case(
        When(is_late(), then=Value(LATE)),
        When(is_open & Q(municipality__in=marks.either), then=Value(FIRST)),
        When(is_open, then=Value(OTHERS)),
        default=Value(ENDED),
        output_field=IntegerField(),
    )
    due = F("next_due").asc(nulls_last=True)
    oldest = Case(When(is_open, then=F("submitted_at"))).asc(nulls_last=True)
    return rows.annotate(group=group).order_by("group", due, oldest, "-submitted_at", "pk")


def is_late() -> Q:
    return Q(next_due__lt=timezone.localdate())


def status_of(status: str) -> Q:
    match status:
        case "":
            return Q(status__in=SupportRequest.OPEN)
        case str(code) if code == WAITING:
            return Q(status__in=SupportRequest.UNDECIDED)
        case str(code) if code == ALL:
            return Q()
        case _:
            return Q(status=status)


def conditions_of(choice: Choice, centre: Centre, marks: Marks) -> Iterator[Q]:
    made = choice.made
    made.pop("status", None)
    if mark := made.pop("mark", ""):
        yield Q(municipality__in=marked(marks, mark))
    if part := made.pop("part", ""):
        yield Q(centre=centre) if part == Part.OWNER else ~Q(centre=centre)
    for name, value in made.items():
        yield CONDITIONS[name](value)


def marked(marks: Marks, mark: str) -> frozenset[int]:
    return {Mark.NEVER: marks.never, Mark.SMALL: marks.small, Mark.EITHER: marks.either}[Mark(mark)]


def of_theme(code: str) -> Q:
    """The theme and those under it."""
    if code == NOBODY:
        return Q(theme=None)
    return Q(theme__code=code) | Q(theme__parent__code=code)


def of_adviser(pk: str) -> Q:
    return Q(adviser=None) if pk == NOBODY else Q(adviser=int(pk))


def of_municipality(code: str) -> Q:
    """The municipality, also under an earlier number; confirmed partners ask too."""
    found = Municipality.objects.filter(code=code).order_by().values_list("pk", flat=True)
    return asked_from(with_own_past(set(found)))


def of_county(code: str) -> Q:
    """Those of today's county, also under an earlier number."""
    found = Municipality.objects.filter(county__code=code).order_by().values_list("pk", flat=True)
    today = structure.place_today_ids(with_own_past(set(found)))
    own = set(found)
    return asked_from({then for then, now in today.items() if now in own})


def asked_from(places: set[int]) -> Q:
    partners = PartnerMunicipality.objects.named().filter(
        municipality__in=places, confirmed_at__isnull=False
    )
    return Q(municipality__in=places) | Q(pk__in=partners.values("support_request"))


def of_answer(answered: str) -> Q:
    """The first answer against its stored date. A pause stops no date that is met already."""
    match answered:
        case Answered.YES:
            return Q(first_answered_at__isnull=False)
        case Answered.NO:
            return Q(first_answered_at=None)
        case Answered.IN_TIME:
            return Q(first_answered_at__date__lte=F("answer_due_on"))
        case _:
            return Q(first_answered_at__date__gt=F("answer_due_on")) | waits_too_long()


def waits_too_long() -> Q:
    return Q(
        status__in=SupportRequest.UNDECIDED,
        first_answered_at=None,
        paused_on=None,
        answer_due_on__lt=timezone.localdate(),
    )


def of_pointer(code: str) -> Q:
    """Declined ones, by who the municipality was pointed to."""
    declined = Q(status=SupportRequest.Status.DECLINED)
    match code:
        case str(word) if word == NOBODY:
            return declined & Q(pointer_centre=None, pointer_text="")
        case str(word) if word == ELSEWHERE:
            return declined & Q(pointer_centre=None) & ~Q(pointer_text="")
        case _:
            return declined & Q(pointer_centre__code=code)


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "theme": of_theme,
    "adviser": of_adviser,
    "municipality": of_municipality,
    "county": of_county,
    "confirmed": lambda value: Q(confirmed_at__isnull=value == Confirmed.NO),
    "answered": of_answer,
    "declined_because": lambda code: Q(status="declined", decline_code=code),
    "pointed_to": of_pointer,
    "is_late": lambda _value: is_late(),
    "since": lambda day: Q(submitted_at__date__gte=day),
    "until": lambda day: Q(submitted_at__date__lte=day),
}
