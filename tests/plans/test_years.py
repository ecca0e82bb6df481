"""Holding a year open, where what is written is kept whether or not it still counts."""

import pytest

from assignments.plans import years
from centres.models import Centre
from korus_portal.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_closed_year_says_so_and_stops_nobody(centre: Centre, leader: User) -> None:
    years.close(centre, 2024, by=leader)
    assert years.hold_if_open(centre.pk, 2025)
    assert not years.hold_if_open(centre.pk, 2024)
    with pytest.raises(years.YearClosedError):
        years.hold_open(centre.pk, 2024)
