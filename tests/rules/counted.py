"""The figures of a choice, as every page asks for them."""

from datetime import date
from typing import Any

from assignments.coverage.models import Level, Structure
from municipalities.models import Municipality
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Coverage, coverage

TODAY = date(2026, 6, 1)


def choice(year: int = 2025, **chosen: Any) -> Choice:
    return Choice(year, **{"structure": Structure.THEN, "today": TODAY, **chosen})


def counted(year: int = 2025, **chosen: Any) -> Coverage:
    return coverage(choice(year, **chosen))


def numbers_of(found: Coverage, municipality: Municipality) -> Numbers:
    (one,) = [each for each in found.places if each.pk == municipality.pk]
    return one.numbers


def level_of(found: Coverage, municipality: Municipality) -> Level:
    return numbers_of(found, municipality).level
