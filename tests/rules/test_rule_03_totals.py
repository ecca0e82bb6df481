"""Rule 3: totals count each activity once, and are never sums of rows."""

from decimal import Decimal

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard.figures import total_of
from tests.factories import ThemeFactory
from tests.reporting.coverage_year import did
from tests.rules.counted import choice, counted


def test_one_activity_in_three_municipalities_with_two_themes_is_one(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    neighbour: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    themes = [ThemeFactory.create(), ThemeFactory.create()]
    places = {municipality: None, neighbour: None, municipality_elsewhere: None}
    did(centre, adviser, places, hours=Decimal(9), with_themes=themes)
    found = counted()
    assert sum(place.numbers.activities for place in found.places) == 3
    assert (found.total.activities, found.total.hours) == (1, Decimal(9))
    # Two municipalities of the one county, and two counties counted from the facts.
    assert total_of(choice(counties=(municipality.county,))).activities == 1
    both = (municipality.county, municipality_elsewhere.county)
    assert total_of(choice(counties=both)).activities == 1
