"""What the form of an activity knows beforehand: of the tiltak, and of the adviser's last time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from assignments.activities.models import Activity, ActivityMunicipality
from assignments.activities.values import tiltak_gives
from assignments.plans.models import Assignment
from korus_portal.accounts.models import User

LATELY = 100
USUAL_PLACES = 8
RECENT_ASSIGNMENTS = 5
# The fields that follow the tiltak, as they are named in the form.
FOLLOWING = (
    "main_theme",
    "mandate_task",
    "centre_role",
    "course_phase",
    "life_stage",
    "receiving_service",
)
# What the next activity has in common with the last.
OF_LAST_TIME = ("kind", "form", *FOLLOWING[1:])


@dataclass(frozen=True)
class Given:
    """What the form was given, so that a value that nobody typed may give way to another."""

    by: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> str:
        return json.dumps({"by": self.by, "values": dict(self.values)}, sort_keys=True)


def read_given(text: str) -> Given:
    """From the hidden field; what is not understood counts as nothing given."""
    try:
        found = json.loads(text)
        values = {str(name): str(value) for name, value in found["values"].items()}
        return Given(by=str(found["by"]), values=values)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Given()


def from_tiltak(assignment: Assignment | None) -> dict[str, str]:
    """What the tiltak says, as the form's fields hold it; nothing about what it does not say."""
    if assignment is None:
        return {}
    gives = tiltak_gives(assignment)
    themes, task = gives["themes"], gives["mandate_task"]
    found = {
        **{name: str(gives[name]) for name in FOLLOWING[2:]},
        "main_theme": themes[0].code if themes else "",
        "mandate_task": task.code if task else "",
    }
    return {name: value for name, value in found.items() if value}


def from_last_time(user: User) -> dict[str, str]:
    """Of the activity that the person registered last."""
    rows = Activity.objects.filter(registered_by=user, deleted_at=None).order_by("-pk")
    last = rows.select_related("mandate_task").first()
    if last is None:
        return {}
    found = {name: str(getattr(last, name)) for name in OF_LAST_TIME if name != "mandate_task"}
    found["mandate_task"] = last.mandate_task.code if last.mandate_task else ""
    return {name: value for name, value in found.items() if value}


def given_at_first(user: User, assignment: Assignment | None) -> Given:
    """The tiltak goes before last time."""
    values = {**from_last_time(user), **from_tiltak(assignment)}
    return Given(by=str(assignment.pk) if assignment else "", values=values)


def given_to_stored(activity: Activity) -> Given:
    assignment = activity.assignment
    return Given(by=str(assignment.pk) if assignment else "", values=from_tiltak(assignment))


def refreshed(sent: Mapping[str, Any], given: Given, now: Given) -> dict[str, str]:
    """The fields that follow the tiltak after it was changed: what is typed stays."""
    return {
        name: now.values.get(name, "") if is_untouched(sent, given, name) else str(sent[name])
        for name in FOLLOWING
    }


def is_untouched(sent: Mapping[str, Any], given: Given, name: str) -> bool:
    return str(sent.get(name) or "") in ("", given.values.get(name, ""))


def usual_places(user: User) -> list[str]:
    """Codes of the places that the person has registered activities for lately, latest first."""
    lately = Activity.objects.filter(registered_by=user, deleted_at=None).order_by("-pk")
    rows = ActivityMunicipality.objects.filter(activity__in=lately.values("pk")[:LATELY])
    codes = (
        rows.values_list("municipality__code").annotate(latest=Max("activity")).order_by("-latest")
    )
    return [code for code, _latest in codes[:USUAL_PLACES]]


def recent_assignments(user: User) -> list[int]:
    """Numbers of the tiltak that the person has registered activities for lately."""
    lately = Activity.objects.filter(registered_by=user, deleted_at=None).order_by("-pk")
    rows = lately.exclude(assignment=None).values_list("assignment_id", flat=True)[:LATELY]
    return list(dict.fromkeys(pk for pk in rows if pk is not None))[:RECENT_ASSIGNMENTS]
