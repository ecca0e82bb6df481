"""A year at the centre, small enough to count by hand, and the report drafted from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.models import AnnualReport
from tests.factories import MandateTaskFactory, ThemeFactory
from tests.reporting.report_year import (
    add_activity,
    add_assignment,
    add_request,
    answer_everything,
    drafted_report,
)


@dataclass
class Year:
    courses: Assignment
    support: Assignment
    activities: dict[str, Activity]
    requests: list[int]


@pytest.fixture
def year(
    centre: Centre,
    leader: User,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> Year:
    """Hours by hand: 10 + 7.5 + unknown + 4 + 30 = 51.5, given for 4 of 5."""
    courses = add_assignment(centre, leader, "Kurs for kommunene")
    support = add_assignment(centre, leader, "Oppfølging av unge", status="")
    made = {
        **held_courses(courses, leader, theme, [municipality, municipality_elsewhere]),
        **given_support(support, leader, municipality_elsewhere),
        "loose": add_activity(centre, leader, hours=Decimal("4.00"), with_themes=[theme]),
    }
    add_activity(centre, leader, status=Activity.Status.DRAFT, hours=Decimal("99.00"))
    add_activity(centre, leader, starts_on=date(2024, 12, 31), hours=Decimal("99.00"))
    asked: dict[str, Any] = {"municipality": municipality}
    requests = [
        add_request(centre, contact, answered=date(2025, 5, 8), theme=theme, **asked),
        add_request(centre, contact, answered=date(2025, 5, 15), **asked),
        add_request(centre, contact, answered=None, **asked),
    ]
    return Year(courses, support, made, [row.pk for row in requests])


def held_courses(
    courses: Assignment, leader: User, theme: Theme, places: list[Municipality]
) -> dict[str, Activity]:
    """Two courses, 17.5 hours and 32 attendances, of which 12 are told by municipality."""
    alta, utsira = places
    second = ThemeFactory.create(code="prevention", name_nb="Forebygging")
    same: dict[str, Any] = {
        "assignment": courses,
        "mandate_task": MandateTaskFactory.create(code="C1"),
    }
    return {
        "course": add_activity(
            courses.centre,
            leader,
            hours=Decimal("10.00"),
            attendances=20,
            with_municipalities={alta: None},
            with_themes=[theme, second],
            **same,
        ),
        "shared": add_activity(
            courses.centre,
            leader,
            hours=Decimal("7.50"),
            attendances=12,
            with_municipalities={alta: 8, utsira: 4},
            with_themes=[second],
            **same,
        ),
    }


def given_support(
    support: Assignment, leader: User, municipality: Municipality
) -> dict[str, Activity]:
    """A meeting whose hours nobody told, and 30 hours of research."""
    research = MandateTaskFactory.create(code="C7", name_nb="Delta i forskning", position=7)
    return {
        "unknown": add_activity(
            support.centre,
            leader,
            assignment=support,
            kind=Activity.Kind.CONTACT_MEETING,
            with_municipalities={municipality: None},
        ),
        "research": add_activity(
            support.centre,
            leader,
            assignment=support,
            kind=Activity.Kind.RESEARCH,
            hours=Decimal("30.00"),
            mandate_task=research,
        ),
    }


@pytest.fixture
def report(year: Year, centre: Centre, leader: User) -> AnnualReport:
    """A draft that is not ready: one tiltak has no status."""
    return drafted_report(centre, leader)


@pytest.fixture
def ready_report(year: Year, centre: Centre, leader: User) -> AnnualReport:
    """A draft with everything in place."""
    year.support.years.create(year=2025, status="continued")
    return answer_everything(drafted_report(centre, leader))
