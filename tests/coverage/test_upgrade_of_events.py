"""Facts and rows that stood before an event counted once at a centre are put right on the way."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from assignments.activities.actions.overlapping import decide_overlap
from assignments.activities.models import ActivityPartner
from assignments.coverage import actions
from assignments.coverage.models import Fact
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import rebuilding
from reporting.dashboard.verification import differences
from tests.factories import CentreFactory
from tests.reporting.coverage_year import did

MIGRATION = "assignments.activities.migrations.0006_count_an_event_once_at_a_centre"


@pytest.fixture
def event(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    leader_elsewhere: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    """Two linked rows in which a third centre took part, and one that stands alone."""
    third = CentreFactory.create(code="korus-ost")
    rows = [
        did(doer, adviser, {municipality: None}, with_themes=[theme], hours=Decimal(10))
        for doer in (centre, centre_elsewhere, third)
    ]
    said = {"state": "accepted", "hours": 2, "asked_by": adviser, "answered_by": adviser}
    for row in rows[:2]:
        ActivityPartner.objects.create(
            activity=row, centre=third, answered_at=timezone.now(), **said
        )
    lead, linked = rows[:2]
    decide_overlap(
        activity=linked, other=lead, outcome="same_event", leads=lead, by=leader_elsewhere
    )
    rebuilding.rebuild()


def test_old_facts_learn_their_links_and_rows_count_the_event_once(event: None) -> None:
    Fact.objects.update(linked_to=None)
    actions.rebuild()
    upgrade = import_module(MIGRATION)
    with connection.cursor() as cursor:
        for statement in (upgrade.LINKS, upgrade.ROWS, upgrade.WORK):
            assert differences() != []
            cursor.execute(statement)
    assert [str(found) for found in differences()] == []
