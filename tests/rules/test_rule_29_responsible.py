"""Rule 29: regional centres for the theme, main field first; national ones advise only."""

from datetime import date

import pytest

from centres.models import Centre
from centres.routing import responsible_centres
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import CatchmentFactory, CentreFactory, CentreFieldFactory, ThemeFactory

TODAY = date(2026, 6, 1)


@pytest.fixture
def others(
    centre: Centre, national: Centre, municipality: Municipality, theme: Theme
) -> dict[str, Centre]:
    """A regional centre with the theme as a further field, and a national one."""
    regional = CentreFactory.create(code="rvts-nord", kind="rvts", short_name="A først i alfabetet")
    CatchmentFactory.create(centre=regional, county=municipality.county)
    CentreFieldFactory.create(centre=regional, theme=ThemeFactory.create(), position=0)
    CentreFieldFactory.create(centre=regional, theme=theme, position=1)
    CentreFieldFactory.create(centre=national, theme=theme)
    return {"regional": regional, "national": national}


def test_main_field_first_and_national_as_adviser(
    centre: Centre, others: dict[str, Centre], municipality: Municipality, theme: Theme
) -> None:
    below = ThemeFactory.create(parent=theme)
    for asked in (theme, below):
        found = responsible_centres(municipality, asked, on=TODAY)
        assert [each.centre for each in found] == [centre, others["regional"], others["national"]]
        assert [each.is_adviser_only for each in found] == [False, False, True]


def test_without_a_theme_it_is_the_korus_of_the_catchment(
    centre: Centre, others: dict[str, Centre], municipality: Municipality
) -> None:
    assert [each.centre for each in responsible_centres(municipality, None, on=TODAY)] == [centre]


def test_only_a_centre_with_a_leader_can_be_asked(
    centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    (found,) = responsible_centres(municipality, theme, on=TODAY)
    assert not found.can_be_asked


def test_with_a_leader_it_can_be_asked(
    centre: Centre, leader: User, municipality: Municipality, theme: Theme
) -> None:
    (found,) = responsible_centres(municipality, theme, on=TODAY)
    assert found.can_be_asked


def test_a_centre_elsewhere_is_not_suggested(
    centre: Centre, centre_elsewhere: Centre, municipality: Municipality, theme: Theme
) -> None:
    found = responsible_centres(municipality, theme, on=TODAY)
    assert [each.centre for each in found] == [centre]
