"""How the form of an activity looks at first: empty, as stored, or the same again."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from assignments.activities.by_place import written_by_place
from assignments.activities.forms.activity_numbers import number_initial
from assignments.activities.models import Activity, TypedForm
from assignments.activities.presets import Given, given_at_first, given_to_stored
from assignments.activities.values import ActivityValues, values_of
from assignments.plans.models import Assignment
from assignments.plans.numbers import shown_number
from korus_portal.accounts.models import User

# Columns that the form holds as they are.
PLAIN = (
    "kind",
    "title",
    "starts_on",
    "ends_on",
    "form",
    "attendances",
    "is_national_event",
    "assignment",
    "mandate_task",
    "note",
    "centre_role",
    "course_phase",
    "life_stage",
    "receiving_service",
    "result",
    "evaluation",
    "institution",
    "education",
)
# What belongs to one day and not to the next.
NOT_AGAIN = ("title", "ends_on", "attendances", "attendances_by_place", "note")
NOT_AGAIN_EITHER = ("result", "evaluation", "version")
SEVERAL = ("municipalities", "other_themes", "more_dates", "partners", "organisations")


def initial_of_new(user: User, assignment: Assignment | None = None) -> dict[str, Any]:
    """Today, with what the tiltak or last time gives."""
    given = given_at_first(user, assignment)
    return {**blank(given), **given.values, "assignment": assignment}


def blank(given: Given) -> dict[str, Any]:
    return {
        "starts_on": timezone.localdate(),
        "form_token": uuid4(),
        "presets": given.written(),
    }


def initial_of_stored(stored: Activity) -> dict[str, Any]:
    given = given_to_stored(stored).written()
    return {**initial_of(values_of(stored), stored.version), "presets": given}


def initial_of_again(row: Activity) -> dict[str, Any]:
    """The same once more, today: without what was counted, came out of it, or was noted."""
    values = values_of(row)
    found = {**initial_of(values, row.version), **blank(given_to_stored(row))}
    numbers = number_initial(values)
    left_out = {*NOT_AGAIN, *NOT_AGAIN_EITHER, *numbers}
    kept = {name: value for name, value in found.items() if name not in left_out}
    return {**kept, "centre": row.centre.code}


def initial_of_typed(typed: TypedForm) -> dict[str, Any]:
    """As typed, also what is not valid yet."""
    found = {
        name: values if name in SEVERAL else values[-1]
        for name, values in typed.fields.items()
        if values
    }
    return {**dict.fromkeys(SEVERAL, ()), **found, "form_token": typed.token}


def initial_of(values: ActivityValues, version: int) -> dict[str, Any]:
    """The form as it looks with what is stored."""
    main, *others = values.themes or (None,)
    several = len(values.municipalities) > 1
    return {
        **{name: getattr(values, name) for name in PLAIN},
        "hours": shown_number(values.hours),
        "study_credits": shown_number(values.study_credits),
        "main_theme": main,
        "other_themes": others,
        "municipalities": [place.code for place in values.municipalities],
        "attendances_by_place": written_by_place(values.municipalities) if several else "",
        "partners": values.partners,
        "organisations": values.organisations,
        **number_initial(values),
        "version": version,
    }
