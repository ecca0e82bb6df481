"""A neighbour in the same county, and a city with a district."""

from datetime import date

import pytest

from centres.models import Centre
from municipalities.models import Municipality
from tests.factories import CentreFactory, CountyFactory, MunicipalityFactory


@pytest.fixture
def neighbour(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(
        code="5603", name="Hammerfest", county=municipality.county, valid_from=date(2024, 1, 1)
    )


@pytest.fixture
def city(db: None) -> Municipality:
    oslo = CountyFactory.create(code="03", name="Oslo")
    return MunicipalityFactory.create(code="0301", name="Oslo", county=oslo)


@pytest.fixture
def district(city: Municipality) -> Municipality:
    return MunicipalityFactory.create(
        code="030101", name="Gamle Oslo", county=city.county, kind="district", parent=city
    )


@pytest.fixture
def national(db: None) -> Centre:
    return CentreFactory.create(
        code="snakkom", kind="national_service", function=Centre.Function.NATIONAL
    )
