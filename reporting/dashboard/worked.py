"""Work that belongs to no place: to a side of the services, a part of the course or the life span.

One row of numbers for each, with the way to exactly the activities that it counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.coverage.models import Fact, Side
from assignments.plans.choices import CoursePhase, LifeStage
from reporting.dashboard import wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.markup import Cell

# What stands in an address for what nobody told.
NOT_TOLD = "ingen"
NOT_TOLD_NAME = gettext_lazy("ikke oppgitt")
SIDES: dict[str, str | Promise] = {**dict(Side.choices), "": NOT_TOLD_NAME}
PHASES: dict[str, str | Promise] = {**dict(CoursePhase.choices), "": NOT_TOLD_NAME}
STAGES: dict[str, str | Promise] = {**dict(LifeStage.choices), "": NOT_TOLD_NAME}


@dataclass(frozen=True)
class WorkCut:
    """Which activities: of one side, in one part of the course, in one of the life span.

    None is all of them; empty is those where it was not told.
    """

    side: str | None = None
    phase: str | None = None
    stage: str | None = None

    @property
    def is_everything(self) -> bool:
        return self.side is None and self.phase is None and self.stage is None

    def of(self, facts: QuerySet[Fact]) -> QuerySet[Fact]:
        """The facts of those activities alone; requests and agreements have no such work."""
        if self.is_everything:
            return facts
        own = facts.filter(source_kind=Fact.Source.ACTIVITY)
        if self.side is not None:
            own = own.filter(sides__contains=[self.side]) if self.side else own.filter(sides=[])
        if self.phase is not None:
            own = own.filter(course_phase=self.phase)
        return own if self.stage is None else own.filter(life_stage=self.stage)

    @property
    def names(self) -> list[str]:
        """In words: «side: kommunal side»."""
        parts = [
            (_("side: %(name)s"), SIDES, self.side),
            (_("forløp: %(name)s"), PHASES, self.phase),
            (_("livsløp: %(name)s"), STAGES, self.stage),
        ]
        return [text % {"name": names[code]} for text, names, code in parts if code is not None]

    @property
    def query(self) -> str:
        """What is added to the address of a choice."""
        parts = [("side", self.side), ("forlop", self.phase), ("livslop", self.stage)]
        return "".join(f"&{name}={code or NOT_TOLD}" for name, code in parts if code is not None)


def is_counted_now(choice: Choice) -> bool:
    """Rows of work are of one doer and the whole country: what is less is counted from facts."""
    is_narrowed = bool(choice.counties) or choice.has_some_places or bool(choice.function)
    return is_narrowed or bool(choice.cuts)


def hours(choice: Choice, numbers: Numbers) -> str:
    """Hours stand with the main theme alone (rule 21): another theme has none to tell."""
    if choice.theme is not None and numbers.lacks_hours:
        return "–"
    return wording.hours(numbers)


def given(numbers: Numbers) -> str:
    """Rule 15; nothing to say of no activity."""
    if not numbers.activities:
        return ""
    return _("oppgitt for %(x)s av %(y)s") % {
        "x": wording.number(numbers.with_hours),
        "y": wording.number(numbers.activities),
    }


def activities(numbers: Numbers) -> str:
    text = ngettext("%(count)s aktivitet", "%(count)s aktiviteter", numbers.activities)
    return text % {"count": wording.number(numbers.activities)}


def is_empty(numbers: Numbers) -> bool:
    """Hours may stand without an activity: those of a row that is linked to another's."""
    return not numbers.activities and not numbers.hours


def cell(choice: Choice, numbers: Numbers, href: str, *, empty: str = "0") -> Cell:
    """Hours, with activities under them."""
    if is_empty(numbers):
        return Cell(empty)
    return Cell(hours(choice, numbers), href, note=activities(numbers))


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent with one decimal."""
    if not whole:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def share_text(value: Decimal | None) -> str:
    return "–" if value is None else f"{number_format(value, 1)} %"
