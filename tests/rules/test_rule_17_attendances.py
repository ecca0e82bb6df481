"""Rule 17: attendances, not persons; what is not told per municipality stands in no row."""

from assignments.activities.facts import undistributed
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, numbers_of


def test_with_one_municipality_all_are_its_own_and_each_gathering_counts(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, attendances=9)
    did(centre, adviser, {municipality: None}, attendances=9)
    found = counted()
    assert numbers_of(found, municipality).attendances == found.total.attendances == 18


def test_with_several_only_what_is_told_stands_and_the_rest_is_undistributed(
    centre: Centre, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    made = did(centre, adviser, {municipality: 12, neighbour: None}, attendances=20)
    found = counted()
    assert numbers_of(found, municipality).attendances == 12
    assert numbers_of(found, neighbour).attendances == 0
    assert found.total.attendances == 20
    assert undistributed(made, [12, None]) == 8
