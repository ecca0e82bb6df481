"""What a leader fills in about a tiltak, ready to be sent."""

from typing import Any

import pytest

from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Theme
from tests.factories import AssignmentFactory

Answers = dict[str, Any]


def history_of(row: Any) -> Any:
    """The stored versions of a row; pghistory adds the relation when the portal runs."""
    return row.history


@pytest.fixture
def answers(theme: Theme) -> Answers:
    return {
        "title": "Tidlig inn i barnehagen",
        "description": "Opplæring av ansatte.",
        "main_theme": theme.code,
        "starts_on": "2025-01-01",
    }


@pytest.fixture
def assignment(centre: Centre, leader: User, theme: Theme) -> Assignment:
    return AssignmentFactory.create(
        centre=centre, created_by=leader, title="Tidlig inn", with_themes=[theme]
    )
