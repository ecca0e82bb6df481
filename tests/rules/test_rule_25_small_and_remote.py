"""Rule 25: small is under 5,000 inhabitants, remote is centrality 5 or 6."""

import pytest

from municipalities.models import Municipality
from municipalities.size import is_remote, is_small
from tests.factories import MunicipalityFactory
from tests.rules.counted import counted


@pytest.mark.parametrize(
    ("people", "expected"), [(4_999, True), (5_000, False), (0, True), (None, None)]
)
def test_small_is_under_5000(people: int | None, expected: bool | None) -> None:
    assert is_small(people) is expected


@pytest.mark.parametrize(
    ("centrality", "expected"), [(4, False), (5, True), (6, True), (None, None)]
)
def test_remote_is_5_and_6(centrality: int | None, expected: bool | None) -> None:
    assert is_remote(centrality) is expected


def test_the_dashboard_draws_the_same_line(municipality: Municipality) -> None:
    MunicipalityFactory.create(code="5604", county=municipality.county, population=4_999)
    MunicipalityFactory.create(code="5605", county=municipality.county, population=5_000)
    assert [place.code for place in counted(size="liten").places if place.code != "5601"] == [
        "5604"
    ]
    assert [place.code for place in counted(size="middels").places if place.code != "5601"] == [
        "5605"
    ]
