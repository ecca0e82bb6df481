"""Rule 16: hours over several municipalities: equal parts, the remainder to the lowest code."""

from decimal import Decimal

import pytest

from assignments.activities.facts import hour_shares
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, numbers_of


def test_ten_hours_over_three_add_up_to_ten(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    neighbour: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    places = {neighbour: None, municipality: None, municipality_elsewhere: None}
    did(centre, adviser, places, hours=Decimal(10))
    found = counted()
    by_code = [municipality_elsewhere, municipality, neighbour]  # 1151, 5601, 5603
    hours = [numbers_of(found, place).hours for place in by_code]
    assert hours == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert sum(hours) == found.total.hours == 10


@pytest.mark.parametrize(("hours", "places"), [("0.01", 3), ("7.77", 2), ("100", 7)])
def test_parts_always_add_up(hours: str, places: int) -> None:
    parts = [part or Decimal(0) for part in hour_shares(Decimal(hours), places)]
    assert sum(parts) == Decimal(hours)
    assert all(part == parts[-1] for part in parts[1:])
