"""What a person enters about an activity, as one value that can be compared with what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy, ngettext

from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from assignments.plans.selects import capitalised
from centres.models import MandateTask
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
}
NAMED_IN_TITLE = 2


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
    )


def with_presets(values: ActivityValues) -> ActivityValues:
    """What was left empty is taken from the tiltak, or follows from the rest. Safe to repeat."""
    assignment = values.assignment
    if assignment is not None:
        task = values.mandate_task or assignment.mandate_task
        themes = values.themes or main_theme_of(assignment)
        values = replace(values, mandate_task=task, themes=themes)
    if values.attendances is None:
        values = replace(values, attendances=sum_of(values.municipalities))
    return replace(values, title=values.title or title_of(values))


def main_theme_of(assignment: Assignment) -> tuple[Theme, ...]:
    first = assignment.assignment_themes.select_related("theme").first()
    return (first.theme,) if first else ()


def sum_of(municipalities: Mapping[Municipality, int | None]) -> int | None:
    known = [number for number in municipalities.values() if number is not None]
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
