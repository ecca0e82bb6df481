"""Rule 4: levels nest, the highest in the period stands, and older information is not carried."""

from datetime import date

from assignments.coverage.models import Level
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import asked, did
from tests.rules.counted import counted, level_of


def test_the_highest_level_stands_and_holds_those_below(
    centre: Centre, adviser: User, contact: User, municipality: Municipality
) -> None:
    asked(centre, contact, municipality)
    assert level_of(counted(), municipality) == Level.CONTACTED
    did(centre, adviser, {municipality: None})
    did(centre, adviser, {municipality: None}, kind="contact_meeting")
    found = counted()
    assert level_of(found, municipality) == Level.USED
    reach = found.reach
    assert (reach.used, reach.contacted, reach.known) == (1, 1, 1)


def test_use_of_the_year_before_gives_nothing_this_year(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, starts_on=date(2024, 5, 1))
    did(centre, adviser, {}, kind="research")  # so that the year has data
    assert level_of(counted(2025), municipality) == Level.UNKNOWN
