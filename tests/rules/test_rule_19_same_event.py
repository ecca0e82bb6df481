"""Rule 19: rows of the same event count once in the country; their hours add."""

from decimal import Decimal

from assignments.activities.actions.overlapping import decide_overlap
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import counting
from tests.reporting.coverage_year import did
from tests.rules.counted import choice, counted


def test_two_linked_rows_are_one_event_with_the_hours_of_both(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    leader: User,
    leader_elsewhere: User,
    municipality: Municipality,
) -> None:
    places = {municipality: None}
    leads = did(centre, adviser, places, hours=Decimal(10), attendances=20)
    own = did(centre_elsewhere, leader_elsewhere, places, hours=Decimal(4), attendances=20)
    assert (counted().total.activities, counted().total.attendances) == (2, 40)
    decide_overlap(
        activity=own, other=leads, outcome="same_event", leads=leads, by=leader_elsewhere
    )
    country, theirs = counted().total, counted(centre=centre_elsewhere).total
    assert (country.activities, country.attendances, country.hours) == (1, 20, Decimal(14))
    assert (theirs.activities, theirs.attendances, theirs.hours) == (1, 20, Decimal(4))
    # Counted from the facts it is the same.
    now = counting.total(choice())
    assert (now.activities, now.attendances, now.hours) == (1, 20, Decimal(14))
