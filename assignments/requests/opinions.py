"""What municipalities thought of a centre's help, together. Never a single answer.

Published in steps: the first three answers, then the first six, and so on, in the order in which
they came. Whoever notes the figures of two days can then subtract to three answers at the least,
never to one. The rows are shown to nobody, the centre's leader included.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assignments.requests.models import RequestFeedback
from centres.models import Centre

STEP = 3
QUESTIONS = ("met_need", "in_time", "of_use")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Opinion:
    question: str
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Opinions:
    n: int
    means: list[Opinion]


def of_centre(centre: Centre) -> Opinions | None:
    """Means to one decimal over the published answers; None below three."""
    rows = RequestFeedback.objects.filter(centre=centre).order_by("answered_at", "pk")
    answers = list(rows.values_list(*QUESTIONS))
    n = len(answers) - len(answers) % STEP
    if not n:
        return None
    columns = zip(*answers[:n], strict=True)
    means = [
        Opinion(question_text(name), mean(values))
        for name, values in zip(QUESTIONS, columns, strict=True)
    ]
    return Opinions(n, means)


def question_text(name: str) -> str:
    return str(RequestFeedback._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def mean(values: tuple[int, ...]) -> Decimal:
    return (Decimal(sum(values)) / len(values)).quantize(TENTH, ROUND_HALF_UP)
