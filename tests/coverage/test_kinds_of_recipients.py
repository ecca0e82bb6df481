"""A recipient that the register gives another kind moves its hours to the other side."""

from decimal import Decimal

import pytest

from assignments.coverage.models import WorkRow
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from korus_portal.jobs.models import Job
from korus_portal.pages import reference
from reporting.dashboard import rebuilding
from reporting.dashboard.verification import differences
from tests.coverage.test_what_counting_rests_on import TASK, count_anew
from tests.factories import UserFactory
from tests.reporting.coverage_year import did

pytestmark = pytest.mark.django_db


def hours_on(side: str) -> Decimal | int:
    rows = WorkRow.objects.by().filter(cut="side", key=side)
    return sum(rows.values_list("hours", flat=True))


def test_a_recipient_of_another_kind_moves_its_hours_to_the_other_side(norway: None) -> None:
    centre = Centre.objects.get(code="korus-nord")
    party = Organisation.objects.get(governor__code="innlandet")
    Organisation.objects.filter(pk=party.pk).update(kind="health_trust")
    made = did(centre, UserFactory.create(), hours=Decimal(10))
    made.organisations.set([party])
    rebuilding.rebuild()
    assert [hours_on("specialist"), hours_on("state")] == [10, 0]
    assert differences() == []
    reference.load()
    count_anew()
    assert [hours_on("specialist"), hours_on("state")] == [0, 10]
    reference.load()
    assert not Job.objects.filter(task=TASK, state=Job.State.QUEUED).exists()
