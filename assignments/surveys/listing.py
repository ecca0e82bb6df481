"""Reading the register of surveys: which rounds there were, which come next, what is overdue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from assignments.surveys.models import SurveyRound
from municipalities import structure
from municipalities.models import Municipality

# Both surveys are meant to come every third year.
INTERVAL_YEARS = 3


@dataclass(frozen=True, slots=True)
class Overdue:
    """A survey that was last carried out more than three years ago, with no round planned."""

    survey: str
    last_year: int

    @property
    def label(self) -> str:
        return str(SurveyRound.Survey(self.survey).label)


def overdue_by_place(*, on: date) -> dict[int, list[Overdue]]:
    """By id of the municipalities in force on the day; three queries.

    A municipality without any registered round is not in it: nothing is known, and that is
    not the same as overdue. Rounds of codes that have expired count for their successor.
    """
    latest: dict[tuple[int, str], int] = {}
    planned: set[tuple[int, str]] = set()
    rows = _years_by_place(on=on)
    today = structure.place_ids({row[0] for row in rows}, to=on)
    for pk, survey, last, following in rows:
        key = (today[pk], survey)
        if last is not None:
            latest[key] = max(last, latest.get(key, 0))
        if following is not None:
            planned.add(key)
    return _overdue(latest, planned, on=on)


def _years_by_place(*, on: date) -> list[tuple[int, str, int | None, int | None]]:
    """Municipality, survey, the year of the last round and that of a planned one."""
    done = Q(carried_out_on__isnull=False)
    ahead = Q(carried_out_on=None, year__gte=on.year)
    rows = SurveyRound.objects.order_by().values("municipality", "survey")
    found = rows.annotate(last=Max("year", filter=done), ahead=Max("year", filter=ahead))
    return list(found.values_list("municipality", "survey", "last", "ahead"))


def _overdue(
    latest: dict[tuple[int, str], int], planned: set[tuple[int, str]], *, on: date
) -> dict[int, list[Overdue]]:
    in_force = set(Municipality.objects.in_force(on=on).order_by().values_list("pk", flat=True))
    found: dict[int, list[Overdue]] = defaultdict(list)
    for (pk, survey), year in sorted(latest.items()):
        is_late = on.year - year > INTERVAL_YEARS and (pk, survey) not in planned
        if is_late and pk in in_force:
            found[pk].append(Overdue(survey, year))
    return dict(found)
