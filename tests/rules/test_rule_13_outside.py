"""Rule 13: outside the catchment it counts, but never in the share; entering it is a notice."""

from decimal import Decimal

from assignments.activities.notices import notices_of, outside_catchment
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted


def test_it_counts_in_the_country_and_the_hours_and_not_in_the_share(
    centre: Centre, adviser: User, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    did(centre, adviser, {municipality_elsewhere: None}, hours=Decimal(3))
    own, country = counted(centre=centre), counted()
    assert (own.reach.used, own.reach.total, own.outside) == (0, 1, 1)
    assert (own.total.activities, own.total.hours) == (1, Decimal(3))
    assert (country.reach.used, country.outside) == (1, 0)


def test_entering_one_is_a_notice(
    centre: Centre, adviser: User, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    made = did(centre, adviser, {municipality: None, municipality_elsewhere: None})
    places = [municipality, municipality_elsewhere]
    assert outside_catchment(made, places) == [municipality_elsewhere]
    (notice,) = notices_of(made)
    assert notice.startswith("Utenfor ansvarsområdet: Utsira.")
