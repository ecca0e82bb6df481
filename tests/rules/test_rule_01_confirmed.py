"""Rule 1: a row counts when it is confirmed and not deleted, and not before its day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from assignments.activities import actions
from assignments.activities.actions.errors import TooEarlyError
from assignments.activities.models import Activity
from assignments.activities.rules import can_count_from
from assignments.activities.values import ActivityValues
from assignments.coverage.models import CoverageRow
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality

TODAY = timezone.localdate()


@pytest.fixture
def values(municipality: Municipality) -> ActivityValues:
    return ActivityValues(
        kind=Activity.Kind.COURSE,
        title="Kurs i samtale",
        starts_on=TODAY,
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


def counted() -> int:
    row = CoverageRow.objects.of_year(TODAY.year).whole().by().country().first()
    return row.activities if row else 0


def test_a_draft_counts_when_it_is_confirmed_and_no_more_when_it_is_deleted(
    centre: Centre, adviser: User, leader: User, values: ActivityValues
) -> None:
    made = actions.log_activity(centre=centre, values=values, by=adviser)
    assert (counted(), Activity.objects.counting().count()) == (0, 0)
    actions.confirm_activity(activity=made, by=adviser)
    assert (counted(), Activity.objects.counting().count()) == (1, 1)
    made = Activity.objects.get()
    actions.delete_activity(activity=made, reason="Dobbelt", by=adviser)
    assert (counted(), Activity.objects.counting().count()) == (0, 0)
    actions.restore_activity(activity=Activity.objects.get(), by=leader)
    assert counted() == 1


def test_nothing_is_confirmed_before_its_day(
    centre: Centre, adviser: User, values: ActivityValues
) -> None:
    tomorrow = replace(values, starts_on=TODAY + timedelta(days=1))
    assert can_count_from(TODAY)
    assert not can_count_from(tomorrow.starts_on)
    with pytest.raises(TooEarlyError):
        actions.log_activity(centre=centre, values=tomorrow, by=adviser, is_confirmed=True)
