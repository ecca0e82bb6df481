"""Rule 2: an activity belongs to the year of its first day, a request to the year it was sent."""

from datetime import date
from decimal import Decimal

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import asked, did
from tests.rules.counted import counted


def test_all_hours_belong_to_the_year_of_the_first_day(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    days = {"starts_on": date(2024, 12, 31), "ends_on": date(2025, 1, 20)}
    did(centre, adviser, {municipality: None}, hours=Decimal(30), **days)
    assert counted(2024).total.hours == 30
    assert counted(2025).total.activities == 0


def test_a_request_belongs_to_the_year_it_was_sent_by_norwegian_time(
    centre: Centre, contact: User, municipality: Municipality
) -> None:
    asked(centre, contact, municipality, submitted_at="2024-12-31T22:59Z")  # 23.59 in Oslo
    asked(centre, contact, municipality, submitted_at="2024-12-31T23:01Z")  # 00.01 in Oslo
    assert [counted(year).total.requests for year in (2024, 2025)] == [1, 1]
