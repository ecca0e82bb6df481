"""What a person enters about a tiltak, as one value that can be compared with what is stored."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from assignments.plans.models import Assignment, AssignmentYear
from centres.models import Initiative, MandateTask
from municipalities.models import Municipality, Theme

LABELS = {
    "title": _("Tittel"),
    "description": _("Kort om tiltaket"),
    "themes": _("Temaer"),
    "initiative": _("Satsing"),
    "mandate_task": _("Hovedoppgave i samfunnsoppdraget"),
    "starts_on": _("Fra"),
    "ends_on": _("Til"),
    "municipalities": _("Kommuner"),
}
YEAR_LABELS = {"status": _("Hva er tiltaket dette året?"), "change_text": _("Hva er endret?")}


@dataclass(frozen=True, kw_only=True)
class AssignmentValues:
    """The first theme is the main theme; municipalities stand in the order of their codes."""

    title: str
    description: str
    themes: tuple[Theme, ...]
    initiative: Initiative | None
    mandate_task: MandateTask | None
    starts_on: date
    ends_on: date | None
    municipalities: tuple[Municipality, ...]


def values_of(assignment: Assignment) -> AssignmentValues:
    """What is stored now. Asks for themes and municipalities."""
    rows = assignment.assignment_themes.select_related("theme")
    return AssignmentValues(
        title=assignment.title,
        description=assignment.description,
        themes=tuple(row.theme for row in rows),
        initiative=assignment.initiative,
        mandate_task=assignment.mandate_task,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
        municipalities=tuple(assignment.municipalities.order_by("code")),
    )


@dataclass(frozen=True, kw_only=True)
class YearValues:
    """What the tiltak is in one year's report. Only a change is told about."""

    # Empty where nothing is said yet.
    status: AssignmentYear.Status | Literal[""]
    change_text: str


def year_values_of(assignment: Assignment, year: int) -> YearValues:
    stored = assignment.years.filter(year=year).first()
    if stored is None:
        return YearValues(status="", change_text="")
    return YearValues(status=AssignmentYear.Status(stored.status), change_text=stored.change_text)
