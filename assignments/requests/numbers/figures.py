"""How fast requests are answered and closed: counted and ranked in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate

from assignments.requests.models import SupportRequest, SupportRequestQuerySet
from assignments.requests.queue.choice import Answered
from assignments.requests.queue.narrowing import of_answer

Status = SupportRequest.Status
A_DAY = timedelta(days=1)
CLOSED = Q(status=Status.CLOSED)


class Percentile(Aggregate):
    """PERCENTILE_CONT: between two rows it lies between them."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, output_field=DurationField(), **extra)


def days_until(column: str) -> ExpressionWrapper[Any]:
    """Calendar days from the day of sending: the same day is 0."""
    between = TruncDate(column) - TruncDate("submitted_at")
    return ExpressionWrapper(between, output_field=DurationField())


@dataclass(frozen=True)
class Spread:
    """Half were at or below the median, nine of ten at or below `p90`; of `given` rows."""

    given: int
    of: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Speed:
    """Everything that one row of figures holds."""

    count: int
    answer: Spread
    close: Spread
    in_time: int
    late: int
    open: int
    declined: int
    withdrawn: int

    @property
    def judged(self) -> int:
        """Those that were answered, and those whose date has gone without an answer."""
        return self.in_time + self.late

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.judged if self.judged else None


def aggregates() -> dict[str, Any]:
    answered = Q(first_answered_at__isnull=False)
    return {
        "n": Count("pk"),
        "n_answered": Count("pk", filter=answered),
        "n_closed": Count("pk", filter=CLOSED),
        "n_in_time": Count("pk", filter=of_answer(Answered.IN_TIME)),
        "n_late": Count("pk", filter=of_answer(Answered.LATE)),
        "n_open": Count("pk", filter=Q(status__in=SupportRequest.OPEN)),
        "n_declined": Count("pk", filter=Q(status=Status.DECLINED)),
        "n_withdrawn": Count("pk", filter=Q(status=Status.WITHDRAWN)),
        "answer_median": Percentile(F("to_answer"), 0.5, filter=answered),
        "answer_p90": Percentile(F("to_answer"), 0.9, filter=answered),
        "close_median": Percentile(F("to_close"), 0.5, filter=CLOSED),
        "close_p90": Percentile(F("to_close"), 0.9, filter=CLOSED),
    }


def with_days(rows: SupportRequestQuerySet) -> SupportRequestQuerySet:
    return rows.annotate(to_answer=days_until("first_answered_at"), to_close=days_until("ended_at"))


def speed_of(rows: SupportRequestQuerySet) -> Speed:
    """One query."""
    return speed(with_days(rows).aggregate(**aggregates()))


def speeds_by(rows: SupportRequestQuerySet, column: str) -> dict[Any, Speed]:
    """The same for each value of a column; one query."""
    grouped = with_days(rows).values(column).annotate(**aggregates()).order_by()
    return {row[column]: speed(row) for row in grouped}


def speed(row: dict[str, Any]) -> Speed:
    count, answered, closed = row["n"], row["n_answered"], row["n_closed"]
    return Speed(
        count=count,
        answer=Spread(answered, count, days(row["answer_median"]), days(row["answer_p90"])),
        close=Spread(closed, count, days(row["close_median"]), days(row["close_p90"])),
        in_time=row["n_in_time"],
        late=row["n_late"],
        open=row["n_open"],
        declined=row["n_declined"],
        withdrawn=row["n_withdrawn"],
    )


def days(found: timedelta | None) -> float | None:
    return None if found is None else found / A_DAY
