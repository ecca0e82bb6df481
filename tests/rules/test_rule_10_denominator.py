"""Rule 10: the denominator stands on 1 January of the structure year, without districts."""

from datetime import date, timedelta

from centres.catchments import municipality_ids
from centres.models import Catchment, Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import did
from tests.rules.counted import counted


def test_only_what_lies_in_the_catchment_on_1_january_is_in_it(
    centre: Centre, adviser: User, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    new_year = date(2025, 1, 1)
    MunicipalityFactory.create(
        code="5699", county=municipality.county, valid_from=new_year + timedelta(days=1)
    )
    MunicipalityFactory.create(code="5698", county=municipality.county, valid_to=new_year)
    did(centre, adviser, {municipality: None})
    found = counted(centre=centre)
    assert (found.reach.used, found.reach.total) == (1, 2)
    assert str(found.reach.share) == "50.0"


def test_a_catchment_that_began_later_in_the_year_is_not_in_it(
    centre: Centre, municipality: Municipality, district: Municipality
) -> None:
    Catchment.objects.filter(centre=centre).update(valid_from=date(2025, 1, 2))
    assert municipality_ids(centre, on=date(2025, 1, 1)) == set()
    assert municipality_ids(centre, on=date(2025, 1, 2)) == {municipality.pk}


def test_a_district_is_never_in_it(city: Municipality, district: Municipality) -> None:
    assert counted().reach.total == 1
