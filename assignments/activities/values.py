"""What a person enters about an activity, as one value that can be compared with what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy, ngettext

from assignments.activities.models import Activity, ActivityPartner, HeadCount
from assignments.plans.choices import (
    Attendee,
    CentreRole,
    CoursePhase,
    Education,
    LifeStage,
    Sector,
)
from assignments.plans.models import Assignment
from assignments.plans.selects import capitalised
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality, Theme
from municipalities.names import sort_key

LABELS = {
    "kind": gettext_lazy("Type"),
    "title": gettext_lazy("Tittel"),
    "starts_on": gettext_lazy("Dato"),
    "ends_on": gettext_lazy("Sluttdato"),
    "hours": gettext_lazy("Timer"),
    "form": gettext_lazy("Form"),
    "attendances": gettext_lazy("Deltakelser"),
    "is_national_event": gettext_lazy("Arrangement for hele landet"),
    "assignment": gettext_lazy("Tiltak"),
    "mandate_task": gettext_lazy("Hovedoppgave i samfunnsoppdraget"),
    "themes": gettext_lazy("Temaer"),
    "municipalities": gettext_lazy("Kommuner"),
    "note": gettext_lazy("Notat"),
    "centre_role": gettext_lazy("Senterets rolle"),
    "course_phase": gettext_lazy("Plass i forløpet"),
    "life_stage": gettext_lazy("Plass i livsløpet"),
    "receiving_service": gettext_lazy("Mottakende tjeneste"),
    "result": gettext_lazy("Resultat av dialogmøtet"),
    "evaluation": gettext_lazy("Evaluering"),
    "institution": gettext_lazy("Utdanningssted"),
    "education": gettext_lazy("Nivå"),
    "study_credits": gettext_lazy("Studiepoeng"),
    "organisations": gettext_lazy("Andre mottakere"),
    "sectors": gettext_lazy("Deltakelser etter sektor"),
    "roles": gettext_lazy("Deltakelser etter rolle"),
    "adviser_hours": gettext_lazy("Timer per rådgiver"),
    "partners": gettext_lazy("Samarbeidende sentre"),
}
# What only some kinds have: other kinds leave it empty.
TEACHING_ONLY: dict[str, Any] = {"institution": "", "education": "", "study_credits": None}
NAMED_IN_TITLE = 2
Row = TypeVar("Row", Organisation, Centre)


@dataclass(frozen=True, kw_only=True)
class ActivityValues:
    """The first theme is the main theme; each municipality with its own attendances or None."""

    kind: Activity.Kind
    title: str
    starts_on: date
    ends_on: date | None
    hours: Decimal | None
    form: Activity.Form
    attendances: int | None
    is_national_event: bool
    assignment: Assignment | None
    mandate_task: MandateTask | None
    themes: tuple[Theme, ...]
    municipalities: Mapping[Municipality, int | None]
    note: str
    centre_role: CentreRole | str = ""
    course_phase: CoursePhase | str = ""
    life_stage: LifeStage | str = ""
    receiving_service: str = ""
    result: str = ""
    evaluation: str = ""
    institution: str = ""
    education: Education | str = ""
    study_credits: Decimal | None = None
    organisations: tuple[Organisation, ...] = ()
    sectors: Mapping[Sector, int] = field(default_factory=dict)
    roles: Mapping[Attendee, int] = field(default_factory=dict)
    adviser_hours: Mapping[User, Decimal] = field(default_factory=dict)
    partners: tuple[Centre, ...] = ()


def kind_choices() -> list[tuple[str, Any]]:
    """All kinds, by the alphabet of the page's language."""
    labels = capitalised(Activity.Kind.choices)
    return sorted(labels, key=lambda choice: sort_key(str(choice[1])))


def values_of(activity: Activity) -> ActivityValues:
    """What is stored now. Asks for themes and municipalities."""
    themes = activity.activity_themes.select_related("theme__parent")
    named = activity.activity_municipalities.select_related("municipality")
    return ActivityValues(
        kind=Activity.Kind(activity.kind),
        title=activity.title,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        hours=activity.hours,
        form=Activity.Form(activity.form),
        attendances=activity.attendances,
        is_national_event=activity.is_national_event,
        assignment=activity.assignment,
        mandate_task=activity.mandate_task,
        themes=tuple(row.theme for row in themes),
        municipalities={row.municipality: row.attendances for row in named},
        note=activity.note,
        **placing_of(activity),
        **kept_for_a_kind(activity),
        **people_of(activity),
    )


def member_of(choices: type[TextChoices], value: str) -> Any:
    """The member, which knows its label; an empty text for what is not said."""
    return choices(value) if value else ""


def placing_of(row: Activity) -> dict[str, Any]:
    return {
        "centre_role": member_of(CentreRole, row.centre_role),
        "course_phase": member_of(CoursePhase, row.course_phase),
        "life_stage": member_of(LifeStage, row.life_stage),
        "receiving_service": row.receiving_service,
    }


def kept_for_a_kind(row: Activity) -> dict[str, Any]:
    return {
        "result": row.result,
        "evaluation": row.evaluation,
        "institution": row.institution,
        "education": member_of(Education, row.education),
        "study_credits": row.study_credits,
    }


def people_of(row: Activity) -> dict[str, Any]:
    """Numbers, hours, organisations and partners, each with its own question."""
    counts = list(row.head_counts.values_list("by", "key", "number"))
    hours = row.adviser_hours.select_related("adviser")
    asked = row.partners.exclude(state=ActivityPartner.State.DECLINED).select_related("centre")
    by_sector, by_role = HeadCount.By.SECTOR, HeadCount.By.ROLE
    return {
        "organisations": in_order(row.organisations.all()),
        "sectors": {Sector(key): number for by, key, number in counts if by == by_sector},
        "roles": {Attendee(key): number for by, key, number in counts if by == by_role},
        "adviser_hours": {mine.adviser: mine.hours for mine in hours},
        "partners": in_order(partner.centre for partner in asked),
    }


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """One order, so that equal choices are equal values."""
    return tuple(sorted(rows, key=lambda row: row.pk))


def with_presets(values: ActivityValues) -> ActivityValues:
    """What was left empty is taken from the tiltak, or follows from the rest. Safe to repeat."""
    values = as_compared(values)
    if values.assignment is not None:
        given = tiltak_gives(values.assignment)
        empty = {name: value for name, value in given.items() if not getattr(values, name)}
        values = replace(values, **empty)
    if values.attendances is None:
        values = replace(values, attendances=fewest_possible(values))
    if values.hours is None and values.adviser_hours:
        values = replace(values, hours=sum(values.adviser_hours.values(), Decimal()))
    return replace(values, title=values.title or title_of(values))


def as_compared(values: ActivityValues) -> ActivityValues:
    """As it is stored: nothing that the kind does not have, no group of nobody, one order."""
    other_kinds = {} if values.kind == Activity.Kind.TEACHING else TEACHING_ONLY
    result = values.result if values.kind == Activity.Kind.DIALOGUE_MEETING else ""
    return replace(
        values,
        **other_kinds,
        result=result,
        sectors={sector: number for sector, number in values.sectors.items() if number},
        roles={role: number for role, number in values.roles.items() if number},
        adviser_hours={adviser: hours for adviser, hours in values.adviser_hours.items() if hours},
        organisations=in_order(values.organisations),
        partners=in_order(values.partners),
    )


def tiltak_gives(assignment: Assignment) -> dict[str, Any]:
    """What a tiltak says about its activities; a course phase or life stage only if it has one."""
    return {
        "mandate_task": assignment.mandate_task,
        "themes": main_theme_of(assignment),
        "centre_role": member_of(CentreRole, assignment.centre_role),
        "course_phase": member_of(CoursePhase, only_one(assignment.course_phases)),
        "life_stage": member_of(LifeStage, only_one(assignment.life_stages)),
        "receiving_service": assignment.receiving_service,
    }


def only_one(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else ""


def main_theme_of(assignment: Assignment) -> tuple[Theme, ...]:
    first = assignment.assignment_themes.select_related("theme").first()
    return (first.theme,) if first else ()


def fewest_possible(values: ActivityValues) -> int | None:
    """Attendances in all where only parts are known: no fewer than any of the sums."""
    groups = (values.municipalities, values.sectors, values.roles)
    sums = [sum_of(numbers.values()) for numbers in groups]
    return max((number for number in sums if number is not None), default=None)


def sum_of(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def title_of(values: ActivityValues) -> str:
    """«Kurs: Tidlig inn», «Veiledning: Alta, Hammerfest og 2 til» or just «Forskning»."""
    kind = capfirst(str(values.kind.label))
    about = values.assignment.title if values.assignment else first_names(values.municipalities)
    return Truncator(f"{kind}: {about}" if about else kind).chars(160)


def first_names(municipalities: Mapping[Municipality, int | None]) -> str:
    names = [place.name for place in municipalities]
    text = ", ".join(names[:NAMED_IN_TITLE])
    rest = len(names) - NAMED_IN_TITLE
    if rest <= 0:
        return text
    return text + ngettext(" og %(count)s til", " og %(count)s til", rest) % {"count": rest}
