"""What the page of an activity tells, by who reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.activities import rules
from assignments.activities.models import Activity
from assignments.activities.values import LABELS, kept_for_a_kind, people_of, placing_of
from assignments.plans.choices import Attendee
from assignments.plans.conflicts import shown
from assignments.plans.numbers import shown_number
from assignments.suppression import LEAST, is_too_few
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role

OF_PEOPLE = frozenset({Attendee.SERVICE_USER, Attendee.NEXT_OF_KIN})
Pair = tuple[str, str]
# What stands among the facts whoever reads; `result` and `evaluation` have their own places.
ALWAYS = (
    "centre_role",
    "course_phase",
    "life_stage",
    "receiving_service",
    "institution",
    "education",
    "study_credits",
    "organisations",
)


@dataclass(frozen=True)
class ActivityPage:
    facts: list[Pair]
    roles: list[Pair]
    # Too few to be shown in any way.
    are_roles_hidden: bool
    sectors: list[Pair]
    adviser_hours: list[Pair]
    # Empty for those who may not read it.
    result: str
    evaluation: str


def page_of(activity: Activity, viewer: Viewer) -> ActivityPage:
    is_internal = rules.sees_internal(viewer, activity)
    people = people_of(activity)
    roles = people["roles"] if is_internal else None
    shown_roles = pairs(roles) if roles is not None else roles_for_others(people["roles"])
    return ActivityPage(
        facts=facts_of_page({**placing_of(activity), **kept_for_a_kind(activity), **people}),
        roles=shown_roles,
        are_roles_hidden=bool(people["roles"]) and not shown_roles,
        sectors=pairs(people["sectors"]),
        adviser_hours=hours_of(people["adviser_hours"]) if is_internal else [],
        result=activity.result if is_internal or is_named(viewer, activity) else "",
        evaluation=activity.evaluation if is_internal else "",
    )


def facts_of_page(found: Mapping[str, Any]) -> list[Pair]:
    return [(str(LABELS[name]), capfirst(shown(found[name]))) for name in ALWAYS if found[name]]


def pairs(numbers: Mapping[Any, int]) -> list[Pair]:
    return [(capfirst(str(key.label)), shown_number(number)) for key, number in numbers.items()]


def hours_of(hours: Mapping[Any, Any]) -> list[Pair]:
    return [(str(adviser), shown_number(number)) for adviser, number in hours.items()]


def roles_for_others(roles: Mapping[Attendee, int]) -> list[Pair]:
    """Few users and next of kin are not told, and cannot be worked out either (rule 31).

    With the sum known, one missing number is no secret: the smallest of the others is hidden with
    it. Where there is no other, nothing by role is shown.
    """
    small = {role for role in OF_PEOPLE if is_too_few(roles.get(role, 0))}
    if not small:
        return pairs(roles)
    others: Sequence[Attendee] = [role for role in roles if role not in small]
    if not others:
        return []
    along = min(others, key=lambda role: roles[role])
    return [(capfirst(str(role.label)), told(roles, role, small, along)) for role in roles]


def told(
    roles: Mapping[Attendee, int], role: Attendee, small: set[Attendee], along: Attendee
) -> str:
    if role in small:
        return _("færre enn %s") % LEAST
    return _("ikke vist") if role == along else shown_number(roles[role])


def is_named(viewer: Viewer, activity: Activity) -> bool:
    """A municipality reads what a dialogue meeting with it came to."""
    held = parties(viewer, Role.CONTACT)
    return bool(held) and activity.municipalities.filter(organisation__in=held).exists()
