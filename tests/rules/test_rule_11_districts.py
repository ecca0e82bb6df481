"""Rule 11: a row on a district gives its municipality the level, once."""

from assignments.coverage.models import Level
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import wording
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, level_of, numbers_of


def test_two_districts_of_one_activity_are_one_activity_in_the_city(
    centre: Centre, adviser: User, city: Municipality, district: Municipality
) -> None:
    other = MunicipalityFactory.create(
        code="030102", name="Grünerløkka", county=city.county, kind="district", parent=city
    )
    did(centre, adviser, {district: None, other: None})
    found = counted()
    assert district.counts_as_id == city.counts_as_id == city.pk
    assert level_of(found, city) == Level.USED
    assert numbers_of(found, city).activities == 1
    assert (found.reach.used, found.reach.total) == (1, 2)  # Oslo, of Oslo and Alta


def test_districts_have_a_table_of_their_own(
    centre: Centre, adviser: User, city: Municipality, district: Municipality
) -> None:
    MunicipalityFactory.create(
        code="030102", name="Grünerløkka", county=city.county, kind="district", parent=city
    )
    did(centre, adviser, {district: None})
    found = counted()
    assert [place.numbers.level for place in found.districts] == [Level.USED, Level.UNKNOWN]
    assert wording.district_sentences(found) == ["1 av 2 bydeler i Oslo er nådd."]
