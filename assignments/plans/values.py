"""What a person enters about a tiltak, as one value that can be compared with what is stored."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from assignments.plans.choices import CentreRole, CoursePhase, LifeStage
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
    "quality_aim": _("Kvalitetsmål"),
    "centre_role": _("Senterets rolle"),
    "course_phases": _("Plass i forløpet"),
    "life_stages": _("Plass i livsløpet"),
    "receiving_service": _("Mottakende tjeneste"),
    "other_tasks": _("Flere oppgaver i samfunnsoppdraget"),
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
    quality_aim: str = ""
    centre_role: CentreRole | Literal[""] = ""
    course_phases: tuple[CoursePhase, ...] = ()
    life_stages: tuple[LifeStage, ...] = ()
    receiving_service: str = ""
    other_tasks: tuple[MandateTask, ...] = ()


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
        quality_aim=assignment.quality_aim,
        centre_role=CentreRole(assignment.centre_role) if assignment.centre_role else "",
        course_phases=tuple(CoursePhase(code) for code in assignment.course_phases),
        life_stages=tuple(LifeStage(code) for code in assignment.life_stages),
        receiving_service=assignment.receiving_service,
        other_tasks=tuple(assignment.other_tasks.order_by("code")),
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
