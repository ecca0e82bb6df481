"""What a person at a centre fills in, ready to be sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assignments.activities.actions import log_activity
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues
from assignments.plans.models import Assignment
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import AssignmentFactory, MandateTaskFactory

Answers = dict[str, Any]
Log = Callable[..., Activity]


def history_of(row: Any) -> Any:
    """The stored versions of a row; pghistory adds the relation when the portal runs."""
    return row.history


@pytest.fixture
def task(db: None) -> MandateTask:
    return MandateTaskFactory.create()


@pytest.fixture
def assignment(centre: Centre, leader: User, theme: Theme, task: MandateTask) -> Assignment:
    return AssignmentFactory.create(
        centre=centre,
        created_by=leader,
        title="Tidlig inn",
        mandate_task=task,
        with_themes=[theme],
    )


@pytest.fixture
def answers(municipality: Municipality) -> Answers:
    """The fewest answers that a confirmed course needs, and a municipality."""
    return {
        "kind": "course",
        "starts_on": timezone.localdate().isoformat(),
        "hours": "7,5",
        "form": "on_site",
        "municipalities": [municipality.code],
        "attendances": "24",
        "do": "confirm",
    }


@pytest.fixture
def values(municipality: Municipality) -> ActivityValues:
    return ActivityValues(
        kind=Activity.Kind.COURSE,
        title="Kurs i samtale",
        starts_on=timezone.localdate(),
        ends_on=None,
        hours=None,
        form=Activity.Form.ON_SITE,
        attendances=None,
        is_national_event=False,
        assignment=None,
        mandate_task=None,
        themes=(),
        municipalities={municipality: None},
        note="",
    )


@pytest.fixture
def draft(centre: Centre, adviser: User, values: ActivityValues) -> Activity:
    return log_activity(centre=centre, values=values, by=adviser)


@pytest.fixture
def confirmed(centre: Centre, adviser: User, values: ActivityValues) -> Activity:
    return log_activity(centre=centre, values=values, by=adviser, is_confirmed=True)
